"""The list of facts: complete, with a role for each, and one measure for every number."""

from collections import Counter
from math import inf

import pytest

from nightwalk.model.parameters import Parameters
from nightwalk.validation.facts import ROLES, Quantity, facts, nulls
from nightwalk.validation.measures import MEASURES
from nightwalk.validation.worlds import TODAY, WORLDS

FACTS = facts()
OF_A_MEASURE = {"concern_shift"}  # inputs of an intervention, not of the model


def test_there_are_42_in_order():
    assert list(FACTS) == [f"SF{n:02d}" for n in range(1, 43)]


@pytest.mark.parametrize("fact", FACTS.values(), ids=FACTS)
def test_each_has_a_role_a_reason_a_source_and_numbers(fact):
    assert fact.role in ROLES
    assert fact.kind in {"hard", "sign", "local"}
    assert fact.flag in "VCMA"
    assert fact.why
    assert fact.source
    assert fact.quantities
    for one in fact.quantities:
        assert -inf <= one.low < one.high <= inf
        assert one.low > -inf or one.high < inf, "a range open at both ends says nothing"


def test_at_least_ten_hard_facts_are_predicted_and_name_no_fitted_parameter():
    hard = {one.id for one in FACTS.values() if (one.kind, one.role) == ("hard", "predicted")}
    assert len(hard) >= 10
    assert hard >= {"SF07", "SF16", "SF25", "SF28", "SF30", "SF34"}
    for one in FACTS.values():
        assert (one.role == "predicted") == (not one.parameters), one.id


def test_the_parameters_named_are_declared():
    named = {name for one in FACTS.values() for name in one.parameters}
    assert named - OF_A_MEASURE <= set(Parameters.declared())


def test_each_number_has_exactly_one_measure_in_worlds_there_are():
    wanted = [
        f"{one.id}: {number.name}"
        for one in (*FACTS.values(), *nulls().values())
        for number in one.quantities
    ]
    assert Counter(one.key for one in MEASURES) == Counter(wanted)
    assert [one.key for one in MEASURES] == wanted
    for one in MEASURES:
        assert set(one.worlds) <= set(WORLDS)
        assert one.worlds[0] == TODAY or len(one.worlds) == 1


def test_both_ends_of_a_range_are_accepted():
    one = Quantity("a number", "", low=-1.0, high=2.0)
    assert [one.holds(value) for value in (-1.1, -1.0, 2.0, 2.1, float("nan"))] == [
        False, True, True, False, False,
    ]  # fmt: skip
