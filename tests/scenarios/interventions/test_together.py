"""Measures on the same streets: in full, their order does not count; and none undoes another."""

from __future__ import annotations

from dataclasses import fields
from itertools import permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nightwalk.model.city import grid_town
from nightwalk.model.conditions import base_conditions
from nightwalk.scenarios.interventions import SmartLighting
from tests.scenarios.kinds import ACTING, MAIN, PATH

# Lamps that are out take light from whatever lamps there are, so that their place in the order counts.
WHOLE = SmartLighting(where=MAIN, level=20.0, outages=0.0)
DOSES = tuple(WHOLE if one.kind == WHOLE.kind else one for one in ACTING)
PLACE = grid_town(residents=200).with_paths(PATH.paths())
BEFORE = base_conditions(PLACE, groups=len(DOSES), delay=7.0)
AREAS = len(PLACE.areas.name)
MEASURES = tuple(one.placed(PLACE, AREAS + k if one.reach is not None else -1) for k, one in enumerate(DOSES))
"""Each in the place it is given, and with the people it reaches in a group of their own."""

ROUNDING = 1e-9


def folded(*measures):
    """The conditions under (measure, strength) in this order."""
    now = BEFORE
    for one, strength in measures:
        for part in one.parts():
            now = part.apply(now, strength)
    return now


def moved(before, after):
    """The direction in which each value moved, -1, 0 or 1, by the name of its column."""
    pairs = {f.name: (getattr(before, f.name), getattr(after, f.name)) for f in fields(before)}
    return {
        name: np.where(np.isclose(old, new, ROUNDING, ROUNDING), 0.0, np.sign(np.subtract(new, old)))
        for name, (old, new) in pairs.items()
    }


@pytest.mark.parametrize("one", MEASURES, ids=lambda one: one.kind)
def test_in_full_the_order_does_not_count(one):
    """The fold goes by first day, then by the order of the file (rule 2): here all begin on one day."""
    for other in MEASURES:
        first, second = folded((one, 1.0), (other, 1.0)), folded((other, 1.0), (one, 1.0))
        assert not [name for name, moves in moved(first, second).items() if moves.any()], other.kind


@settings(max_examples=300)
@given(st.sampled_from(tuple(permutations(MEASURES, 2))), st.floats(0, 1), st.floats(0, 1))
def test_what_is_added_moves_things_its_own_way_or_not_at_all(pair, share, other_share):
    (one, other), before = pair, folded((pair[1], other_share))
    alone = moved(BEFORE, folded((one, share)))
    for together in (
        folded((one, share), (other, other_share)),
        folded((other, other_share), (one, share)),
    ):
        for name, moves in moved(before, together).items():
            assert (moves * alone[name] >= 0).all(), name
            assert not moves[alone[name] == 0].any(), name
