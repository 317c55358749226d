"""Every declared number changes something: there are no dead parameters (rule 3, style page).

A town with more crime, visitors and measures than usual is let live for 75 days; each number is
moved to an end of its range and the next 16 days must differ in some column, count, answer or
table. Numbers that act only on who lives there and what was solved get a spin-up of their own.
"""

import hashlib
from dataclasses import replace

import numpy as np
import pytest

from nightwalk.agents.crowd import Drawn
from nightwalk.model.city import grid_town
from nightwalk.model.conditions import Selection
from nightwalk.model.indicators import answers
from nightwalk.model.parameters import Parameters
from nightwalk.model.simulation import Simulation, spin_up

DECLARED = Parameters.declared()
LIVELY = {
    "street_crime": 300.0, "vandalism": 200.0, "vehicle_crime": 100.0, "offender_share": 0.015,
    "searches_per_day": 5.0, "visitor_ratio": 2.0, "N_crowd": 50.0, "media_national": 0.1, "rho_media": 0.1,
    "citizen_report": 0.3, "spin_up": 75.0,
}  # fmt: skip
DAYS = 16  # from day 75 on: the ends of a month (90) and of weeks (77, 84, 91), the renewal of routes (84)
LATER = {"k_GI": 35}  # what only the second month after the spin-up shows: days more
STATE = ("boost", "incivility", "upkeep", "efficacy", "base_rate", "hazards")


@pytest.fixture(scope="module")
def lively(setup_of, act):
    """A setup where everything happens: guardians, cameras and managers in some streets, a programme in one."""
    town = grid_town(residents=800.0)
    gated = Selection(np.arange(2, town.segments, 7), np.arange(4))
    third, rest = (Selection(np.arange(k, town.segments, 3), np.arange(4)) for k in (0, 1))

    def some(now):
        for column, level in (("guardian", 0.3), ("cameras", 0.5), ("manager", 0.5)):
            now = now.at_least(column, third, level)
        return now.at_most("dimmed", third, 0.2).at_least("closed", gated, 1.0)

    def all_of_them(now):
        for column in ("guardian", "cameras", "manager"):
            now = now.at_least(column, rest, 1.0)
        return now

    def patrol(now):
        return now.moved_towards("guardian", third, np.minimum(now.recorded[third.segments], 1.0), 0.5)

    reference = Parameters().with_values(LIVELY)
    measures = (
        act(town, some),
        act(town, all_of_them),
        act(town, patrol),
        act(town, drawn=Drawn(np.array([5]), 30.0, 17, 22)),
    )
    return setup_of(town, days=DAYS, reference=reference, acts=measures)


def trace(setup, start):
    """Everything a run leaves behind, as one digest."""
    simulation = Simulation(setup, start_from=start)
    simulation.run()
    digest, state, street = hashlib.sha256(), simulation.state, simulation.scratch.street
    columns = [
        *state.people,
        *(getattr(state, name) for name in STATE),
        *state.routes,
        *state.offenders,
        state.expected,
        *(column for name, column in street._asdict().items() if name != "company"),
    ]
    columns += [*state.known_weeks, np.array([state.media]), *answers(simulation).values()]
    for column in columns:
        digest.update(np.ascontiguousarray(column).tobytes())
    for table in simulation.tables("x").values():
        digest.update(table.to_pandas().to_csv().encode())
    simulation.close()
    return digest.hexdigest()


@pytest.fixture(scope="module")
def base(lively):
    start = spin_up(lively, lively.reference, 1)
    usual = trace(lively, start)
    assert trace(lively, start) == usual, "without a change nothing differs"
    return start, usual


def own_start(setup, changed):
    """A spin-up with the changed numbers; they are the reference too, so that the level is not solved again."""
    return spin_up(replace(setup, reference=changed), changed, 1)


@pytest.mark.slow
@pytest.mark.parametrize("name", DECLARED)
def test_the_parameter_changes_something(name, lively, base, but):
    start, usual = base
    if name in LATER:
        lively = replace(lively, days=DAYS + LATER[name])
        usual = trace(lively, start)
    row, now = DECLARED[name], start.values[name]
    ends = [end for end in (row.high, row.low) if end != now]
    for end in ends:
        if trace(lively, replace(start, values=but(start.values, **{name: end}))) != usual:
            return
    changed = [lively.reference.with_values({name: end}) for end in ends]
    assert any(trace(lively, own_start(lively, one)) != usual for one in changed)
