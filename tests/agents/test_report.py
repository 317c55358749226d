"""What the authority gets to know, and what its answer does."""

import numpy as np
import pytest

from nightwalk.agents.columns import NOT_OFFERED, SUPPORTED, WILLING
from nightwalk.agents.offend import FAMILIES, ROBBERY, STREET_FAMILIES, VEHICLE, Crimes
from nightwalk.agents.report import CASES, EARLIER, TURNED_AWAY, report

N = 20_000
SEED = np.uint64(2)
NO_UNIT = 0.0, 1.0, np.zeros(3)  # no victim support
PI = ("pi_robbery", "pi_pickpocket", "pi_assault", "pi_vandalism", "pi_vehicle")


@pytest.fixture
def reported(everybody, p):
    """Let N crimes of one family be reported or not, each with a victim of its own where there is one."""

    def run(family, numbers=p, unit=NO_UNIT, **columns):
        people = everybody(N, area=1, **columns)
        victim = np.arange(N) if family < STREET_FAMILIES else np.full(N, -1)
        crimes = Crimes(
            *(np.asarray(c, dtype=np.int32) for c in (np.full(N, family), np.zeros(N), np.arange(N), victim))
        )
        recorded = np.zeros(N, dtype=np.int8)
        report(people, crimes, N, np.zeros(1, dtype=np.int32), 50, numbers, SEED, recorded, *unit)
        return people, recorded

    return run


@pytest.mark.parametrize("family", range(len(FAMILIES)))
def test_the_recorded_share_is_the_declared_one(reported, p, family):
    _, recorded = reported(family)
    assert recorded.mean() == pytest.approx(getattr(p, PI[family]), abs=0.015)


def test_trust_in_authorities_and_measures_raise_reporting(reported, p):
    logit = lambda share: np.log(share / (1 - share))  # noqa: E731
    plain = logit(reported(ROBBERY)[1].mean())
    assert logit(reported(ROBBERY, authority=2.0)[1].mean()) - plain == pytest.approx(2 * p.rho_T, abs=0.08)
    assert logit(reported(ROBBERY, shift_authority=2.0)[1].mean()) - plain == pytest.approx(
        2 * p.rho_T, abs=0.08
    )
    assert logit(reported(ROBBERY, shift_reporting=0.7)[1].mean()) - plain == pytest.approx(0.7, abs=0.08)


def test_who_reports_with_low_trust_would_report_with_high_trust(reported):
    low, high = reported(ROBBERY, authority=-1.0)[1], reported(ROBBERY, authority=1.0)[1]
    assert (high >= low).all(), "the same luck in both worlds"
    assert high.sum() > low.sum()


def test_an_answer_builds_trust_and_silence_costs_it(reported, p):
    people, recorded = reported(ROBBERY)
    for trust in (people.trust, people.authority):
        change = trust + p.J_T  # apart from the victimisation itself
        np.testing.assert_allclose(np.unique(np.round(change[recorded == 1], 9)), [-p.J_U, p.J_R])
        np.testing.assert_allclose(change[recorded == 0], 0.0, atol=1e-12)
        assert (change[recorded == 1] > 0).mean() == pytest.approx(p.p_answered, abs=0.02)


def test_every_victim_suffers_reported_or_not(reported, p):
    people, _ = reported(ROBBERY)
    assert (people.robbed == 1).all()
    np.testing.assert_allclose(people.memory, p.J_v * p.severity_robbery)


def test_near_home_is_the_own_area_of_a_resident(everybody, p):
    people = everybody(3, area=[0, 1, 0], kind=[0, 0, 2])
    crimes = Crimes(*(np.array(c, dtype=np.int32) for c in ([0] * 3, [0] * 3, [0, 1, 2], [0, 1, 2])))
    report(people, crimes, 3, np.zeros(1, dtype=np.int32), 50, p, SEED, np.zeros(3, dtype=np.int8), *NO_UNIT)
    np.testing.assert_allclose(
        people.memory, p.J_v * p.severity_robbery * np.array([p.near_home_factor, 1.0, 1.0])
    )


def test_crimes_without_a_victim_touch_nobody(reported):
    people, recorded = reported(VEHICLE)
    assert recorded.any()
    assert not people.memory.any()
    assert not people.authority.any()


def test_willing_victims_who_report_find_support_while_places_last(reported):
    account = np.zeros(3)
    people, recorded = reported(ROBBERY, unit=(300.0, 1.0, account), support=WILLING)
    first = np.flatnonzero(recorded)[:300]
    assert set(np.flatnonzero(people.support == SUPPORTED)) == set(first), "first come, first served"
    assert account[CASES] == 300
    assert account[TURNED_AWAY] == recorded.sum() - 300


def test_a_new_month_has_all_its_places_again_and_an_agent_counts_for_many(reported):
    account = np.array([500.0, 0.0, 500.0])
    reported(ROBBERY, unit=(100.0, 10.0, account), support=WILLING)
    assert account[CASES] - account[EARLIER] == 100


@pytest.mark.parametrize(("places", "support"), [(0.0, WILLING), (300.0, NOT_OFFERED)])
def test_nobody_is_supported_or_turned_away_without_a_unit_or_the_will_to_go(reported, places, support):
    account = np.zeros(3)
    people, _ = reported(ROBBERY, unit=(places, 1.0, account), support=support)
    assert (people.support == support).all()
    assert not account.any()
