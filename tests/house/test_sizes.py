"""Nothing is person x segment: memory grows with people plus streets (architecture section 5)."""

from __future__ import annotations

from dataclasses import fields, is_dataclass

import numpy as np

from nightwalk.model import Simulation
from nightwalk.model.city import grid_town
from nightwalk.model.start import first_start
from nightwalk.scenarios.interventions import StreetLighting
from nightwalk.scenarios.scenario import Scenario
from nightwalk.scenarios.where import streets


def arrays(thing, name="simulation", seen=None):
    """Every array that can be reached from a thing, with a name for it."""
    seen = set() if seen is None else seen
    if id(thing) in seen:
        return
    seen.add(id(thing))
    if isinstance(thing, np.ndarray):
        yield name, thing
    elif is_dataclass(thing):
        for field in fields(thing):
            yield from arrays(getattr(thing, field.name), f"{name}.{field.name}", seen)
    elif isinstance(thing, (list, tuple)):
        for part in thing:
            yield from arrays(part, name, seen)
    elif isinstance(thing, dict):
        for key, part in thing.items():
            yield from arrays(part, f"{name}[{key}]", seen)


def test_nothing_is_person_by_segment():
    town = grid_town(14, 14, residents=3000)
    lamps = Scenario(town, "Lamps", interventions=(StreetLighting(where=streets("Street 1"), level=20.0),))
    simulation = Simulation(lamps, start_from=first_start(lamps, lamps.reference, 1))
    for _ in range(24):
        simulation.step()
    most = len(simulation.state.people.kind) * town.segments
    found = [*arrays(simulation.state), *arrays(simulation.today), *arrays(list(vars(simulation).values()))]
    assert len(found) > 50
    assert max(array.size for _, array in found) < most / 4
    simulation.close()
