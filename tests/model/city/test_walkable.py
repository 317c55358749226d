from __future__ import annotations

import pytest

from nightwalk.model.city import Lit
from nightwalk.model.city.walkable import Enclosed, is_walkable, lit_of, way_facts


@pytest.mark.parametrize(
    "tags",
    [
        {"highway": "residential"},
        {"highway": "steps"},
        {"highway": "motorway", "foot": "yes"} | {"highway": "primary"},
        {"highway": "trunk", "sidewalk": "both"},
        {"highway": "trunk", "foot": "yes"},
        {"highway": "service", "access": "private", "foot": "designated"},
        {"highway": "footway", "tunnel": "yes"},
        {"highway": "residential", "tunnel": "yes"},
    ],
)
def test_people_may_walk_here(tags):
    assert is_walkable(tags)


@pytest.mark.parametrize(
    "tags",
    [
        {"highway": "motorway"},
        {"highway": "motorway", "foot": "yes"},
        {"highway": "trunk"},
        {"highway": "primary", "motorroad": "yes"},
        {"highway": "proposed"},
        {"highway": "abandoned"},
        {"highway": "footway", "foot": "no"},
        {"highway": "cycleway", "foot": "use_sidepath"},
        {"highway": "service", "access": "no"},
        {"highway": "service", "tunnel": "yes"},
    ],
)
def test_people_may_not_walk_here(tags):
    assert not is_walkable(tags)


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        (None, Lit.UNKNOWN),
        ("yes", Lit.YES),
        ("24/7", Lit.YES),
        ("Mo-Su 18:00-23:00", Lit.YES),
        ("no", Lit.NO),
        ("disused", Lit.NO),
        ("yes;no", Lit.UNKNOWN),
        ("perhaps", Lit.UNKNOWN),
        ("yes; yes", Lit.YES),
    ],
)
def test_lit_has_three_values_and_never_guesses(said, meant):
    assert lit_of({} if said is None else {"lit": said}) is meant


def test_facts_are_shared_by_equal_ways():
    tags = [
        {"highway": "footway", "tunnel": "yes", "name": "A"},
        {"highway": "motorway"},
        {"highway": "footway", "tunnel": "yes", "name": "A"},
        {"highway": "service", "service": "alley", "covered": "yes"},
        {"highway": "footway", "footway": "sidewalk", "width": "1,5 m"},
    ]
    facts = way_facts(tags, narrow_width=2.5)
    assert facts.way.tolist() == [0, 2, 3, 4]
    assert facts.group.tolist() == [0, 0, 1, 2]
    assert facts.enclosed.tolist() == [Enclosed.TUNNEL, Enclosed.PASSAGE, Enclosed.OPEN]
    assert facts.narrow.tolist() == [False, True, True]
    assert facts.beside.tolist() == [False, False, True]
