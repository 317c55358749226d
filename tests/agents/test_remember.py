"""Memory: what is added, how it fades, how it starts."""

import numpy as np
import pytest

from nightwalk.agents.impress import impressed
from nightwalk.agents.offend import ASSAULT, PICKPOCKET, ROBBERY
from nightwalk.agents.remember import forget, severity, start_memory, suffer


def test_memory_halves_in_exactly_its_half_life(but, everybody, p):
    people = everybody(3, memory=[1.0, 0.0, 2.0], half_life=[1.0, 1.0, 0.5])
    quick = but(p, H_M=40.0)
    for _ in range(40):
        forget(people, quick)
    np.testing.assert_allclose(people.memory, [0.5, 0.0, 0.5], rtol=1e-12)


@pytest.mark.parametrize(
    ("family", "counter", "weight"),
    [
        (ROBBERY, "robbed", "severity_robbery"),
        (PICKPOCKET, "pickpocketed", "severity_pickpocket"),
        (ASSAULT, "assaulted", "severity_assault"),
    ],
)
def test_a_victim_remembers_by_severity_and_trusts_less(everybody, p, family, counter, weight):
    people = everybody(2)
    suffer(people, 1, family, 77, False, p)
    assert severity(family, p) == getattr(p, weight)
    assert people.memory.tolist() == [0.0, pytest.approx(p.J_v * getattr(p, weight))]
    assert people.trust.tolist() == people.authority.tolist() == [0.0, -p.J_T]
    assert people.last_victim.tolist() == [-1, 77]
    assert getattr(people, counter).tolist() == [0, 1]
    assert people.robbed.sum() + people.pickpocketed.sum() + people.assaulted.sum() == 1


def test_near_home_weighs_more(everybody, p):
    people = everybody(2)
    suffer(people, 0, ROBBERY, 0, False, p)
    suffer(people, 1, ROBBERY, 0, True, p)
    assert people.memory[1] / people.memory[0] == pytest.approx(p.near_home_factor)


def test_memory_is_full_at_its_ceiling(but, everybody, p):
    people = everybody(2, memory=[0.0, 1.9])
    low = but(p, memory_ceiling=2.0, J_v=1.5)
    for i in (0, 1):
        suffer(people, i, ROBBERY, 0, False, low)
    assert people.memory.tolist() == [1.5, 2.0]
    for _ in range(10):
        suffer(people, 0, ROBBERY, 0, True, low)
    assert people.memory.tolist() == [2.0, 2.0]


def test_with_a_ceiling_of_one_jump_every_victim_is_equally_afraid(but, everybody, p):
    """S <- 1 of Prieto Curiel & Bishop: what was there before does not matter."""
    people = everybody(3, memory=[0.0, 0.4, 1.0])
    for i in range(3):
        suffer(people, i, ROBBERY, 0, False, but(p, memory_ceiling=1.0, J_v=1.0))
    assert people.memory.tolist() == [1.0, 1.0, 1.0]


def test_nothing_is_lost_below_the_ceiling():
    assert impressed(0.7, 0.2, 6.0) == 0.7 + 0.2
    assert impressed(5.9, 0.2, 6.0) == 6.0


def test_nobody_starts_above_the_ceiling(but, everybody, p):
    people = everybody(5000)
    start_memory(people, 8.0, but(p, street_crime=3000.0, memory_ceiling=1.5), 1)
    assert people.memory.max() == 1.5


def test_memory_starts_from_its_stationary_law(everybody, p):
    """The mean of shot noise is rate x jump x mean life; a share of people has never been touched."""
    n, ties = 200_000, 8.0
    people = everybody(n)
    start_memory(people, ties, p, 1)
    daily = p.street_crime / 1000 / 365
    weight = (
        p.share_robbery * p.severity_robbery
        + p.share_pickpocket * p.severity_pickpocket
        + (1 - p.share_robbery - p.share_pickpocket) * p.severity_assault
    )
    per_day = daily * weight * (p.J_v + ties * p.p_tell * p.J_h * 0.75)
    assert people.memory.mean() == pytest.approx(per_day * p.H_M / np.log(2), rel=0.05)
    window = 6 * p.H_M
    assert (people.memory == 0).mean() == pytest.approx(
        np.exp(-window * daily * (1 + ties * p.p_tell)), abs=0.005
    )


def test_the_stationary_start_is_where_time_leads(but, everybody, p):
    """Let events of the same law happen for six half-lives; the mean ends where it began."""
    n, rng = 60_000, np.random.default_rng(1)
    p = but(p, H_M=30.0, J_h=0.0, street_crime=300.0)
    people = everybody(n)
    start_memory(people, 8.0, p, 2)
    begun = people.memory.mean()
    weight = 0.25 * p.severity_robbery + 0.4 * p.severity_pickpocket + 0.35 * p.severity_assault
    for _ in range(180):
        people.memory[:] += p.J_v * weight * rng.poisson(p.street_crime / 1000 / 365, n)
        forget(people, p)
    assert people.memory.mean() == pytest.approx(begun, rel=0.06)
