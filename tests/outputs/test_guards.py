"""Guard-rails: tiers, crime never without recorded crime, grade D."""

from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from nightwalk.base.errors import RunError
from nightwalk.outputs.decision_words import grade_line, tier_line
from nightwalk.outputs.guards import shown_with, tiers, weakest_grade

INDEX = pd.MultiIndex.from_tuples([("all", "everyone")], names=["split", "group"])


def study(levels, noise=0.001):
    """Scenarios at these levels, each with luck of its own."""
    rng = np.random.default_rng(5)
    worlds = {
        name: pd.DataFrame(level + noise * rng.normal(size=(1, 8)), index=INDEX, columns=range(1, 9))
        for name, level in levels.items()
    }
    return SimpleNamespace(scenarios=tuple(levels), by_seed=lambda of, scenario: worlds[scenario])


def test_scenarios_that_can_be_told_apart_are_in_order():
    assert tiers(study({"Today": 0.3, "A": 0.25, "B": 0.2})) == [("B",), ("A",), ("Today",)]


def test_those_that_cannot_be_told_apart_share_a_tier():
    found = tiers(study({"Today": 0.3, "A": 0.2, "B": 0.2}))
    assert [set(tier) for tier in found] == [{"A", "B"}, {"Today"}]


def test_a_chain_of_scenarios_that_touch_is_one_tier():
    found = tiers(study({"A": 0.2, "B": 0.2015, "C": 0.203}, noise=0.0012))
    assert found == [("A", "B", "C")]


def test_higher_is_better_turns_the_order():
    assert tiers(study({"Today": 0.2, "A": 0.3}), of="trust") == [("A",), ("Today",)]
    assert tiers(study({"Today": 0.2, "A": 0.3}), of="walks_per_day") == [("Today", "A")], (
        "no wanted direction"
    )


def test_scenarios_of_a_study_are_in_tiers(ensemble, single):
    found = tiers(ensemble)
    assert sorted(name for tier in found for name in tier) == sorted(ensemble.scenarios)
    assert found[-1] == ("Today",)
    assert tiers(single) == [("Today",)]
    with pytest.raises(RunError, match="no indicator"):
        tiers(ensemble, of="nothing")


def test_the_line_names_no_order_among_equals():
    assert tier_line([("Today",), ("A",)]) == ""
    assert "not distinguishable: A, B, C." in tier_line([("A", "B", "C")])
    assert "best first: 1. A, B; 2. C. Those named together" in tier_line([("A", "B"), ("C",)])


def test_recorded_crime_is_never_shown_alone():
    both = ("street_crimes_per_1000_year", "recorded_crimes_per_1000_year")
    assert shown_with(both[0]) == shown_with(both[1]) == both
    assert shown_with("unsafe_after_dark") == ("unsafe_after_dark",)


def test_the_weakest_grade_counts():
    assert weakest_grade({"interventions": [{"grade": "A"}, {"grade": "D"}]}) == "D"
    assert weakest_grade({"interventions": [{"grade": "A"}, {"grade": "C"}]}) == "C"
    assert weakest_grade({"interventions": [{}]}) == "D"
    assert weakest_grade({"interventions": []}) == ""


def test_grade_d_is_said(ensemble):
    assert grade_line(ensemble.scenario("Lamps on the harbour")) == ""
    assert "expert judgement" in grade_line(ensemble.scenario("Lamps and a programme"))
