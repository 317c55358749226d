"""Planted regions of failure are found; what chance alone gives is not believed."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from nightwalk.base.errors import RunError
from nightwalk.experiments.discovery.box import Box, coverage, density
from nightwalk.experiments.discovery.certainty import quasi_p
from nightwalk.experiments.discovery.discover import discover
from nightwalk.experiments.discovery.figures import draw_box
from nightwalk.experiments.discovery.words import certainty_words, sentence


def cases(count=400, inputs=8, noise=0.05, seed=1):
    """Failures where trust is low and few streets can be lit, with some noise, among inputs that mean nothing."""
    rng = np.random.default_rng(seed)
    table = pd.DataFrame(rng.random((count, inputs)), columns=[f"x{i}" for i in range(inputs)])
    table = table.rename(columns={"x0": "trust", "x1": "delivered"})
    planted = ((table["trust"] < 0.4) & (table["delivered"] < 0.6)).to_numpy()
    return table, planted ^ (rng.random(count) < noise)


@pytest.fixture(scope="module")
def found():
    return discover(*cases(), draws=12)


def test_a_planted_region_is_found(found):
    assert set(found.box.limits) == {"trust", "delivered"}
    assert found.coverage > 0.8
    assert found.density > 0.8
    assert found.box.limits["trust"][1] == pytest.approx(0.4, abs=0.05)
    assert found.box.limits["delivered"][1] == pytest.approx(0.6, abs=0.05)


def test_cases_that_were_not_drawn_say_how_well_it_will_do(found):
    assert 0.6 < found.again.coverage <= 1.0
    assert 0.6 < found.again.density <= 1.0
    assert all(one.found > 0.8 and one.quasi_p < 0.05 for one in found.limits)
    for one in found.limits:
        assert one.high_range[0] <= one.high <= one.high_range[1]


def test_the_tree_finds_it_too(found):
    widest = found.rules[0].holds(found.inputs)
    assert coverage(widest, found.failed) > 0.6
    assert density(widest, found.failed) > 0.8
    assert {"trust", "delivered"} <= set(found.rules[0].limits)


def test_the_same_cases_give_the_same_answer(found):
    again = discover(*cases(), draws=12)
    assert again.box == found.box
    assert again.limits == found.limits
    assert again.table().equals(found.table())


def test_failures_without_a_cause_are_not_found_again():
    table, _ = cases(count=120, inputs=4)
    luck = np.random.default_rng(7).random(len(table)) < 0.3
    found = discover(table, luck, draws=12)
    assert found.again.density < 0.55, "cases left out do not fail more often in the box"
    assert (
        all("Do not rely" in said for said in certainty_words(found)[:-1] if "100%" not in said[:60])
        or not found.limits
    )


def test_a_range_in_the_middle_and_equal_values_are_no_obstacle():
    rng = np.random.default_rng(3)
    table = pd.DataFrame({"lanes": rng.integers(1, 6, 300).astype(float), "hour": rng.random(300) * 24})
    failed = ((table["lanes"] >= 2) & (table["lanes"] <= 3)).to_numpy()
    found = discover(table, failed, draws=4)
    assert found.box.limits == {"lanes": (1.5, 3.5)}
    assert (found.coverage, found.density) == (1.0, 1.0)


def test_a_limit_that_chance_would_give_has_a_high_quasi_p():
    table, failed = cases()
    box = Box({"trust": (-np.inf, 0.4), "x5": (0.1, np.inf)})
    assert quasi_p(box, "trust", table, failed) < 1e-6
    assert quasi_p(box, "x5", table, failed) > 0.05


def test_it_is_said_in_a_sentence(found):
    said = sentence(found, "Lamps")
    assert said.startswith("Lamps fails in ")
    assert "trust is at most 0." in said
    assert "delivered is at most 0." in said
    assert "drawn again" in certainty_words(found)[-1]


def test_the_drawing_shows_the_limited_inputs(found):
    ax = draw_box(found)
    assert {ax.get_xlabel(), ax.get_ylabel()} == {"trust", "delivered"}


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda x, y: (x.assign(name="a"), y), "must be numbers"),
        (lambda x, y: (x.assign(trust=np.nan), y), "missing"),
        (lambda x, y: (x[:20], y[:20]), "20 cases; give at least 40"),
        (lambda x, y: (x, np.zeros_like(y)), "0 of 400 cases fail"),
        (lambda x, y: (x, np.ones_like(y)), "400 of 400 cases fail"),
    ],
)
def test_cases_that_tell_nothing_are_refused(change, said):
    with pytest.raises(RunError, match=said):
        discover(*change(*cases()))
