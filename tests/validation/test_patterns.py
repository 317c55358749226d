"""Patterns of crime on crimes made by hand."""

from types import SimpleNamespace

import numpy as np
import pytest

from nightwalk.validation.patterns import (
    against_poisson,
    dark_and_light,
    evening,
    journey,
    of_prevalences,
    quiet_morning,
    ratio,
    recorded,
    repeat_victims,
    victims_by_sex,
)
from nightwalk.validation.year import Crimes


def crimes(**columns):
    count = len(next(iter(columns.values())))
    made = {name: np.array(columns.get(name, np.zeros(count)), dtype=int) for name in Crimes._fields}
    return Crimes(**made)


def test_darkness_is_held_against_light_at_the_same_hour():
    """At 17 h twice as much in the dark, at 7 h three times; a dark hour with no light days does not count."""
    dark = np.ones((60, 24))
    dark[:30, 17] = dark[:45, 7] = 0.0
    slot = [17] * 90 + [7] * 90 + [2] * 50
    day = [*range(30), *np.repeat(np.arange(30, 60), 2)]
    day += [*range(45), *np.repeat(np.arange(45, 60), 3)] + [3] * 50
    year = SimpleNamespace(street_crimes=crimes(day=day, slot=slot), sim=SimpleNamespace(dark=dark))
    sums = dark_and_light(year)
    assert sums == pytest.approx([60 * 0.5 + 45 * 0.75, 30 * 0.5 + 45 * 0.25])
    assert 2.0 < ratio(sums) < 3.0
    year.sim.dark = np.ones((60, 24))
    assert np.isnan(dark_and_light(year)).all()


def test_the_evening_runs_from_18_to_2():
    year = SimpleNamespace(street_crimes=crimes(slot=[17, 18, 23, 0, 1, 2]))
    assert evening(year).tolist() == [4, 6]


@pytest.mark.parametrize(("quiet", "found"), [(3, 1.0), (8, 1.0), (2, 0.0), (22, 0.0)])
def test_the_quiet_morning_is_where_four_hours_in_a_row_have_fewest(quiet, found):
    slot = [hour for hour in range(24) for _ in range(1 if (hour - quiet) % 24 < 4 else 5)]
    assert quiet_morning(SimpleNamespace(street_crimes=crimes(slot=slot))) == found


def test_victims_are_people_not_incidents():
    people = SimpleNamespace(
        robbed=np.array([2, 0, 0, 0]), pickpocketed=np.array([0, 0, 1, 0]), assaulted=np.array([0, 3, 0, 0]),
        sex=np.array([1, 1, 0, 0]), kind=np.zeros(4),
    )  # fmt: skip
    year = SimpleNamespace(residents=people, sim=SimpleNamespace(state=SimpleNamespace(people=people)))
    assert victims_by_sex(year).tolist() == [1, 2, 1, 2], "harassment apart"
    assert of_prevalences(np.array([2, 4, 1, 4])) == 2.0
    assert repeat_victims(year).tolist() == [5, 6]


def test_recorded_crimes_of_a_family():
    year = SimpleNamespace(crimes=crimes(family=[0, 0, 0, 2], recorded=[1, 0, 0, 1]))
    assert recorded(0, year).tolist() == [1, 3]
    assert recorded(2, year).tolist() == [1, 1]


def test_crime_anywhere_with_equal_chance_is_as_concentrated_as_a_poisson_world():
    segment = np.random.default_rng(5).integers(0, 3000, 1500)
    town = SimpleNamespace(city=SimpleNamespace(segments=3000))
    year = SimpleNamespace(crimes=crimes(segment=segment), sim=SimpleNamespace(town=town))
    assert against_poisson(year) == pytest.approx(1.0, abs=0.05)
    year.crimes = crimes(segment=np.where(np.arange(1500) < 1000, 1, segment))
    assert against_poisson(year) < 0.1


def chain(metres):
    """Junctions 0-1-2 in a row, each pair joined by a direct street and, drawn the other way round too, a detour."""
    streets = SimpleNamespace(
        edge=np.array([0, 1, 2, 3, 4]), length=np.array([metres, 9 * metres, 5 * metres, metres, 7 * metres]),
        edge_u=np.array([0, 0, 1, 1, 2]), edge_v=np.array([1, 1, 0, 2, 1]),
    )  # fmt: skip
    city = SimpleNamespace(
        streets=streets,
        nodes=SimpleNamespace(x=np.zeros(3)),
        midpoints=np.array([[0.0, 0.0], [metres, 0.0]] * 3),
    )
    offenders = SimpleNamespace(anchor=np.array([0, 2]))
    sim = SimpleNamespace(town=SimpleNamespace(city=city), state=SimpleNamespace(offenders=offenders))
    return SimpleNamespace(sim=sim, street_crimes=crimes(offender=[0, 0, 1], segment=[3, 4, 0]))


def test_journeys_take_the_shortest_of_streets_between_the_same_junctions():
    """From 0 to 1: one street; from 0 to 2: two; from 2 to 0: two."""
    assert journey(chain(5000.0)).tolist() == [25.0, 3.0]


def test_small_towns_cut_journeys_short():
    assert np.isnan(journey(chain(1000.0))).all()
