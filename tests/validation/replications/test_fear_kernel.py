"""The fear kernel of Prieto Curiel & Bishop in the model's own memory and talk (D1-D5), small and quick."""

from math import exp

import numpy as np
import pytest

from nightwalk.agents.columns import Ties
from nightwalk.validation.replications import fear_mixing
from nightwalk.validation.replications.fear_distances import hausdorff, hellinger
from nightwalk.validation.replications.fear_kernel import d1, d2, d3, d4, d5
from nightwalk.validation.replications.fear_networks import (
    edges_by_homophily,
    groups_of,
    homophily,
    network,
    published_network,
)
from nightwalk.validation.replications.fear_targets import KERNELS, LIMIT, SPREAD
from nightwalk.validation.replications.fear_weeks import NEIGHBOUR, NETWORK, PAIRS, SILENT
from nightwalk.validation.replications.fear_worlds import ALARMING, CALMING, PSI, FearWorld, live
from nightwalk.validation.rows import HOLDS

SEEDS = 3


def far(rows, most):
    """Rows further from their target than `most`, which is about four sd of one seed; open ranges are not left."""
    middle = {row.quantity: sum(row.accepted) / 2 for row in rows}
    off = {
        row.quantity: (row.value, middle[row.quantity]) for row in rows if np.isfinite(middle[row.quantity])
    }
    return {name: pair for name, pair in off.items() if abs(pair[0] - pair[1]) > most} | failing(
        [row for row in rows if not np.isfinite(middle[row.quantity])]
    )


def failing(rows):
    return {row.quantity: (row.value, row.accepted) for row in rows if row.verdict != HOLDS}


def test_d1_fear_by_way_of_talking_is_as_published():
    """Pulido et al. 2019, notebook output: 0.4767 by network, 0.6900 in random pairs, 0.5165 with one neighbour."""
    rows = d1(SEEDS, quick=True)
    assert far([row for row in rows if "B, network" not in row.quantity], 0.02) == {}
    assert {row.id for row in rows} == {"D1"}
    assert rows[0].published == "0.4767; re-implemented 0.4831 (0.0050)"


def test_d1_groups_are_as_far_apart_as_published():
    """Pulido et al. 2019, notebook output: normalised Hausdorff and Hellinger distances over 1000 weeks."""
    rows = {row.quantity: row.value for row in d1(SEEDS)}
    assert rows["Hausdorff A-B"] == pytest.approx(0.2200, abs=0.1)
    assert rows["Hausdorff A-C"] == pytest.approx(0.4277, abs=0.1)
    assert rows["Hausdorff A-C"] > rows["Hausdorff B-C"]
    assert rows["Hellinger A-B"] == pytest.approx(0.8313, abs=0.04)
    assert rows["Hellinger A-C"] > rows["Hellinger B-C"] > 0.97


def test_d2_fear_without_talk_follows_its_exact_law():
    """Shot noise filled to 1: P(S = psi^k) = p (1-p)^k (replication.md, algebra)."""
    assert failing(d2(6)) == {}


@pytest.mark.parametrize("rate", [0.005, 0.05])
def test_d2_the_printed_moments_are_those_of_the_law(rate):
    """Mean p / (1 - psi (1-p)), second moment p / (1 - psi^2 (1-p)), p = 1 - exp(-rate)."""
    p = 1 - exp(-rate)
    mean = p / (1 - PSI * (1 - p))
    assert LIMIT[f"mean, {rate:g} a week"] == pytest.approx(mean, abs=1e-4)
    variance = p / (1 - PSI**2 * (1 - p)) - mean**2
    assert LIMIT[f"variance, {rate:g} a week"] == pytest.approx(variance, abs=1e-4)


def test_d3_halving_crime_takes_far_less_than_half_of_the_fear():
    """Claim of Prieto Curiel & Bishop 2017; numbers of the re-implementation."""
    rows = d3(SEEDS, quick=True)
    assert far([row for row in rows if "taken away" not in row.quantity], 0.02) == {}
    assert all(10 < row.value < 20 for row in rows if "taken away" in row.quantity)


def test_d4_a_little_contact_makes_the_immune_fearful():
    """Press summary of Prieto Curiel & Bishop 2017; numbers of the re-implementation."""
    assert failing(d4(2, quick=True)) == {}


def test_d4_groups_of_small_towns_come_closer_as_they_mix():
    """Pulido et al. 2019, varios_grafos notebook: three 100-node graphs."""
    rows = fear_mixing._small_towns(10)
    assert len(rows) == 6
    assert failing(rows) == {}


