"""Episodes, victims, tellings, media and trust on people made by hand."""

from types import SimpleNamespace

import numpy as np
import pytest
from scipy.optimize import minimize

from nightwalk.agents.remember import severity
from nightwalk.model.parameters import Parameters
from nightwalk.validation.experience import (
    any_episode,
    drift,
    exposure_and_area,
    exposure_and_concern,
    fading,
    frequent_and_intense,
    half_life,
    intense,
    one_to_four,
    slopes,
    told_and_own,
    trust,
    victims_against_others,
)
from nightwalk.validation.measure import ratio
from nightwalk.validation.year import Crimes

P = Parameters().values()
NOW = 24 * 400


def lived(**people):
    return SimpleNamespace(residents=SimpleNamespace(**{k: np.array(v) for k, v in people.items()}), values=P)


def test_episodes_are_counted_once_each():
    year = lived(episodes=[0, 1, 4, 5, 9], intense=[0, 0, 1, 0, 2])
    assert any_episode(year) == 0.8
    assert one_to_four(year).tolist() == [2, 4]
    assert ratio(one_to_four(year)) == 0.5
    assert intense(year) == 0.4
    assert frequent_and_intense(year) == 0.2


def victims(days_since, memory, answer=None):
    """One person for each time since a robbery; -1 = never a victim."""
    days = np.array(days_since, dtype=float)
    never = days < 0
    year = lived(
        last_victim=np.where(never, -1, NOW - 24 * days), robbed=np.where(never, 0, 1),
        pickpocketed=0 * days, assaulted=0 * days, memory=memory,
    )  # fmt: skip
    year.sim = SimpleNamespace(clock=SimpleNamespace(hour=NOW))
    year.asked = {"after_dark": answer}
    return year


@pytest.mark.parametrize("months", [2.0, 5.0])
def test_the_half_life_of_memories_that_fade_alike_is_found(months):
    days = np.array([-1] * 5 + list(range(5, 200, 5)))
    usual = 0.3
    memory = usual + np.where(days < 0, 0.0, severity(0, P) * 1.2 * 0.5 ** (days / (months * 365.25 / 12)))
    found = fading(victims(days, memory))
    assert half_life(np.array([found])) == pytest.approx(months, rel=1e-6)


def test_what_does_not_fade_has_no_half_life_and_few_victims_say_nothing():
    assert half_life(np.array([-0.1])) == half_life(np.array([0.0])) == np.inf
    assert np.isnan(fading(victims([-1, 3, 4], [0.0, 1.0, 1.0])))


def test_cohens_d_counts_the_spread_of_answers_within_a_person():
    days = np.array([-1] * 20 + [10] * 20)
    answer = np.array([[0.5, 0.0, 0.5, 0.0]] * 20 + [[0.0, 0.5, 0.0, 0.5]] * 20)
    assert victims_against_others(victims(days, 0.0 * days, answer)) == pytest.approx(1.0)
    old = np.where(days < 0, days, 200)
    assert np.isnan(victims_against_others(victims(old, 0.0 * days, answer))), "six months have passed"


def test_tellings_weigh_trust_and_crimes_alike():
    """A robbery of a person with two ties, one of someone without any, and one of a visitor."""
    ties = SimpleNamespace(start=np.array([0, 2, 2]), trust=np.array([0.5, 1.0]))
    nothing = np.zeros(3, dtype=np.int32)
    crimes = Crimes(
        nothing, nothing, nothing, nothing, nothing, np.array([0, 1, 7]), nothing, nothing.astype(float)
    )
    year = SimpleNamespace(
        values=P, street_crimes=crimes, sim=SimpleNamespace(state=SimpleNamespace(ties=ties))
    )
    weight = severity(0, P)
    assert told_and_own(year).tolist() == pytest.approx([P.J_h * P.p_tell * 1.5 * weight, 2 * P.J_v * weight])


def test_noise_of_answers_lowers_a_correlation():
    rng = np.random.default_rng(1)
    exposure = rng.normal(size=4000)
    sure = np.zeros((4000, 4))
    sure[np.arange(4000), np.where(exposure > 0, 3, 0)] = 1.0
    year = lived(exposure=exposure, concern=exposure)
    year.asked = {"after_dark": sure}
    assert exposure_and_area(year) == pytest.approx(np.corrcoef(exposure, exposure > 0)[0, 1])
    year.asked = {"after_dark": 0.5 * sure + 0.5 * sure.mean(axis=0)}
    assert exposure_and_area(year) == pytest.approx(0.5 * np.corrcoef(exposure, exposure > 0)[0, 1], rel=0.01)
    noise = np.pi**2 / 3
    spread = exposure.var()
    assert exposure_and_concern(year) == pytest.approx(np.sqrt(spread / (spread + noise)))


def test_the_slopes_are_those_of_a_logistic_regression():
    rng = np.random.default_rng(2)
    columns = rng.normal(size=(500, 2))
    answer = (rng.random(500) < 1 / (1 + np.exp(1 - columns @ [0.8, -0.4]))).astype(float)
    x = np.column_stack([np.ones(500), columns])

    def misfit(b):
        return np.logaddexp(0.0, x @ b).sum() - answer @ (x @ b)

    best = minimize(misfit, np.zeros(3), method="BFGS", options={"gtol": 1e-6})
    assert slopes(answer, columns) == pytest.approx(best.x[1:], abs=1e-5)
    probability = 1 / (1 + np.exp(1 - columns @ [0.8, -0.4]))
    assert slopes(probability, columns) == pytest.approx([0.8, -0.4]), "probabilities give the truth"


def test_trust_is_measured_in_its_standard_deviations():
    rng = np.random.default_rng(3)
    level = rng.normal(5.0, 2.0, 3000)
    year = lived(trust=level)
    year.unsafe = lambda item: 1 / (1 + np.exp(0.2 * level)) if item == "after_dark" else None
    assert trust(year) == pytest.approx(-0.2 * level.std())


def test_the_drift_is_between_the_first_and_the_last_four_surveys():
    value = np.r_[0.2, 0.2, 0.2, 0.2, 0.9, 0.1, 0.2, 0.3, 0.3]
    year = SimpleNamespace(
        series=lambda name: (np.arange(len(value)), value) if name == "unsafe_after_dark" else 0
    )
    assert drift(year) == pytest.approx(100 * (0.225 - 0.2))
