"""The measurement layer asks with the equation the simulation lives by."""

from __future__ import annotations

import numpy as np
import pytest

from nightwalk.agents.perceive import calm_of, company_effect, street_cues, theta
from nightwalk.agents.population import Population
from nightwalk.agents.residents import blank_people, traits
from nightwalk.calibration.items import ITEMS
from nightwalk.calibration.measurement.ground import Ground
from nightwalk.calibration.measurement.predictors import predictors
from nightwalk.calibration.measurement.rows import blank_rows
from nightwalk.model.parameters import Parameters

P = Parameters().values()
GROUND = Ground()


def known(count=6, items=1, **given):
    """Residents of whom everything is known; what is not given is 0 or mean."""
    zeros = {
        name: np.zeros(count) for name in blank_rows(1, 1)._fields if name not in ("answer", "lux", "concern")
    }
    lux = {"lux": np.full(count, 6.0)}
    return blank_rows(count, items)._replace(**{**zeros, **lux, "age": np.ones(count), **given})


def test_the_persons_level_is_that_of_the_simulation():
    luck = np.random.default_rng(1)
    people = blank_people(6)
    people.sex[:], people.age[:] = [0, 1, 0, 1, 1, 0], [0, 0, 1, 2, 3, 4]
    people.disability[:], people.low_income[:] = [0, 1, 1, 0, 0, 1], [1, 0, 0, 1, 0, 0]
    people.trust[:], people.authority[:] = luck.normal(size=6), luck.normal(size=6)
    people.memory[:] = P.J_v * np.array([0, 1, 0, 0, 1, 0])
    people.base[:] = traits(people, P)
    concern = luck.normal(size=6)
    held = 1.0 - P.susceptibility
    people.concern[:] = held * np.hypot(P.phi_x, P.sigma_anchor) * concern
    mine = [theta.py_func(people, i, 0.0, P) for i in range(6)]
    rows = known(
        sex=people.sex.astype(float), age=people.age.astype(float), disability=people.disability.astype(float),
        low_income=people.low_income.astype(float), trust=people.trust, authority=people.authority, concern=concern,
        victim=np.array([0.0, 1, 0, 0, 1, 0]),
    )  # fmt: skip
    found = predictors(rows, ("park",), GROUND, P)
    np.testing.assert_allclose(found.level[:, 0], mine)


@pytest.mark.parametrize("item", list(ITEMS))
def test_the_cue_of_a_place_is_that_of_the_simulation(item):
    asked, sex = ITEMS[item], np.array([0.0, 1.0])
    rows = known(
        2,
        sex=sex,
        lux=np.array([1.0, 20.0]),
        incivility=np.array([-1.0, 2.0]),
        entrapment=np.array([0.5, 0.0]),
    )
    zero = np.zeros(2)
    cues = street_cues(
        lux=rows.lux, uniformity=zero, social=zero, guardian=zero, cameras=zero, manager=zero,
        dimmed=zero + 1.0, room=zero + 1.0,
        incivility=P.incivility_ref + P.incivility_sd * rows.incivility, park=np.full(2, float(asked.park)),
        entrapment=P.entrapment_ref + P.entrapment_sd * rows.entrapment, p=P,
    )  # fmt: skip
    calm = calm_of(getattr(GROUND.streets, asked.people), 1.0, P)
    company = [company_effect.py_func(calm, 0.0, bool(woman), P) for woman in sex]
    found = predictors(rows, (item,), GROUND, P)
    np.testing.assert_allclose(found.cue[:, 0, 0], cues.always[0] + asked.dark * cues.dark[0] + company)


def test_home_reassures_residents_in_their_own_area_only():
    rows = known(3, 2, respondent=np.array([0.0, 1.0, 2.0]))
    found = predictors(rows, ("after_dark", "park"), GROUND, P)
    np.testing.assert_allclose(found.level[:, 1] - found.level[:, 0], [P.beta_F, 0, 0])
    assert found.level[1, 1] - found.level[2, 1] == pytest.approx(P.visitor_offset)


def test_what_is_not_known_enters_by_mean_and_variance():
    population = Population(disability=0.3)
    rows = known(1)._replace(disability=np.array([np.nan]))
    given = Ground(population=population)
    found, none = predictors(rows, ("park",), given, P), predictors(known(1), ("park",), given, P)
    assert found.level[0, 0] - none.level[0, 0] == pytest.approx(0.3 * P.gamma_disability)
    assert found.spread[0] ** 2 - none.spread[0] ** 2 == pytest.approx(0.21 * P.gamma_disability**2)


def test_trust_that_was_not_asked_widens_and_moves_nothing():
    rows = known(1)._replace(trust=np.array([np.nan]))
    found, none = predictors(rows, ("park",), GROUND, P), predictors(known(1), ("park",), GROUND, P)
    assert found.level[0, 0] == pytest.approx(none.level[0, 0])
    assert found.spread[0] ** 2 - none.spread[0] ** 2 == pytest.approx(P.omega_T**2)


def test_an_older_victimisation_has_left_less():
    rows = known(3, victim=np.array([1.0, 1.0, 1.0]), months=np.array([0.0, P.H_M / (365 / 12), np.nan]))
    level = (
        predictors(rows, ("park",), GROUND, P).level[:, 0]
        - predictors(known(1), ("park",), GROUND, P).level[0, 0]
    )
    assert level[0] == pytest.approx(P.J_v)
    assert level[1] == pytest.approx(P.J_v / 2)
    days = np.linspace(0, 365, 100_001)
    assert level[2] == pytest.approx(P.J_v * np.mean(2.0 ** (-days / P.H_M)), rel=1e-3)


def test_light_that_is_not_known_is_spread_over_the_declared_streets():
    rows = known(2)._replace(lux=np.array([6.0, np.nan]))
    cue = predictors(rows, ("after_dark",), GROUND, P).cue[:, 0]
    assert np.ptp(cue[0]) == 0.0
    assert np.ptp(cue[1]) > 0.1


def test_more_light_never_raises_a_cue():
    rows = known(20, lux=np.linspace(0.1, 50, 20))
    cue = predictors(rows, ("after_dark",), GROUND, P).cue[:, 0, 0]
    assert (np.diff(cue) < 0).all()