def test_d5_spreading_the_same_crime_thinner_raises_fear(monkeypatch):
    """Prieto Curiel & Bishop 2018: fear is sensitive to the distribution of crime."""
    monkeypatch.setattr(fear_mixing, "MANY", 2000)
    found = fear_mixing._concentrated(1, shares=(1.0, 0.25, 0.05, 0.01))
    assert found[fear_mixing.THINNER] > 0
    assert found[fear_mixing.STEEPER] > 0
    for share in (0.25, 0.05, 0.01):
        everybody, rest = (found[fear_mixing._borne(who, share)] for who in fear_mixing.BEARING)
        assert rest < everybody
        assert everybody == pytest.approx(SPREAD[share][0], abs=0.02)


def test_d5_the_quick_rows_hold():
    """Numbers of the re-implementation: concentration, default groups, psi and the weights of talk."""
    assert far(d5(SEEDS, quick=True), 0.015) == {}


def test_d5_every_kernel_lies_within_the_declared_parameters():
    group = groups_of(30, (0.4, 0.3, 0.3))
    for psi, calming, alarming, *_ in KERNELS.values():
        assert live(FearWorld(group, (0, 0.1, 0.5), PAIRS, None, psi, calming, alarming), 0, 5, 1).max() <= 1


def test_a_week_is_forgetting_then_victims_then_talk():
    """Without crime and talk fear is psi^t; with certain crime it is 1; a talk moves by mu or nu."""
    group = np.zeros(2, dtype=np.int8)
    alone = live(FearWorld(group, (0.0,)), 0, 4, 1)
    np.testing.assert_allclose(alone[1:], alone[:-1] * PSI, rtol=1e-12)
    np.testing.assert_allclose(live(FearWorld(group, (50.0,)), 1, 4, 1), 1.0)
    both = Ties(np.array([0, 1, 2]), np.array([1, 0], dtype=np.int32), np.ones(2), np.ones(2))
    before, after = live(FearWorld(group, (0.0,), NETWORK, both), 0, 2, 1)
    low, high = np.sort(before * PSI)
    expected = [low + ALARMING * (high - low), high + CALMING * (low - high)]
    np.testing.assert_allclose(np.sort(after), np.sort(expected), rtol=1e-12)


@pytest.mark.parametrize(("talk", "at_most"), [(SILENT, 0.0), (PAIRS, 0.2), (NEIGHBOUR, 0.2)])
def test_as_many_talk_as_published(talk, at_most):
    group, ties = published_network(1)
    fear = live(FearWorld(group, (0.0, 0.0, 0.0), talk, ties), 0, 2, 1)
    moved = np.mean(~np.isclose(fear[1], fear[0] * PSI, rtol=1e-9))
    assert moved <= at_most
    assert moved >= at_most * 0.85, "who is asked twice talks once"


def test_the_same_seed_gives_the_same_fear():
    group, ties = published_network(2)
    world = FearWorld(group, (0.0, 0.005, 0.05), NEIGHBOUR, ties)
    np.testing.assert_array_equal(live(world, 0, 30, 7), live(world, 0, 30, 7))
    np.testing.assert_array_equal(live(world, 0, 30, 7)[20:], live(world, 20, 30, 7))
    assert (live(world, 0, 30, 7) != live(world, 0, 30, 8)).any()


def test_the_network_has_the_published_counts():
    """Pulido et al. 2019: 1000 nodes, 6095 edges, homophily 0.98786, shares 0.369, 0.325, 0.306."""
    group, ties = published_network(3)
    assert np.bincount(group).tolist() == [369, 325, 306]
    assert len(ties.other) == 2 * 6095
    assert homophily(ties, group) == pytest.approx(0.98786, abs=1e-5)
    assert_simple(ties)
    outside = np.array(
        [(group[ties.other[ties.start[i] : ties.start[i + 1]]] != group[i]).any() for i in range(1000)]
    )
    assert np.bincount(group[outside]).tolist() == [36, 32, 39]


@pytest.mark.parametrize("within", [1.0, 0.8, 0.333])
def test_a_random_network_keeps_edges_and_homophily(within):
    group = groups_of(300, (0.369, 0.325, 0.306))
    ties = network(group, edges_by_homophily(900, 3, within), 1)
    assert len(ties.other) == 1800
    assert homophily(ties, group) == pytest.approx(within, abs=0.002)
    assert_simple(ties)


def assert_simple(ties):
    n = len(ties.start) - 1
    pairs = list(zip(np.repeat(np.arange(n), np.diff(ties.start)).tolist(), ties.other.tolist(), strict=True))
    assert len(set(pairs)) == len(pairs)
    assert all(i != j for i, j in pairs)
    assert {(j, i) for i, j in pairs} == set(pairs)


def test_distances_of_known_clouds():
    still, higher = np.zeros((100, 4)), np.full((100, 3), 0.3)
    assert hausdorff(still, higher) == pytest.approx(0.3)
    rng = np.random.default_rng(1)
    cloud = rng.normal(0.5, 0.1, (200, 50))
    assert hellinger(cloud, cloud) == pytest.approx(0.0, abs=1e-12)
    assert hellinger(cloud, cloud + 10.0) == pytest.approx(1.0)
