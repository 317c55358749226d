"""Which of the outings people want are made, and when."""

from collections import Counter
from itertools import pairwise

import numpy as np

from nightwalk.agents.outings import is_open
from tests.agents.planning import places_of


def test_nobody_is_on_two_outings_at_once(planned, willing):
    legs = planned(willing, scale=4.0)
    spans = {}
    for i, out, back in zip(legs.person[::2], legs.hour[::2], legs.hour[1::2], strict=True):
        spans.setdefault(int(i), []).append((int(out), int(back)))
    several = [sorted(s) for s in spans.values() if len(s) > 1]
    assert len(several) > 50
    assert all(a[1] < b[0] for days in several for a, b in pairwise(days))


def test_nobody_is_on_two_outings_at_once_even_when_one_is_shifted(but, planned, willing):
    shifted = but(willing, a_0=-1.0, a_D=4.0, share_forgo=0.0, share_shift=1.0)
    for midnight in range(5):
        legs = planned(shifted, scale=4.0, midnight=midnight)
        at_once = Counter(zip(legs.hour.tolist(), legs.person.tolist(), strict=True))
        assert max(at_once.values()) == 1


def test_shifted_outings_are_walked_in_daylight_to_open_places_and_last_as_long(
    but, planned, willing, town, opened
):
    people = town.state.people
    people.outings[:] = people.shifted_dark[:] = 0
    usual = planned(but(willing, share_disc=1.0), scale=1.0)
    one = people.outings == 1
    people.outings[:] = 0
    legs = planned(but(willing, a_0=60.0, share_forgo=0.0, share_shift=1.0, share_disc=1.0), scale=1.0)
    dark, hours = town.today.day.dark, opened(0)
    assert len(legs.hour) > 200
    assert people.shifted_dark.sum() > 50
    assert (dark[legs.hour] < 0.5).all()
    for i, out, way in zip(legs.person[::2], legs.hour[::2], legs.way[::2], strict=True):
        assert any(is_open(hours, people.dest[i, k], k, out) for k in places_of(people, i, way))
    once = set(np.flatnonzero(one & (people.outings == 1))) & set(legs.person.tolist())
    stay = [
        {i: b - a for i, a, b in zip(x.person[::2], x.hour[::2], x.hour[1::2], strict=True)}
        for x in (usual, legs)
    ]
    assert len(once) > 50
    assert all(stay[0][i] == stay[1][i] for i in once)


def test_what_cannot_be_shifted_is_forgone(but, planned, willing, town):
    people = town.state.people
    opens = np.full_like(town.town.places.opens, sum(1 << h for h in range(18, 24)))
    for counter in ("forgone_dark", "shifted_dark", "wanted_dark", "lost_visits"):
        getattr(people, counter)[:] = 0
    legs = planned(but(willing, a_0=60.0, share_forgo=0.0, share_shift=1.0, share_disc=1.0), opens=opens)
    assert len(legs.hour) == 0
    assert people.shifted_dark.sum() == 0
    assert people.forgone_dark.sum() == people.wanted_dark.sum() > 100
    assert 0 < people.lost_visits.sum() < people.forgone_dark.sum(), "a friend is no shop"
    assert (people.lost_visits <= people.forgone_dark).all()


def test_the_dark_is_accounted_for(but, planned, willing, town):
    """Of the discretionary outings wanted in the dark each is walked, forgone, shifted or ridden."""
    people = town.state.people
    for counter in ("forgone_dark", "shifted_dark", "rode_dark", "wanted_dark", "outings"):
        getattr(people, counter)[:] = 0
    planned(but(willing, a_0=60.0))
    assert (
        people.forgone_dark.sum() + people.shifted_dark.sum() + people.rode_dark.sum()
        == people.wanted_dark.sum()
    )
    assert 0 < people.wanted_dark.sum() < people.outings.sum()


def test_the_same_luck_gives_the_same_day_and_other_seeds_another(planned, willing):
    first, again, other = planned(willing), planned(willing), planned(willing, midnight=1)
    assert all(np.array_equal(a, b) for a, b in zip(first, again, strict=True))
    assert len(first.hour) != len(other.hour) or not np.array_equal(first.person, other.person)


def test_deciding_tells_which_legs_were_tried_on_the_same_way(but, planned, willing):
    """The legs of an outing that is walked as it was tried are those tried; a shifted one may go another way."""
    assert (planned(willing).tried >= 0).all()
    legs = planned(but(willing, a_0=60.0, share_forgo=0.0, share_shift=1.0, share_disc=1.0))
    assert (legs.tried >= 0).any()
    assert (legs.tried < 0).any()
