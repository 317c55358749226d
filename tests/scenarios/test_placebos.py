"""A measure that does nothing changes no byte of what a run leaves, whatever its kind."""

from __future__ import annotations

from dataclasses import replace

import pytest

from nightwalk.agents.population import Population
from nightwalk.model import Simulation, spin_up
from nightwalk.model.city import grid_town
from nightwalk.outputs.tables import parquet_bytes
from nightwalk.scenarios.intervention import KINDS
from nightwalk.scenarios.interventions import LocalCouncil
from nightwalk.scenarios.scenario import Scenario
from tests.scenarios.kinds import ACTING, PATH, PLACEBOS

LIVELY = {
    "spin_up": 14.0, "street_crime": 300.0, "vandalism": 200.0, "searches_per_day": 5.0, "offender_share": 0.015,
    "citizen_report": 0.1,
}  # fmt: skip
DAYS = 18  # the end of the first month, of weeks, and the renewal of routes on day 28 lie in it
UNDELIVERED = tuple(replace(one, fidelity=0.0) for one in (*ACTING, LocalCouncil()))


@pytest.fixture(scope="module")
def today():
    """A town with much crime and room for a path, so that a small change would show."""
    town = grid_town(residents=500).with_paths(PATH.paths())
    return Scenario(town, "Today", days=DAYS, parameters=LIVELY, population=Population(residents=500))


@pytest.fixture(scope="module")
def tables_with(today):
    """Let the town live from one start with some measures; return the bytes of its tables."""
    start = spin_up(today, today.reference, 1)

    def lived(*measures):
        simulation = Simulation(replace(today, interventions=measures), start_from=start)
        simulation.run()
        simulation.close()
        return {name: parquet_bytes(table) for name, table in simulation.tables("x").items()}

    return lived


@pytest.fixture(scope="module")
def usual(tables_with):
    return tables_with()


@pytest.mark.parametrize("one", PLACEBOS, ids=lambda one: one.kind)
def test_no_dose_changes_no_byte(one, tables_with, usual):
    assert tables_with(one) == usual


@pytest.mark.parametrize("one", UNDELIVERED, ids=lambda one: one.kind)
def test_what_is_not_delivered_changes_no_byte(one, tables_with, usual):
    assert tables_with(one) == usual


@pytest.mark.parametrize("doses", [PLACEBOS, UNDELIVERED], ids=["no dose", "not delivered"])
def test_every_kind_has_its_placebo(doses):
    assert {one.kind for one in doses} == {
        kind for kind, one in KINDS.items() if one.__module__.startswith("nightwalk.")
    }
