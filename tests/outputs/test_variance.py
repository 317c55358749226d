"""The split of variance on spreads that are known."""

from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from nightwalk.outputs.variance import SOURCES, variance_shares, variance_split


def three(seeds, *, luck=1.0, gaps=0.0, parameters=0.0, seed=1):
    rng = np.random.default_rng(seed)
    base = luck * rng.normal(size=seeds)
    return np.stack([base, base + gaps * rng.normal(size=seeds), base + parameters * rng.normal(size=seeds)])


def test_shares_of_known_spreads():
    variance, share, low, high = variance_shares(three(4000, luck=1.0, gaps=1.0, parameters=np.sqrt(2)))
    np.testing.assert_allclose(variance, [1.0, 1.0, 2.0], rtol=0.15)
    np.testing.assert_allclose(share, [0.25, 0.25, 0.5], atol=0.04)
    assert (low < share).all()
    assert (share < high).all()
    assert share.sum() == pytest.approx(1.0)


def test_the_interval_holds_the_truth_about_as_often_as_it_says():
    held = []
    for seed in range(60):
        _, _, low, high = variance_shares(three(60, gaps=1.0, parameters=1.0, seed=seed))
        held.append((low <= 1 / 3) & (high >= 1 / 3))
    assert 0.85 <= np.mean(held) <= 1.0


def test_what_adds_nothing_has_no_share():
    variance, share, *_ = variance_shares(three(30))
    assert variance[1] == variance[2] == 0.0
    assert share.tolist() == [1.0, 0.0, 0.0]


def test_the_same_seeds_give_the_same_interval():
    found = [variance_shares(three(12, gaps=0.5, parameters=0.5)) for _ in range(2)]
    for one, again in zip(*found, strict=True):
        np.testing.assert_array_equal(one, again)


def study(differences):
    index = pd.MultiIndex.from_tuples([("all", "everyone")], names=["split", "group"])
    columns = range(1, len(differences) + 1)
    worlds = {"Today": np.zeros(len(differences)), "Lamps": differences}
    tables = {
        name: pd.DataFrame(value[None, :], index=index, columns=columns) for name, value in worlds.items()
    }
    return SimpleNamespace(scenarios=("Today", "Lamps"), by_seed=lambda of, name: tables[name])


def test_few_seeds_are_not_separable_and_many_are():
    few = variance_split(*map(study, three(8, gaps=1.0, parameters=1.0)))
    assert not few["separable"].any()
    assert list(few["source"]) == list(SOURCES)
    many = variance_split(*map(study, three(500, gaps=1.0, parameters=1.0)))
    assert many["separable"].all()
    assert set(many["seeds"]) == {500}


def test_without_spread_or_with_one_seed_there_is_no_share():
    assert variance_split(*map(study, np.zeros((3, 12))))["share"].isna().all()
    alone = variance_split(*map(study, np.ones((3, 1))))
    assert alone["variance"].isna().all()
    assert not alone["separable"].any()
