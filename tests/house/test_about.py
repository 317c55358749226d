"""Every kind of intervention says what a planner asks first."""

from __future__ import annotations

import pytest

from nightwalk.model.conditions import AREA, GROUP, SEGMENT, TOWN
from nightwalk.scenarios import interventions
from nightwalk.scenarios.catalogue import MODULES, catalogue

KINDS = [getattr(interventions, name) for name in interventions.__all__]


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.kind)
def test_a_kind_says_what_it_is_what_it_acts_on_and_who_pays(kind):
    about = kind.about
    for said in ("title", "grade", "source", "note", "acts_on", "unit", "payer"):
        assert getattr(about, said), f"{kind.kind} does not say its {said}"
    assert about.module in MODULES
    assert set(about.acts_on) <= {*SEGMENT, *AREA, *GROUP, *TOWN}


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.kind)
def test_what_is_bought_has_a_life_and_what_is_not_has_none_or_a_reason(kind):
    (entry,) = catalogue(kind.kind)
    assert entry.capital.value == 0 or entry.life_years > 0, (
        f"{kind.kind} has a capital cost and no life_years"
    )


def test_every_condition_is_moved_by_some_kind_or_by_governance():
    moved = {column for kind in KINDS for column in kind.about.acts_on}
    assert {*SEGMENT, *AREA, *GROUP, *TOWN} - moved <= {"entrapment"}
