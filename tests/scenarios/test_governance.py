"""Governance sets what is delivered and how late, and nothing else."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nightwalk.base.errors import NightwalkError, QuantityError, ScenarioError
from nightwalk.scenarios.delivery import agreement, council_fidelity, delay_ratio, kept_at_election
from nightwalk.scenarios.governance import AS_PLANNED, Governance
from nightwalk.scenarios.interventions import LocalCouncil, MediaNarrative, StreetLighting
from nightwalk.scenarios.jobs import plan_of
from nightwalk.scenarios.scenario import Scenario
from nightwalk.scenarios.steps import FACTORS, STEPS
from nightwalk.scenarios.strength import worn
from nightwalk.scenarios.study import study_of
from nightwalk.scenarios.toml import read_scenario
from nightwalk.scenarios.where import streets

SHARE = st.floats(0.0, 1.0)
LAMPS = StreetLighting(where=streets("Main Street"), level=50.0)
COUNCIL = LocalCouncil(ramp_days=0.0)
HEAD = '[scenario]\nname = "Plan"\ncity = "grid-town"\nstart = 2026-11-02\ndays = 1000\n'


def test_the_formulas_by_hand():
    assert agreement(0.5, 1.0, 0.25) == pytest.approx(0.5)
    assert council_fidelity(0.6, 0.3, 0.5) == pytest.approx(0.66)
    assert delay_ratio(0.25) == 1.75
    assert kept_at_election(0.4, 0.5) == pytest.approx(0.7)


@given(SHARE, SHARE, SHARE, SHARE, SHARE)
def test_a_council_lies_between_the_usual_and_all(base, gain, commitment, capacity, diversity):
    with_council = council_fidelity(base, gain, agreement(commitment, capacity, diversity))
    assert base - 1e-12 <= with_council <= 1.0 + 1e-12


@given(SHARE, SHARE)
def test_more_capacity_never_delays_more(one, other):
    low, high = sorted((one, other))
    assert delay_ratio(high) <= delay_ratio(low)


@given(SHARE, st.integers(0, 2000), SHARE)
def test_with_full_memory_elections_change_nothing(loss, age, upkeep):
    kept = kept_at_election(1.0, loss)
    assert kept == 1.0
    assert worn(age, upkeep, 2.0, [(100, kept), (1500, kept)]) == pytest.approx(worn(age, upkeep, 2.0))


def test_upkeep_given_up_at_an_election_decays_from_then_on():
    year = 365.25
    lapse = [(int(year), 0.6)]
    assert worn(int(year) - 1, 1.0, 2.0, lapse) == 1.0
    assert worn(int(year), 1.0, 2.0, lapse) == 1.0
    later = worn(int(year) + 730, 1.0, 2.0, lapse)
    assert later == pytest.approx(0.6 + 0.4 * np.exp(-730 / (2 * year)))
    assert worn(3000, 1.0, 2.0, [(0, 0.6), (1000, 0.5)]) == pytest.approx(
        0.3 + 0.4 * np.exp(-3000 / 730.5) + 0.3 * np.exp(-2000 / 730.5)
    )


def delivered(scenario, now, day):
    """Fidelity, delay and the lux the lamps reach, in the fold of a day."""
    for measure in scenario.measures():
        now = measure.apply(now, measure.strength(day, 20, 0))
    return now


@pytest.fixture
def plan(today):
    return replace(today, name="Plan", days=1000, interventions=(LAMPS,))


def test_without_the_table_everything_is_delivered_as_planned(plan, now):
    late = replace(now, delay=7.0)
    assert (delivered(plan, late, 5).fidelity, delivered(plan, late, 5).delay) == (1.0, 7.0)
    councilled = replace(plan, interventions=(LAMPS, COUNCIL))
    assert delivered(councilled, late, 5).same_as(delivered(plan, late, 5))


def test_the_table_lowers_what_is_delivered_and_the_council_raises_it(plan, now):
    late = replace(now, delay=7.0)
    usual = Governance(base_fidelity=0.6, commitment=0.5, capacity=1.0, diversity=0.25)
    alone = delivered(replace(plan, governance=usual), late, 5)
    council = delivered(replace(plan, governance=usual, interventions=(LAMPS, COUNCIL)), late, 5)
    assert (alone.fidelity, alone.delay) == pytest.approx((0.6, 7.0))
    assert council.fidelity == pytest.approx(0.66)
    rows = LAMPS.placed(plan.city).selection.segments
    for after in (alone, council):
        gained = (after.lux - late.lux)[rows] / (50.0 - late.lux[rows])
        assert np.allclose(gained, after.fidelity)
    slow = replace(usual, capacity=0.25)
    assert delivered(replace(plan, governance=slow), late, 5).delay == pytest.approx(12.25)


def test_a_council_comes_before_the_others_wherever_it_stands(plan):
    both = replace(plan, interventions=(LAMPS, COUNCIL), governance=Governance())
    assert [one.kind for one in both.placed()] == ["local-council", "street-lighting"]


def test_an_election_takes_fidelity_at_once_and_upkeep_by_and_by(plan, now):
    table = Governance(base_fidelity=0.8, memory=0.5, elections=(date(2027, 1, 1), date(2028, 1, 1)))
    governed = replace(plan, governance=table)
    fidelity = [delivered(governed, now, day).fidelity for day in (59, 60, 424, 425)]
    assert fidelity == pytest.approx([0.8, 0.6, 0.6, 0.45])
    lamps = governed.placed()[0]
    assert lamps.wear(59) == lamps.wear(60) == 1.0
    assert lamps.wear(999) == pytest.approx(worn(999, 1.0, LAMPS.decay_years, [(60, 0.75), (425, 0.75)]))
    late = replace(LAMPS, from_day=100)
    assert replace(governed, interventions=(late,)).placed()[0].wear(10) == 1.0, (
        "not there at the first election"
    )


@pytest.mark.parametrize("name", FACTORS)
@pytest.mark.parametrize("word", STEPS)
def test_a_factor_is_a_number_or_a_word(name, word):
    assert getattr(Governance(**{name: word}), name) == STEPS[word]
    assert FACTORS[name][word]


def test_steps_rise():
    assert list(STEPS.values()) == sorted(STEPS.values())
    assert (STEPS["none"], STEPS["full"]) == (0.0, 1.0)


@pytest.fixture
def read(town):
    return lambda text: read_scenario(text, Path(), {"grid-town": town})


def test_a_table_is_read_and_written_back(read):
    text = (
        HEAD + '[governance]\ncommitment = "most"\ncapacity = 0.4\nmemory = "none"\nelections = 2027-05-23\n'
    )
    one = read(text)
    assert one.governance == Governance(
        commitment=0.75, capacity=0.4, memory=0.0, elections=(date(2027, 5, 23),)
    )
    assert read(one.to_toml()) == one
    assert read(HEAD + "[governance]\n").governance == Governance()
    assert read(read(HEAD + "[governance]\n").to_toml()).governance == Governance()
    assert read(HEAD).governance is None
    assert one != read(HEAD)


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        (
            'commitment = "lots"',
            "commitment in \\[governance\\] is 'lots'; it can be none, some, half, most, full",
        ),
        ("capacity = 2", "Governance.capacity is 2 share; expected 0 to 1 share"),
        ("capacity = true", "expected a number"),
        ("capasity = 1", "Unknown key 'capasity' in \\[governance\\]. Nearest: 'capacity'"),
        ('elections = "soon"', "holds 'soon'; write dates without quotes"),
        ("elections = [2026-05-01]", "on 2026-05-01, before the scenario starts on 2026-11-02"),
    ],
)
def test_what_is_wrong_is_said_in_one_sentence(read, line, sentence):
    with pytest.raises(NightwalkError, match=sentence) as refused:
        read(f"{HEAD}[governance]\n{line}\n")
    assert "\n" not in str(refused.value)


def test_a_table_that_is_none_is_refused(read):
    with pytest.raises(ScenarioError, match="must be a table"):
        read(HEAD.replace("[scenario]", "governance = 3\n[scenario]"))
    with pytest.raises(QuantityError, match=r"base_fidelity is 1\.5 share"):
        Governance(base_fidelity=1.5)


def test_run_json_holds_the_table_or_says_that_there_is_none(plan):
    governed = replace(
        plan, name="Governed", governance=Governance(capacity="some", elections=(date(2027, 5, 1),))
    )
    said = study_of([plan, governed], [1]).content
    without, with_table = (one["governance"] for one in said["scenarios"])
    assert with_table["kept_at_election"] == 1 - governed.governance.election_loss * (
        1 - governed.governance.memory
    )
    assert with_table["delay_ratio"] == 2 - governed.governance.capacity
    assert with_table["fidelity"] >= governed.governance.base_fidelity
    assert without == {"says": AS_PLANNED}
    assert with_table["capacity"] == {"value": 0.25, "step": "some", "means": FACTORS["capacity"]["some"]}
    assert with_table["elections"] == ["2027-05-01"]
    assert with_table["grade"] == "D"
    assert "[governance]" in said["scenarios"][1]["toml"]
    varied = {row["name"]: row["varied"] for row in said["parameters"]}
    assert varied["governance.base_fidelity"]
    assert not varied["governance.capacity"]


def test_the_base_fidelity_is_drawn_alike_in_every_scenario_unless_it_is_stated(plan):
    def stage(governance, seed, mode="prior", *measures):
        one = replace(plan, governance=governance, interventions=(LAMPS, *measures))
        return plan_of(one, one.placed()).stage(plan.city, seed, mode)

    first, other = stage(Governance(), 1), stage(Governance(), 2)
    again = stage(Governance(memory=1.0), 1, "prior", COUNCIL)
    assert first.governance.base_fidelity == again.governance.base_fidelity != other.governance.base_fidelity
    assert stage(Governance(base_fidelity=0.9), 1).governance.base_fidelity == 0.9
    assert stage(Governance(), 1, "default").governance.base_fidelity == 0.7
    assert len(first.measures()) == 2
    assert stage(None, 1).governance is None


def test_five_years_with_an_election_each_year_can_be_stated(town):
    elections = tuple(date(year, 5, 1) for year in range(2027, 2032))
    table, several = Governance(elections=elections), (LAMPS, COUNCIL, MediaNarrative())
    one = Scenario(town, "Long", days=1830, interventions=several, governance=table)
    strengths = [measure.strength(1829, 20, 0) for measure in one.measures()]
    assert len(strengths) == 1 + 1 + 5 + 2
    assert all(0.0 < strength <= 1.0 for strength in strengths)
