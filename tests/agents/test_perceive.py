"""Place cues, perceived unsafety and survey answers."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nightwalk.agents.columns import GUEST
from nightwalk.agents.perceive import (
    answer_shares,
    calm_of,
    company_effect,
    company_effects,
    crush_of,
    levels,
    logistic,
    refresh_unsafe,
    removable_penalty,
    street_cue,
    street_cues,
)
from nightwalk.agents.residents import dispositions
from nightwalk.model.parameters import Parameters

P = Parameters().values()
SHARE = st.floats(0.0, 1.0)
LUX = st.floats(0.0, 50.0)
HOUR = st.tuples(SHARE, SHARE, st.floats(0.0, 2000.0))  # darkness, night life, people per hour


def cue(hour=(1.0, 1.0, 0.0), *, woman=False, p=P, **street):
    """Z of one street in one hour; what is not given is 0."""
    columns = {
        "lux": 5.0, "uniformity": 0.0, "incivility": 0.0, "social": 0.0, "entrapment": 0.0, "guardian": 0.0,
        "cameras": 0.0, "manager": 0.0, "dimmed": 1.0, "room": 1.0, "park": 0.0, **street,
    }  # fmt: skip
    cues = street_cues(**{name: np.array([value]) for name, value in columns.items()}, p=p)
    dark, night, n = hour
    room = cues.room[0, 0]
    return street_cue(cues, 0, 0, dark, night) + company_effect(
        calm_of(n, room, p), crush_of(n, room, p), woman, p
    )


@pytest.mark.parametrize(
    ("lux", "left"), [(0, 1.0), (1, 0.75), (3, 0.5), (10, 3 / 13), (30, 3 / 33), (50, 3 / 53)]
)
def test_the_removable_penalty_is_halved_at_e_half(lux, left):
    assert removable_penalty(lux, 0.0, 3.0) == pytest.approx(left)
    assert removable_penalty(2 * lux, 1.0, 3.0) == pytest.approx(left), (
        "the worst uniformity halves the light"
    )


def test_light_has_diminishing_returns_sf26():
    """SF26 (Fotios 2018, Boyce): 0.1-0.45 of the penalty left at 10 lx, at most 0.2 at 30 lx."""
    assert 0.1 <= removable_penalty(10.0, 0.0, P.E_half) <= 0.45
    assert removable_penalty(30.0, 0.0, P.E_half) <= 0.2


@given(dim=LUX, more=LUX, uniformity=SHARE, hour=HOUR, park=st.sampled_from([0.0, 1.0]), woman=st.booleans())
def test_more_light_never_raises_z(dim, more, uniformity, hour, park, woman):
    street = {"uniformity": uniformity, "park": park, "woman": woman}
    assert cue(hour, lux=dim + more, **street) <= cue(hour, lux=dim, **street)


@given(u=SHARE, lux=LUX, hour=HOUR)
def test_unevenness_never_lowers_z(u, lux, hour):
    assert cue(hour, lux=lux, uniformity=u) >= cue(hour, lux=lux, uniformity=0.0) - 1e-12


@pytest.mark.parametrize(
    ("column", "sign"), [("incivility", 1), ("entrapment", 1), ("social", 1), ("park", 1), ("guardian", -1)]
)
@given(a=SHARE, b=SHARE, hour=HOUR)
def test_with_the_default_signs_a_worse_street_never_feels_safer(column, sign, a, b, hour):
    low, high = sorted((a, b))
    assert sign * (cue(hour, **{column: high}) - cue(hour, **{column: low})) >= -1e-12


@given(manager=SHARE, guardian=SHARE, social=SHARE)
def test_managers_and_guardians_take_part_of_the_night_life_off(manager, guardian, social):
    loud = cue(social=social) - cue(social=0.0)
    calm = cue(social=social, manager=manager, guardian=guardian) - cue(manager=manager, guardian=guardian)
    expected = (1 - P.manager_calm * manager) * (1 - P.guardian_calm * guardian) * P.beta_K * social
    assert loud == pytest.approx(P.beta_K * social)
    assert calm == pytest.approx(expected, abs=1e-12)


@given(lux=LUX, park=st.sampled_from([0.0, 1.0]), people=st.floats(0.0, 500.0), night=SHARE)
def test_dark_never_feels_safer_than_day(lux, park, people, night):
    street = {"lux": lux, "park": park}
    by_day = cue((0.0, night, people), **street)
    twilight, dark = (cue((share, night, people), **street) for share in (0.5, 1.0))
    assert by_day <= twilight <= dark
    assert twilight == pytest.approx((by_day + dark) / 2)


def test_cues_are_on_declared_scales():
    at_rest = (0.0, 0.0, P.N_ref)
    reference = {"incivility": P.incivility_ref, "entrapment": P.entrapment_ref}
    assert cue(at_rest, **reference) == pytest.approx(0.0), "Z = 0 is a daytime residential street"
    worse = cue(at_rest, **{**reference, "incivility": P.incivility_ref + P.incivility_sd})
    assert worse == pytest.approx(P.beta_I)
    closed = cue(at_rest, **{**reference, "entrapment": P.entrapment_ref + P.entrapment_sd})
    assert closed == pytest.approx(P.beta_X)
    assert cue((1.0, 0.0, P.N_ref), **reference, park=1.0, lux=1e12) == pytest.approx(
        P.beta_D0 + P.beta_park_dark
    )
    assert cue(at_rest, **reference, park=1.0) == pytest.approx(P.beta_park_day)


def presence(n, *, woman=True, p=P):
    """What n people per hour add to Z."""
    return cue((0.0, 0.0, n), woman=woman, p=p) - cue((0.0, 0.0, p.N_ref), woman=woman, p=p)


def test_presence_calms_up_to_the_crowd_and_then_frightens():
    n = np.array([0.0, P.N_ref, 50.0, P.N_crowd])
    values = [presence(x) for x in n]
    assert values[1] == pytest.approx(0.0)
    assert (np.diff(values) < 0).all()
    assert presence(P.N_crowd * 1.001) == pytest.approx(values[-1], abs=1e-3), "no jump"
    assert presence(2 * P.N_crowd) > values[-1]
    assert presence(6 * P.N_crowd) > 0.0, "a full event can feel worse than an ordinary street"


def test_presence_may_reassure_one_sex_and_frighten_the_other(but):
    p = but(P, beta_N_women=-0.2, beta_N_men=0.2)
    assert presence(40.0, woman=True, p=p) > 0.0 > presence(40.0, woman=False, p=p)


@given(n=st.lists(st.floats(0.0, 2000.0), max_size=9))
def test_the_company_of_many_streets_is_that_of_each(n):
    effects = company_effects(np.array(n, dtype=float), np.ones(len(n)), P)
    expected = [
        [company_effect(calm_of(x, 1.0, P), crush_of(x, 1.0, P), woman, P) for x in n]
        for woman in (False, True)
    ]
    np.testing.assert_array_equal(effects, np.array(expected).reshape(2, len(n)))


@given(eta=st.floats(-8.0, 8.0))
def test_answers_add_up_and_unsafe_is_the_logistic_of_eta(eta):
    shares = answer_shares(np.array([eta]), P)[0]
    assert shares.sum() == pytest.approx(1.0)
    assert (shares >= 0.0).all()
    assert shares[2] + shares[3] == pytest.approx(logistic(eta))
    assert shares[0] == pytest.approx(logistic(-P.d1 - eta))
    assert shares[3] == pytest.approx(logistic(eta - P.d3))


def test_answers_move_one_way_with_eta():
    shares = answer_shares(np.linspace(-8, 8, 200), P)
    at_most = np.cumsum(shares, axis=1)[:, :3]
    assert (np.diff(at_most, axis=0) < 0).all()


def test_a_resident_at_home_after_dark(everybody):
    people = everybody(3, sex=[0, 1, 1], kind=[0, 0, GUEST], v=[1.0, 2.0, 2.0], base=0.5, memory=0.25, concern=2.0,
                       trust=1.0, shift_trust=1.0, authority=-1.0, point=[0, 1, 1])  # fmt: skip
    efficacy, home_cue = np.array([2.0]), np.array([[1.0, 9.0], [9.0, 3.0]])
    refresh_unsafe(people, 0, 3, efficacy, home_cue, P)
    theta = P.mu + 0.5 + 0.25 + 2 * P.omega_O - 2 * P.omega_T + P.omega_U - 2 * P.omega_G
    np.testing.assert_allclose(people.unsafe, [theta + 1 - P.beta_F, theta + 6 - P.beta_F, theta + 6])
    np.testing.assert_allclose(levels(people, efficacy, P), theta)


@pytest.mark.parametrize(
    ("column", "sign"),
    [
        ("memory", 1),
        ("concern", 1),
        ("trust", -1),
        ("shift_trust", -1),
        ("authority", -1),
        ("shift_authority", -1),
    ],
)
def test_what_makes_a_person_feel_less_safe(everybody, column, sign):
    people = everybody(2)
    getattr(people, column)[1] = 1.0
    low, high = levels(people, np.zeros(1), P)
    assert sign * (high - low) > 0


def test_efficacy_of_the_area_reassures(everybody):
    people = everybody(2, area=[0, 1])
    weak, strong = levels(people, np.array([-1.0, 1.0]), P)
    assert weak - strong == pytest.approx(2 * P.omega_G)


def test_women_are_rho_v_times_as_sensitive_to_cues(but, everybody):
    people = everybody(4000, sex=np.arange(4000) % 2)
    dispositions(people, P, seed=1, first=0)
    women, men = np.log(people.v[1::2]), np.log(people.v[::2])
    assert np.exp(women.mean() - men.mean()) == pytest.approx(P.rho_v, rel=0.03)
    assert np.std(women) == pytest.approx(P.sigma_v, rel=0.05)
    same = but(P, sigma_v=0.0)
    dispositions(people, same, seed=1, first=0)
    np.testing.assert_allclose(people.v[1::2] / people.v[::2], P.rho_v)
