"""Relative risks are those the counts were made with; intervals cover; the arithmetic is that of RTM."""

from __future__ import annotations

import numpy as np
import pytest

from nightwalk.model.city import City
from nightwalk.model.register.risk_terrain import cell_score, features, relative_risk, terrain
from nightwalk.model.register.terms import Terms

SIZE = 3000


def drawn(seed, ratios, spread=1.5):
    rng = np.random.default_rng(seed)
    near = {name: rng.random(SIZE) < 0.3 for name in ratios}
    exposure = rng.uniform(0.5, 2.0, SIZE)
    mean = exposure * np.exp(sum(np.log(ratio) * near[name] for name, ratio in ratios.items()))
    return rng.poisson(rng.gamma(spread, mean / spread)).astype(float), exposure, near


def test_relative_risks_are_found_again():
    ratios = {"bars": 3.0, "parks": 1.0, "shops": 0.5}
    counts, exposure, near = drawn(1, ratios)
    rows = terrain(counts, exposure, exposure, near, 2.0).rows
    for row in rows:
        assert row.low <= ratios[row.feature] <= row.high
        assert row.high / row.low < 1.6
    assert [row.says for row in rows] == ["higher", "cannot tell", "lower"]


def test_intervals_cover_19_times_in_20():
    hits = [
        row.low <= 2.0 <= row.high
        for seed in range(60)
        for row in terrain(
            *drawn(seed, {"bars": 2.0})[:2], np.ones(SIZE), drawn(seed, {"bars": 2.0})[2], 10.0
        ).rows
    ]
    assert np.mean(hits) > 0.88


def test_what_the_features_lead_one_to_expect_has_the_mean_of_the_counts():
    counts, exposure, near = drawn(2, {"bars": 3.0, "shops": 0.5})
    modelled = terrain(counts, exposure, exposure, near, 2.0).modelled
    assert (modelled.mean * exposure).sum() == pytest.approx(counts.sum(), rel=0.05)
    assert np.all((modelled.low < modelled.mean) & (modelled.mean < modelled.high))


def test_a_feature_without_any_report_has_an_interval():
    counts, exposure, near = drawn(3, {"bars": 3.0})
    empty = np.arange(SIZE) < 10
    counts[empty] = 0.0
    row = terrain(counts, exposure, exposure, {**near, "empty": empty}, 2.0).rows[1]
    assert 0.0 < row.low < row.ratio < row.high < np.inf


def test_the_features_of_a_real_town():
    town = City.built_in()
    found = features(town, Terms())
    assert {"dead end", "main street", "light below 5 lx"} <= set(found)
    assert any(name.startswith("night life") for name in found)
    assert all(0 < near.sum() < town.segments for near in found.values())


def test_scores_multiply():
    betas = {"bars": 1.0, "parks": 0.5}
    assert cell_score(betas, betas) == pytest.approx(np.prod(list(relative_risk(betas).values())))
