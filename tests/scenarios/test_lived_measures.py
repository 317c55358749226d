"""Social, digital and governance measures in a town that lives: what they move, and what they leave alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from nightwalk.agents.columns import SUPPORTED
from nightwalk.agents.population import Population
from nightwalk.model import Simulation, spin_up
from nightwalk.model.city import grid_town
from nightwalk.outputs.tables import parquet_bytes
from nightwalk.scenarios.governance import Governance
from nightwalk.scenarios.interventions import (
    ArtsAndYouth,
    BusinessTraining,
    DataSharing,
    FootPatrol,
    LocalCouncil,
    LocalSanctions,
    NeighbourhoodProgramme,
    NeighbourhoodWatch,
    ReportingPlatform,
    StreetLighting,
    StudentCampaign,
    VictimSupportUnit,
    Wardens,
    YouthEarlyIntervention,
)
from nightwalk.scenarios.scenario import Scenario
from nightwalk.scenarios.where import TOWN

CRIMINAL = {
    "spin_up": 28.0, "street_crime": 300.0, "vandalism": 200.0, "searches_per_day": 5.0, "offender_share": 0.015,
    "citizen_report": 0.1, "p_witness": 0.3,
}  # fmt: skip
PLACEBOS = (
    ArtsAndYouth(where=TOWN, reduction=0, efficacy=0),
    BusinessTraining(where=TOWN, trained=0),
    DataSharing(lag=1),
    LocalCouncil(gain=0),
    LocalSanctions(where=TOWN, deterrence=0),
    NeighbourhoodProgramme(where=TOWN, reach=0, efficacy=0, shared_upkeep=0),
    NeighbourhoodWatch(where=TOWN, coverage=0),
    ReportingPlatform(adoption=0, lag=1),
    StudentCampaign(where=TOWN, reach=0),
    VictimSupportUnit(social_workers=0, psychologists=0, lawyers=0),
    Wardens(where=TOWN, hours_per_week=0),
    YouthEarlyIntervention(reached=0),
)


@pytest.fixture(scope="module")
def today():
    town = grid_town(residents=800)
    return Scenario(
        town,
        "Today",
        days=21,
        parameters=CRIMINAL,
        population=Population(residents=800),
        city_file="grid-town",
    )


@pytest.fixture(scope="module")
def start(today):
    return spin_up(today, today.reference, 1)


@pytest.fixture(scope="module")
def lived(today, start):
    """Let the town live from the one start with some measures; return the simulation, finished."""
    made = []

    def live(*measures, governance=None, days=21):
        world = replace(today, interventions=measures, governance=governance, days=days)
        made.append(Simulation(world, start_from=start))
        made[-1].run()
        return made[-1]

    yield live
    for simulation in made:
        simulation.close()


@pytest.fixture(scope="module")
def base(lived):
    return lived()


def bytes_of(simulation):
    return {name: parquet_bytes(table) for name, table in simulation.tables("x").items()}


def crimes(simulation):
    return simulation.observations.crimes[0].sum()


def recorded_share(simulation):
    true, recorded = simulation.observations.crimes.sum(axis=(1, 2, 3))
    return recorded / true


def total(simulation, measure):
    frame = simulation.tables("x")["series"].to_pandas()
    return frame[frame["measure"] == measure]["value"].sum()


@pytest.mark.parametrize("one", PLACEBOS, ids=lambda one: one.kind)
def test_a_placebo_changes_no_byte(lived, base, one):
    assert bytes_of(lived(one)) == bytes_of(base)


def test_governance_alone_changes_no_byte(lived, base):
    table = Governance(capacity=0.0, memory=0.0, elections=(date(2026, 11, 4), date(2026, 11, 13)))
    assert bytes_of(lived(LocalCouncil(), governance=table)) == bytes_of(base)


def test_full_delivery_is_what_a_scenario_without_the_table_has(lived):
    lamps = StreetLighting(where=TOWN, level=30.0)
    whole = Governance(base_fidelity=1.0, capacity=1.0, memory=1.0, elections=(date(2026, 11, 9),))
    assert bytes_of(lived(lamps, governance=whole)) == bytes_of(lived(lamps))


def test_half_delivery_lies_between(lived, base):
    lamps = StreetLighting(where=TOWN, level=30.0)
    lux = [
        simulation.tables("x")["streets"].to_pandas()["lux"].to_numpy()
        for simulation in (base, lived(lamps, governance=Governance(base_fidelity=0.5)), lived(lamps))
    ]
    assert np.allclose(lux[1], (lux[0] + lux[2]) / 2)


@pytest.mark.slow
def test_a_town_lives_five_years_with_an_election_in_each():
    table = Governance(
        capacity=0.0, memory="some", elections=tuple(date(year, 5, 9) for year in range(2027, 2032))
    )
    fading = StreetLighting(where=TOWN, level=30.0, upkeep=0.8, decay_years=3.0)
    measures = (fading, LocalCouncil(), FootPatrol(where=TOWN, allocation="recorded"))
    world = Scenario(
        grid_town(3, 3), "Long", days=1830, parameters={"spin_up": 14.0}, population=Population(residents=40),
        interventions=measures, governance=table,
    )  # fmt: skip
    simulation = Simulation(world, start_from=spin_up(world, world.reference, 1))
    simulation.run()
    assert simulation.observations.days == 1830
    assert 0.0 < simulation.today.conditions[12].fidelity < 0.7
    simulation.close()


def test_less_offending_means_less_crime_and_more_means_more(lived, base):
    soon = {"reached": 1.0, "delay_months": 0.0}
    helped, harmed = (lived(YouthEarlyIntervention(**soon, reduction=y)) for y in (0.4, -0.25))
    assert crimes(helped) < 0.75 * crimes(base)
    assert crimes(harmed) > 1.1 * crimes(base)


def test_nothing_is_seen_before_the_months_of_delay(lived, base):
    assert bytes_of(lived(YouthEarlyIntervention(reached=1.0, reduction=0.4))) == bytes_of(base)


def test_sanctions_deter_and_share_the_cap_of_guardians(lived, base):
    fined = LocalSanctions(where=TOWN, deterrence=0.3, ramp_days=0)
    assert crimes(lived(fined)) < 0.9 * crimes(base)
    patrol = FootPatrol(where=TOWN, hours_per_week=5000, first_hour=0, last_hour=24)
    both = lived(fined, patrol)
    assert crimes(both) < crimes(lived(patrol))
    guards = both.agenda.guards(both.conditions())
    p, efficacy = both.values, both.today.efficacy[both.town.area]
    assert (guards.guarded + p.alpha_G * efficacy >= np.log(p.commit_floor) - 1e-12).all()


def test_a_platform_brings_reports_from_those_who_use_it_and_they_are_not_everybody(lived, base):
    platform = ReportingPlatform(
        adoption=0.4, older_ratio=0.2, low_income_ratio=0.3, reporting=1.5, insecurity=10.0, ramp_days=0
    )
    used = lived(platform)
    assert recorded_share(used) > recorded_share(base)
    state = used.state
    residents = slice(0, state.residents)
    adopts = state.people.shift_reporting[residents] > 0
    assert adopts.mean() == pytest.approx(0.4, abs=0.06)
    old, poor = state.people.age[residents] >= 3, state.people.low_income[residents] == 1
    assert adopts[old].mean() < 0.5 * adopts[~old].mean()
    assert adopts[poor].mean() < 0.6 * adopts[~poor].mean()
    assert np.sum(state.known_weeks) > np.sum(base.state.known_weeks)
    assert used.conditions().delay == pytest.approx(0.5 * base.conditions().delay)


def test_students_are_reached_and_nobody_else(lived):
    people = lived(StudentCampaign(where=TOWN, reach=0.5, ramp_days=0), days=1).state.people
    assert set(people.age[people.carrying < 1.0]) == {0}


def test_a_victim_support_unit_takes_as_many_as_it_can_and_leaves_the_fear_of_the_town(lived, base):
    unit = VictimSupportUnit(social_workers=1, psychologists=0, lawyers=0, take_up=1.0, cases_per_month=2.0)
    helped = lived(unit, days=60)
    cases, away = total(helped, "support_cases"), total(helped, "support_turned_away")
    assert cases == 4.0, "two in each of two months"
    assert away > 0
    people = helped.state.people
    users = people.support == SUPPORTED
    assert 0 < users.sum() <= 4
    assert set(people.half_life[users]) == {0.95}
    assert set(people.carrying[users]) == {0.95}
    assert (people.half_life[~users] == 1.0).all()
    usual = lived(days=60)
    assert abs(helped.observations.unsafe_after_dark() - usual.observations.unsafe_after_dark()) < 0.003
    assert total(base, "support_cases") == total(base, "support_places") == 0.0


def test_a_larger_unit_turns_fewer_away_and_two_are_as_one(lived):
    small, large = (VictimSupportUnit(cases_per_month=c, take_up=1.0) for c in (0.5, 30.0))
    one, other = lived(small, days=60), lived(large, days=60)
    assert total(one, "support_turned_away") > total(other, "support_turned_away")
    halves = [replace(small, cases_per_month=0.25, name=name) for name in ("North", "South")]
    together = lived(*halves, days=60)
    assert total(together, "support_cases") == total(one, "support_cases") == 4.0
