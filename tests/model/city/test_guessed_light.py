"""Guessed light, drawn: only where it is guessed, with the probability it was guessed with."""

from dataclasses import replace

import numpy as np
import pytest

from nightwalk.model.city import grid_town
from nightwalk.model.city.assumptions import Assumptions
from nightwalk.model.city.columns import LightSource, Lit
from nightwalk.model.city.form import by_class
from nightwalk.model.city.light import share_lit, with_guesses_drawn


@pytest.fixture(scope="module")
def town():
    """A grid town in which the map is silent on every second street."""
    city = grid_town(12, 12)
    streets = city.streets
    silent = np.arange(city.segments) % 2 == 0
    lit = np.where(silent, Lit.UNKNOWN, np.where(np.arange(city.segments) % 3 == 0, Lit.NO, Lit.YES))
    source = np.where(silent, LightSource.IMPUTED, LightSource.TAG)
    return replace(
        city, streets=replace(streets, lit=lit.astype(np.int8), light_source=source.astype(np.int8))
    )


def test_known_light_stays_and_guessed_light_is_lit_or_not(town):
    drawn = with_guesses_drawn(town, 1)
    known = town.streets.light_source != LightSource.IMPUTED
    np.testing.assert_array_equal(drawn.streets.lux[known], town.streets.lux[known])
    assumed = Assumptions()
    either = np.stack([by_class(assumed, "lux", town.streets.cls), np.full(town.segments, assumed.lux_unlit)])
    assert (drawn.streets.lux == either)[:, ~known].any(axis=0).all()


def test_a_seed_gives_the_same_light_and_another_seed_another(town):
    one, again, other = (with_guesses_drawn(town, seed).streets.lux for seed in (1, 1, 2))
    np.testing.assert_array_equal(one, again)
    assert (one != other).any()


def test_the_expectation_is_the_guess(town):
    assumed, streets = Assumptions(), town.streets
    share = share_lit(town.midpoints, streets.cls, streets.lit, assumed)
    bright = by_class(assumed, "lux", streets.cls)
    guess = share * bright + (1 - share) * assumed.lux_unlit
    mean = np.mean([with_guesses_drawn(town, seed).streets.lux for seed in range(1, 400)], axis=0)
    guessed = streets.light_source == LightSource.IMPUTED
    assert np.abs(mean - guess)[guessed].max() < 5 * (bright.max() - assumed.lux_unlit) * 0.5 / 20


def test_a_town_whose_light_is_known_stays_as_it_is():
    city = grid_town()
    known = replace(
        city,
        streets=replace(city.streets, light_source=np.full_like(city.streets.light_source, LightSource.TAG)),
    )
    np.testing.assert_array_equal(with_guesses_drawn(known, 3).streets.lux, city.streets.lux)
