"""Measures on the same streets: in full, their order does not count; and none undoes another."""

from __future__ import annotations

from dataclasses import fields

import numpy as np
import pytest
from hypothesis import example, given, settings
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


def values(now):
    """Every value of the conditions, one after the other."""
    return np.concatenate([np.atleast_1d(getattr(now, f.name)) for f in fields(now)])


def moved(before, after):
    """The direction in which each value moved, -1, 0 or 1."""
    return np.where(np.isclose(before, after, ROUNDING, ROUNDING), 0.0, np.sign(after - before))


@pytest.mark.parametrize("one", MEASURES, ids=lambda one: one.kind)
def test_in_full_the_order_does_not_count(one):
    """The fold goes by first day, then by the order of the file (rule 2): here all begin on one day."""
    for other in MEASURES:
        first, second = folded((one, 1.0), (other, 1.0)), folded((other, 1.0), (one, 1.0))
        np.testing.assert_allclose(values(first), values(second), ROUNDING, ROUNDING, err_msg=other.kind)


@pytest.mark.parametrize("one", MEASURES, ids=lambda one: one.kind)
@settings(max_examples=5)
@example(1.0, 1.0)
@given(st.floats(0, 1), st.floats(0, 1))
def test_what_is_added_moves_things_its_own_way_or_not_at_all(one, share, other_share):
    alone = moved(values(BEFORE), values(folded((one, share))))
    for other in MEASURES:
        before = values(folded((other, other_share)))
        for order in (((one, share), (other, other_share)), ((other, other_share), (one, share))):
            moves = moved(before, values(folded(*order)))
            assert ((moves == 0) | (moves == alone)).all(), other.kind
