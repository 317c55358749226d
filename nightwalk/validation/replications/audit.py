"""D11: nine properties that audits of other models found broken (peers' mistakes).

Each row is the share of its checks that hold, over drawn parameters, streets, walkers and towns; it must be one.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from nightwalk.agents.perceive import answer_shares
from nightwalk.model.city import grid_town
from nightwalk.model.simulation import Simulation, spin_up
from nightwalk.scenarios.interventions import StreetLighting
from nightwalk.scenarios.scenario import Scenario
from nightwalk.scenarios.where import Where
from nightwalk.validation.replications import audit_cues, audit_routes
from nightwalk.validation.replications.rule import within

if TYPE_CHECKING:
    from collections.abc import Callable

    from nightwalk.validation.rows import Row

__all__ = ["PROPERTIES", "d11", "fear_is_a_probability", "nothing_changes_nothing"]

DAYS, SPIN_UP = 3, 14.0
LEVEL = 2.0  # lx, below what the streets of this town have
EXTREME = 1e4  # logits
STATE = ("expected", "boost", "incivility", "efficacy", "area_unsafe")
COUNTS = ("passers", "episodes", "reports")
SOURCE = "audits of peer models (replication.md, D11)"


def d11(seeds: int, *, quick: bool = False) -> list[Row]:
    """Return the rows of D11.

    Args:
        seeds: How many seeds.
        quick: Nothing to leave out.
    """
    del quick
    return [
        within("D11", what, [holds(seed) for seed in range(1, seeds + 1)], 1.0, 1.0, unit="share of checks",
               source=SOURCE, published="holds")
        for what, holds in PROPERTIES.items()
    ]  # fmt: skip


def nothing_changes_nothing(seed: int) -> float:
    """6: a measure without effect leaves every byte: lamps of a level all streets have."""
    one, other = (_lived(seed, lamps=lamps) for lamps in (False, True))
    pairs = [
        *zip(one.state.people, other.state.people, strict=True),
        *((getattr(one.state, name), getattr(other.state, name)) for name in STATE),
        *((getattr(one.scratch.street, name), getattr(other.scratch.street, name)) for name in COUNTS),
    ]
    same = [a.tobytes() == b.tobytes() for a, b in pairs]
    return audit_cues.share_of([*same, one.observations.series == other.observations.series])


def fear_is_a_probability(seed: int) -> float:
    """8: the share unsafe and the four answers lie in 0-1, in the town as lived and at any logit."""
    lived = _lived(seed, lamps=False)
    extreme = np.linspace(-EXTREME, EXTREME, 1001)
    shares = [answer_shares(eta, lived.values) for eta in (lived.state.people.unsafe, extreme)]
    inside = [((one >= 0.0) & (one <= 1.0)).ravel() for one in shares]
    unsafe = [one[:, 2:].sum(axis=1) for one in shares]
    seen = lived.observations.unsafe_after_dark()
    return audit_cues.share_of([*inside, *((one >= 0.0) & (one <= 1.0) for one in unsafe), 0.0 < seen < 1.0])


@lru_cache(maxsize=2)
def _lived(seed: int, *, lamps: bool) -> Simulation:
    """Return a small lit town after a few days, with or without lamps that change nothing."""
    town = Scenario(grid_town(lit="yes"), "Today", days=DAYS, parameters={"spin_up": SPIN_UP})
    start = spin_up(town, town.reference, seed)
    if lamps:
        town = town.plus(StreetLighting(where=Where(everywhere=True), level=LEVEL, uniformity=1.0))
    sim = Simulation(town, start_from=start)
    sim.run()
    sim.close()
    return sim


PROPERTIES: dict[str, Callable[[int], float]] = {
    "1 weights add up to one": audit_cues.weights_add_up,
    "2 every weight has a value": audit_cues.names_exist,
    "3 a dark gap tells, however bright the mean": audit_cues.dark_gap_tells,
    "4 darkness is charged once": audit_cues.darkness_once,
    "5 more light never raises a best perceived cost": audit_routes.light_only_helps,
    "6 a measure that does nothing changes no byte": nothing_changes_nothing,
    "7 an edge less never shortens a way": audit_routes.edges_only_help,
    "8 fear lies in 0-1": fear_is_a_probability,
    "9 unknown light is not unlit": audit_cues.unknown_is_not_unlit,
}
