"""Between areas, on people, streets and months made by hand."""

from types import SimpleNamespace

import numpy as np
import pytest

from nightwalk.validation.areas import NOISE, between_areas, cross_lags, fear_and_crime, partial_effects

AREAS, EACH = 20, 400


def town(eta, *, incivility=None, entrapment=None, crime=None, areas=AREAS):
    """So many residents in each area, and one street of 100 m there, the only one around their homes."""
    area = np.repeat(np.arange(areas), EACH)
    flat = np.zeros(areas)
    streets = SimpleNamespace(
        length=np.full(areas, 100.0), area=np.arange(areas),
        entrapment=flat if entrapment is None else entrapment,
    )  # fmt: skip
    rng = np.random.default_rng(8)
    people = SimpleNamespace(
        area=area, point=area, unsafe=eta, sex=rng.integers(0, 2, len(area)), age=rng.integers(0, 5, len(area)),
        disability=rng.integers(0, 2, len(area)), low_income=rng.integers(0, 2, len(area)),
    )  # fmt: skip
    around = SimpleNamespace(start=np.arange(areas + 1), segment=np.arange(areas))
    state = SimpleNamespace(
        efficacy=flat, incivility=flat if incivility is None else incivility, around=around, points=np.arange(areas),
    )  # fmt: skip
    segment = np.repeat(np.arange(areas), flat.astype(int) if crime is None else crime)
    return SimpleNamespace(
        residents=people, unsafe=lambda item: 1 / (1 + np.exp(-eta)),
        street_crimes=SimpleNamespace(segment=segment),
        sim=SimpleNamespace(state=state, town=SimpleNamespace(city=SimpleNamespace(streets=streets))),
    )  # fmt: skip


def test_the_share_between_areas_is_that_planted():
    rng = np.random.default_rng(6)
    effect = rng.normal(size=200)
    effect = 0.5 * (effect - effect.mean()) / effect.std()
    eta = np.repeat(effect, EACH) + rng.normal(0.0, 1.0, 200 * EACH)
    assert between_areas(town(eta, areas=200)) == pytest.approx(0.25 / (0.25 + 1.0 + NOISE), rel=0.03)
    assert between_areas(town(rng.normal(size=200 * EACH), areas=200)) < 0.001
    assert np.isnan(between_areas(town(eta[: 5 * EACH], areas=5)))


def test_fear_that_follows_crime_is_seen_over_areas():
    crime = np.arange(AREAS)
    follows = np.repeat(-2 + 0.01 * crime, EACH)
    assert fear_and_crime(town(follows, crime=crime)) > 0.999
    assert fear_and_crime(town(-follows, crime=crime)) < -0.999
    assert np.isnan(fear_and_crime(town(follows[: 5 * EACH], crime=crime[:5], areas=5)))


def test_partial_effects_tell_causes_apart():
    rng = np.random.default_rng(7)
    disorder, structure, crime = rng.random(AREAS), rng.random(AREAS), rng.integers(1, 20, AREAS)
    z = [(x - x.mean()) / x.std() for x in (disorder, crime, structure)]
    eta = np.repeat(-1.0 + 0.3 * z[0] + 0.0 * z[1] + 0.1 * z[2], EACH)
    year = town(eta, incivility=disorder, entrapment=structure, crime=crime)
    assert partial_effects(year) == pytest.approx([0.3, 0.0, 0.1], abs=1e-6)
    same = town(eta, incivility=np.full(AREAS, 0.4), entrapment=structure, crime=crime)
    assert np.isnan(partial_effects(same)[0]), "of what is the same everywhere no effect can be told"
    assert partial_effects(same)[2] == pytest.approx(0.1, abs=0.1)


def panel(disorder_to_control, control_to_disorder, months=400, areas=12):
    rng = np.random.default_rng(9)
    state, rows = rng.normal(size=(2, areas)), []
    for _ in range(months):
        rows.append(state)
        disorder, control = state
        state = np.stack([
            0.4 * disorder + control_to_disorder * control, 0.4 * control + disorder_to_control * disorder,
        ]) + rng.normal(size=(2, areas))  # fmt: skip
    return SimpleNamespace(sim=SimpleNamespace(panel=rows))


def test_cross_lags_find_who_leads():
    first, second = cross_lags(panel(-0.3, 0.0))
    assert first == pytest.approx(0.3, abs=0.06)
    assert second < 0.05
    first, second = cross_lags(panel(0.0, -0.3))
    assert second == pytest.approx(0.3, abs=0.06)
    assert first < 0.05


def test_a_short_panel_says_nothing():
    assert np.isnan(cross_lags(panel(0.1, 0.1, months=2))).all()
    assert np.isnan(cross_lags(panel(0.1, 0.1, areas=5))).all()
