"""Search, choice, commit, victims and witnesses."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nightwalk.agents.columns import Offenders
from nightwalk.agents.offend import (
    ASSAULT,
    FAMILIES,
    PICKPOCKET,
    ROBBERY,
    STREET_FAMILIES,
    VANDALISM,
    VEHICLE,
    Crimes,
    appeal,
    guards,
    hazard_ratio,
    offenders,
    search,
    take_victims,
)
from nightwalk.model.parameters import Parameters
from tests.agents.planning import laid

P = Parameters().values()
SHARE = st.floats(0.0, 1.0)
SEED = np.uint64(4)
EQUAL = np.cumsum(np.full(len(FAMILIES), 0.2))


def hazard(family=ROBBERY, n=3.0, dark=1.0, night=0.0, *, efficacy=0.0, p=P, **street):
    """P(commit) over p_c in one street; what is not given is 0."""
    columns = {
        "lux": 5.0,
        "uniformity": 0.0,
        "guardian": 0.0,
        "cameras": 0.0,
        "manager": 0.0,
        "sanction": 0.0,
        "nightlife": 0.0,
        "dimmed": 1.0,
        "hardening": 0.0,
    }
    columns = {name: np.array([value]) for name, value in {**columns, **street}.items()}
    guard = guards(**columns, efficacy=np.array([efficacy]), area=np.array([0]), p=p)
    return hazard_ratio(guard, 0, family, n, dark, night, p)


def crimes_of(families, *, segment=0):
    n = len(families)
    return Crimes(
        np.array(families, dtype=np.int32),
        np.full(n, segment, dtype=np.int32),
        np.arange(n, dtype=np.int32),
        np.full(n, -1, dtype=np.int32),
    )


@pytest.mark.parametrize("column", ["lux", "guardian", "cameras", "manager", "sanction"])
@given(a=SHARE, b=SHARE, dark=SHARE, family=st.integers(0, 4))
def test_what_protects_never_raises_the_hazard(column, a, b, dark, family):
    low, high = sorted((a, b))
    scale = 30.0 if column == "lux" else 1.0
    protected, bare = (hazard(family, dark=dark, **{column: scale * x}) for x in (high, low))
    assert protected <= bare * (1 + 1e-12)


def test_each_protection_takes_its_declared_share_off():
    bare = hazard(PICKPOCKET, dark=0.0)
    assert bare == pytest.approx(1.0)
    expected = {"guardian": P.alpha_P, "cameras": P.alpha_C, "manager": P.alpha_M}
    for column, alpha in expected.items():
        assert hazard(PICKPOCKET, dark=0.0, **{column: 1.0}) == pytest.approx(np.exp(-alpha))
    assert hazard(PICKPOCKET, dark=0.0, efficacy=1.0) == pytest.approx(np.exp(-P.alpha_G))
    assert hazard(PICKPOCKET, dark=1.0, lux=0.0) == pytest.approx(np.exp(P.alpha_L))
    assert hazard(PICKPOCKET, dark=1.0, lux=P.E_half) == pytest.approx(np.exp(P.alpha_L / 2))
    assert hazard(PICKPOCKET, dark=0.0, night=1.0, nightlife=1.0) == pytest.approx(np.exp(P.alpha_E))


def test_cameras_hold_back_theft_and_damage_and_hardly_violence(but):
    for family in range(len(FAMILIES)):
        alpha = P.alpha_C_violent if family in (ROBBERY, ASSAULT) else P.alpha_C
        held = hazard(family, dark=0.0, cameras=1.3) / hazard(family, dark=0.0)
        assert held == pytest.approx(np.exp(-1.3 * alpha))
    nothing = but(P, alpha_C=0.0, alpha_C_violent=0.0)
    assert hazard(VEHICLE, p=nothing, cameras=1.3) == hazard(VEHICLE, p=nothing)


def test_guardians_together_take_at_most_their_cap_off(but):
    p = but(P, alpha_P=2.0, alpha_C=0.4, alpha_M=0.5)
    all_three = {"guardian": 1.0, "cameras": 1.0, "manager": 1.0}
    assert hazard(PICKPOCKET, dark=0.0, p=p, **all_three) == pytest.approx(P.commit_floor)
    assert hazard(PICKPOCKET, dark=0.0, p=p, efficacy=1.0, **all_three) < P.commit_floor


@pytest.mark.parametrize("family", [ROBBERY, ASSAULT])
def test_others_in_the_street_protect_from_robbery_and_assault(family):
    assert hazard(family, n=30.0) < hazard(family, n=1.0)
    assert hazard(family, n=P.N_ref, dark=0.0) == pytest.approx(1.0)


@pytest.mark.parametrize("family", [PICKPOCKET, VANDALISM, VEHICLE])
def test_others_in_the_street_do_not_enter_the_commit_of_the_rest(family):
    assert hazard(family, n=30.0) == hazard(family, n=1.0)


def test_people_draw_street_crime_and_keep_the_rest_away(but):
    for family in range(STREET_FAMILIES):
        assert appeal(family, 5.0, 0.0, P) > appeal(family, 0.0, 0.0, P)
        assert appeal(family, 1.0, 2.0, P) == pytest.approx(appeal(family, 1.0, 0.0, P) + 2.0)
    for family in (VANDALISM, VEHICLE):
        assert appeal(family, 5.0, 0.0, P) < appeal(family, 0.0, 0.0, P)
    crowd = but(P, alpha_crowd=1.0, alpha_N=0.2)
    assert appeal(PICKPOCKET, 500.0, 0.0, crowd) < appeal(PICKPOCKET, 5.0, 0.0, crowd)


@pytest.fixture
def crime(street, day):
    """Let `n` offenders who know all four streets search for one hour."""

    def commit(
        n=4000, *, p=P, rate=1e6, opportunity=(0.0,) * 4, base_rate=1.0, slot=20, present=(0, 3, 0, 1)
    ):
        street.present[:] = present
        known = np.tile(np.arange(4, dtype=np.int32), (n, 64))
        blank = {
            "lux": 5.0,
            "uniformity": 0.0,
            "guardian": 0.0,
            "cameras": 0.0,
            "manager": 0.0,
            "sanction": 0.0,
            "nightlife": 0.0,
            "dimmed": 1.0,
            "hardening": 0.0,
        }
        columns = {name: np.full(4, value) for name, value in blank.items()}
        guard = guards(**columns, efficacy=np.zeros(1), area=np.zeros(4, int), p=p)
        out, hazards = crimes_of([0] * n), np.zeros(5)
        count = search(
            Offenders(np.full(n, rate), known, np.zeros(n, dtype=np.int32)), street, np.array(opportunity),
            np.zeros(4), guard, EQUAL, np.full(5, base_rate), day, slot, 1.0, p, SEED, hazards, out,
        )  # fmt: skip
        return Crimes(*(column[:count] for column in out)), hazards

    return commit


def test_street_crime_happens_only_where_somebody_is(crime):
    crimes, _ = crime()
    with_victim = crimes.family < STREET_FAMILIES
    assert set(crimes.segment[with_victim]) == {1, 3}
    assert set(crimes.segment[~with_victim]) == {0, 1, 2, 3}
    assert set(crimes.family) == {0, 1, 2, 3, 4}


def test_in_empty_streets_there_is_no_street_crime(crime):
    crimes, hazards = crime(present=(0, 0, 0, 0))
    assert set(crimes.family) == {VANDALISM, VEHICLE}
    assert (hazards[:STREET_FAMILIES] == 0).all()


def test_the_hazards_met_predict_the_crimes(crime):
    crimes, hazards = crime(20_000, base_rate=0.1)
    committed = np.bincount(crimes.family, minlength=5)
    np.testing.assert_allclose(committed, 0.1 * hazards, atol=4 * np.sqrt(0.1 * hazards.max()))


def test_offenders_prefer_opportunity(crime):
    plain, _ = crime()
    tempting, _ = crime(opportunity=(0.0, 0.0, 2.0, 0.0))
    share = [(c.segment == 2).sum() / (c.family >= STREET_FAMILIES).sum() for c in (plain, tempting)]
    assert share[1] > 1.5 * share[0]


def test_a_street_that_tempts_more_takes_searches_from_others_but_adds_none(crime):
    plain, _ = crime(present=(2, 2, 2, 2))
    tempting, _ = crime(present=(2, 2, 2, 2), opportunity=(0.0, 1.0, 0.0, 0.0))
    stayed = np.isin(plain.offender, tempting.offender)
    assert stayed.all()
    moved = plain.segment != tempting.segment[np.isin(tempting.offender, plain.offender)]
    assert (tempting.segment[moved] == 1).all(), "the luck of the other streets is the same"


def test_offenders_are_active_at_their_rate_and_quiet_in_the_morning(but, crime):
    n = 20_000
    for slot, awake in ((20, 1.0), (5, P.quiet_hours), (9, P.quiet_hours), (10, 1.0)):
        _, hazards = crime(n, rate=6.0, p=but(P, alpha_L=0.0, alpha_W=0.0), slot=slot, present=(3, 3, 3, 3))
        active = 1 - np.exp(-6.0 / 24 * awake)
        assert hazards.sum() / n == pytest.approx(active, abs=4 * np.sqrt(active / n))


@pytest.fixture
def robbed(routes):
    """Let everybody walk way 0 and be met by so many offenders in street 1."""

    def meet(people, families, p=P, *, segment=1, way=0):
        n = len(people.kind)
        trips, trail = laid(routes, np.full(n, 20), np.arange(n), way)
        crimes = crimes_of(families, segment=segment)
        marked = np.zeros(4, dtype=np.int8)
        take_victims(people, trips, trail, 0, n, crimes, len(families), marked, 30, p, SEED)
        assert not marked.any()
        return crimes

    return meet


def test_the_victim_is_somebody_who_passes(everybody, routes):
    people = everybody(6)
    trips, trail = laid(routes, 20, np.arange(6), [0, 2, 0, 3, -1 - 1, -1 - 3])
    crimes = crimes_of([ROBBERY, PICKPOCKET, ASSAULT] * 60, segment=1)
    marked = np.zeros(4, dtype=np.int8)
    take_victims(people, trips, trail, 0, 6, crimes, 180, marked, 30, P, SEED)
    assert set(crimes.victim) == {0, 2, 4}


def test_who_walks_through_and_stays_is_one_target_and_sees_a_crime_once(but, everybody, routes):
    """Person 0 comes along street 1 and stays there; persons 1 and 2 pass."""
    p, heavy = but(P, p_witness=1.0), np.log(1e9)
    people = everybody(3, log_tau=[0.0, 0.0, heavy])
    trips, trail = laid(routes, 20, [0, 0, 1, 2], [0, -1 - 1, 0, 0])
    crimes = crimes_of([ROBBERY])
    crimes.segment[:] = 1
    take_victims(people, trips, trail, 0, 4, crimes, 1, np.zeros(4, dtype=np.int8), 30, p, SEED)
    assert crimes.victim.tolist() == [2]
    np.testing.assert_allclose(people.memory, [p.J_w, p.J_w, 0.0])


def test_crimes_in_several_streets_have_victims_and_witnesses_in_each_of_their_own(but, everybody, routes):
    """Persons 0 to 9 pass streets 0 and 1, the others stay in street 3."""
    people = everybody(20)
    trips, trail = laid(routes, 20, np.arange(20), np.repeat([0, -1 - 3], 10))
    crimes = crimes_of([ROBBERY, ASSAULT, VANDALISM] * 40)
    crimes.segment[:] = np.repeat([1, 3, 2], 40)
    marked = np.zeros(4, dtype=np.int8)
    take_victims(people, trips, trail, 0, 20, crimes, 120, marked, 30, but(P, p_witness=0.0), SEED)
    street_crime = crimes.family < STREET_FAMILIES
    assert (crimes.victim[~street_crime] == -1).all()
    for segment, who in ((1, range(10)), (3, range(10, 20))):
        victims = crimes.victim[street_crime & (crimes.segment == segment)]
        assert set(victims) <= set(who)
        assert len(set(victims)) > 3
    assert (crimes.victim[street_crime & (crimes.segment == 2)] == -1).all(), "nobody passes there"
    one = crimes_of([ROBBERY], segment=1)
    take_victims(people, trips, trail, 0, 20, one, 1, marked, 30, but(P, p_witness=1.0), SEED)
    saw = np.flatnonzero(people.memory)
    assert set(saw) == set(range(10)) - set(one.victim.tolist())
    assert not marked.any()


def test_only_legs_of_the_hour_are_looked_at(everybody, routes):
    people = everybody(3)
    trips, trail = laid(routes, 20, [0, 1, 2], 0)
    crimes = crimes_of([PICKPOCKET] * 40, segment=1)
    take_victims(people, trips, trail, 1, 2, crimes, 40, np.zeros(4, dtype=np.int8), 30, P, SEED)
    assert set(crimes.victim) == {1}


def test_crimes_without_a_victim_have_none(everybody, robbed):
    assert set(robbed(everybody(4), [VANDALISM, VEHICLE]).victim) == {-1}


def test_victims_are_chosen_by_weight(everybody, robbed):
    people = everybody(2, log_tau=[0.0, np.log(3.0)])
    victims = robbed(people, [PICKPOCKET] * 4000).victim
    assert (victims == 1).mean() == pytest.approx(0.75, abs=0.03)
    people.carrying[1] = 1 / 3
    assert (robbed(people, [PICKPOCKET] * 4000).victim == 1).mean() == pytest.approx(0.5, abs=0.03)


@pytest.mark.parametrize(
    ("family", "ratio"),
    [(ROBBERY, "women_robbery"), (PICKPOCKET, "women_pickpocket"), (ASSAULT, "women_assault")],
)
def test_the_sexes_are_victims_in_their_declared_ratio(but, everybody, robbed, family, ratio):
    p = but(P, **{ratio: 2.0})
    victims = robbed(everybody(2, sex=[0, 1], age=1), [family] * 4000, p).victim
    assert (victims == 1).mean() == pytest.approx(2 / 3, abs=0.03)


def test_the_young_are_victims_more_often_and_the_old_less(everybody, robbed):
    victims = robbed(everybody(3, age=[0, 2, 4]), [ROBBERY] * 6000).victim
    weight = np.array([P.young_target, 1.0, P.old_target])
    np.testing.assert_allclose(np.bincount(victims) / 6000, weight / weight.sum(), atol=0.025)


def test_who_is_a_likely_victim_stays_so_when_a_third_person_comes(everybody, robbed):
    families = [ROBBERY] * 500
    two = robbed(everybody(2), families).victim
    three = robbed(everybody(3), families).victim
    assert ((three == two) | (three == 2)).all()
    assert (three == 2).any()


def test_others_witness_with_their_probability_and_the_victim_does_not(but, everybody, robbed):
    n = 20_000
    people = everybody(n)
    crimes = robbed(people, [ASSAULT], but(P, p_witness=0.2))
    saw = people.memory > 0
    assert saw.mean() == pytest.approx(0.2, abs=0.01)
    assert not saw[crimes.victim[0]]
    np.testing.assert_allclose(people.memory[saw], P.J_w)


def around(anchors, streets):
    start = np.arange(0, anchors * streets + 1, streets)
    return (
        start,
        np.tile(np.arange(streets, dtype=np.int32), anchors),
        np.tile(np.arange(streets) * 100.0, anchors),
    )


def test_offenders_live_where_people_are_about_and_know_the_streets_near_by():
    start, segment, distance = around(2, 40)
    segment = segment + np.repeat([0, 100], 40).astype(np.int32)
    drawn = offenders(20_000, np.array([7, 9]), np.array([3.0, 1.0]), start, segment, distance, P, 1)
    first = drawn.known[:, 0] < 100
    assert first.mean() == pytest.approx(0.75, abs=0.015)
    assert ((drawn.known < 100) == first[:, None]).all()
    count = np.bincount(drawn.known[first].ravel(), minlength=40) / drawn.known[first].size
    weight = np.exp(-np.arange(40) * 100.0 / P.d_0)
    np.testing.assert_allclose(count, weight / weight.sum(), rtol=0.05)


def test_activity_is_gamma_with_its_mean_and_shape(but):
    drawn = offenders(20_000, np.array([4]), np.ones(1), *around(1, 3), but(P, searches_per_day=2.0), 1)
    assert drawn.rate.mean() == pytest.approx(2.0, rel=0.04)
    assert (drawn.rate.mean() / drawn.rate.std()) ** 2 == pytest.approx(P.activity_shape, rel=0.06)


def test_sanctions_take_off_what_is_declared_within_the_common_cap():
    assert hazard(sanction=0.1) == pytest.approx(hazard() * np.exp(-0.1))
    assert hazard(sanction=0.1, guardian=0.2) == pytest.approx(hazard(guardian=0.2) * np.exp(-0.1))
    assert hazard(sanction=50.0, guardian=1.0) == pytest.approx(P.commit_floor * hazard())
