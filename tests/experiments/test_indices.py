"""Indices of functions whose indices are known, with luck on top, and beside SALib's own."""

from __future__ import annotations

import numpy as np
import pytest
from SALib.analyze import morris as salib_morris
from SALib.test_functions import Ishigami, Sobol_G

from nightwalk.base.errors import RunError
from nightwalk.base.quantity import Uniform
from nightwalk.experiments.analysis import analyse
from nightwalk.experiments.design import METHODS, problem_of, read_sample, sample, write_sample
from nightwalk.experiments.effects import bootstrap, morris, pairs_of, sobol
from nightwalk.experiments.factors import Factor
from nightwalk.experiments.outcomes import Outcomes

A = (0.0, 1.0, 4.5, 9.0)  # of the G function of Sobol: the smaller, the more a factor matters


def factors(count, low=0.0, high=1.0):
    return [Factor(f"x{i}", f"half {i % 2}", low, high, "", Uniform(low, high)) for i in range(count)]


def g(points):
    return Sobol_G.evaluate(points, np.array(A))


def known_g():
    part = 1 / (3 * (1 + np.array(A)) ** 2)
    whole = np.prod(1 + part) - 1
    total = [part[i] * np.prod(np.delete(1 + part, i)) / whole for i in range(len(A))]
    return part / whole, np.array(total)


def outcomes(difference):
    return Outcomes("unsafe_after_dark", np.ones_like(difference), difference, np.zeros_like(difference))


def test_sobol_finds_the_known_shares_of_the_g_function():
    design = sample("sobol", factors(4), 2048)
    found = sobol(pairs_of(design, g(design.points)[:, None]))
    first, total = known_g()
    np.testing.assert_allclose(found["first"], first, atol=0.03)
    np.testing.assert_allclose(found["total"], total, atol=0.03)


def test_sobol_finds_the_known_shares_of_ishigamis_function():
    design = sample("sobol", factors(3, -np.pi, np.pi), 2048)
    found = bootstrap(pairs_of(design, Ishigami.evaluate(design.points)[:, None]), sobol)
    for index, known in (("first", (0.3139, 0.4424, 0.0)), ("total", (0.5576, 0.4424, 0.2437))):
        np.testing.assert_allclose(found[index].value, known, atol=0.03)
        assert (found[index].low <= found[index].value).all()
        assert (np.array(known) > found[index].low - 0.01).all()
        assert (np.array(known) < found[index].high + 0.01).all()


def test_luck_shared_by_all_points_moves_no_share_and_luck_of_each_run_widens_intervals():
    design = sample("sobol", factors(4), 256)
    y = g(design.points)[:, None]
    rng = np.random.default_rng(1)
    shared = bootstrap(pairs_of(design, y + rng.normal(0, 5, (1, 4))), sobol)
    alone = bootstrap(pairs_of(design, y), sobol)
    np.testing.assert_allclose(shared["total"].value, alone["total"].value, atol=1e-9)
    noisy = bootstrap(pairs_of(design, y + rng.normal(0, 0.5, (len(y), 4))), sobol)
    wide = noisy["total"].high - noisy["total"].low
    assert (wide > alone["total"].high - alone["total"].low).sum() >= 3


def test_morris_is_that_of_salib():
    design = sample("morris", factors(4), 20, seed=3)
    y = g(design.cube)
    found = morris(pairs_of(design, y[:, None]))
    problem = problem_of(design.factors, design.groups)
    problem.pop("groups")
    theirs = salib_morris.analyze(problem, design.cube, y, num_levels=4)
    for name in ("mu", "mu_star"):
        np.testing.assert_allclose(found[name], np.asarray(theirs[name], float))
    np.testing.assert_allclose(found["sigma"], np.asarray(theirs["sigma"], float) * np.sqrt(19 / 20))


def test_morris_ranks_a_straight_line_exactly():
    design = sample("morris", factors(3), 5)
    y = (design.cube @ np.array([3.0, -2.0, 0.0]))[:, None]
    found = bootstrap(pairs_of(design, y), morris)
    np.testing.assert_allclose(found["mu"].value, [3.0, -2.0, 0.0], atol=1e-12)
    np.testing.assert_allclose(found["mu_star"].value, [3.0, 2.0, 0.0], atol=1e-12)
    np.testing.assert_allclose(found["sigma"].value, 0.0, atol=1e-7)
    np.testing.assert_allclose(found["mu_star"].low, found["mu_star"].high, atol=1e-12)


@pytest.mark.parametrize("method", METHODS)
def test_every_method_ranks_and_says_what_turns_the_decision(method):
    design = sample(method, factors(3), {"morris": 30, "sobol": 128}.get(method, 600))
    gain = -0.04 * design.points[:, 0] - 0.01 * design.points[:, 1]
    done = analyse(design, outcomes(gain[:, None]))
    ranking = done.ranking()
    assert ranking["factor"][0] == "x0"
    assert (ranking["low"] <= ranking["value"]).all()
    assert (ranking["value"] <= ranking["high"]).all()
    decisions = done.decisions.set_index("factor")
    assert decisions.loc["x0", "low_third"] < 0.3 < 0.7 < decisions.loc["x0", "high_third"]
    if method in ("morris", "sobol"):
        assert ranking["factor"].tolist() == ["x0", "x1", "x2"]
        assert (
            decisions.loc["x0", "turns"] > decisions.loc["x1", "turns"] > decisions.loc["x2", "turns"] == 0.0
        )
    last = done.convergence.groupby("factor")["value"].last()
    assert last["x0"] == pytest.approx(ranking["value"][0], rel=0.2 if method == "delta" else 1e-9)
    assert done.convergence["runs"].max() == len(design.points)


@pytest.mark.parametrize("method", ["morris", "sobol"])
def test_groups_change_together(method):
    design = sample(method, factors(4), 64, grouped=True)
    assert design.names == ("half 0", "half 1")
    y = 3.0 * design.cube[:, 0] + design.cube[:, 2] + 0.1 * design.cube[:, 1]
    done = analyse(design, outcomes(-y[:, None]))
    assert done.ranking()["factor"].tolist() == ["half 0", "half 1"]
    assert done.decisions["low_third"].isna().all()


@pytest.mark.parametrize("method", METHODS)
def test_failed_points_are_left_out_and_nothing_known_is_nothing_told(method):
    design = sample(method, factors(3), {"morris": 30, "sobol": 128}.get(method, 300))
    y = (design.points @ np.array([0.04, 0.01, 0.0]))[:, None]
    y[7] = np.nan
    assert analyse(design, outcomes(y)).ranking()["factor"].tolist()[0] == "x0"
    blank = analyse(design, outcomes(np.full_like(y, np.nan)))
    assert blank.ranking()["value"].isna().all()


def test_an_analysis_is_the_same_twice():
    for method in METHODS:
        size = {"morris": 8, "sobol": 16}.get(method, 100)
        one, other = (sample(method, factors(3), size) for _ in range(2))
        np.testing.assert_array_equal(one.points, other.points)
        done = [analyse(each, outcomes(-0.05 * each.points[:, :1])).indices for each in (one, other)]
        assert done[0].equals(done[1])


def test_too_few_runs_are_said_with_how_many_would_do():
    few = sample("sobol", factors(4), 4)
    many = sample("sobol", factors(4), 2048)
    first, second = (analyse(one, outcomes(-g(one.points)[:, None])).precision for one in (few, many))
    assert not first.is_enough
    assert first.needed > first.runs
    assert second.is_enough
    assert second.half < first.half


def test_a_sample_from_outside_is_read(tmp_path):
    design = sample("pawn", factors(3), 60)
    path = tmp_path / "points.csv"
    write_sample(design, path)
    back = read_sample(path, factors(5), "delta")
    assert [one.name for one in back.factors] == ["x0", "x1", "x2"]
    np.testing.assert_array_equal(back.points, design.points)
    assert back.values()[3] == design.values()[3]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("x0,y9\n" + "0.1,0.2\n" * 60, "column 'y9'"),
        ("x0\n" + "0.1\n" * 59 + "1.7\n", "x0 is '1.7' in line 61"),
        ("x0\n" + "0.1\n" * 59 + "much\n", "x0 is 'much'"),
        ("x0\n" + "0.1\n" * 3, "3 rows; give at least 50"),
        ("x0,x1\n" + "0.1,0.1\n" * 60 + "0.1\n", "Line 62"),
        ("", "0 rows"),
    ],
)
def test_a_bad_sample_is_refused(tmp_path, text, says):
    path = tmp_path / "points.csv"
    path.write_text(text)
    with pytest.raises(RunError, match=says):
        read_sample(path, factors(2))


def test_what_cannot_be_sampled_is_refused(tmp_path):
    with pytest.raises(RunError, match="Nearest: 'morris'"):
        sample("moris", factors(2), 4)
    with pytest.raises(RunError, match="power of two"):
        sample("sobol", factors(2), 10)
    with pytest.raises(RunError, match="nothing to vary"):
        sample("morris", [], 4)
    with pytest.raises(RunError, match="seed from 1"):
        sample("morris", factors(2), 4, seed=0)
    with pytest.raises(RunError, match="not with morris"):
        read_sample(tmp_path / "x.csv", factors(2), "morris")
    with pytest.raises(RunError, match="cannot be read"):
        read_sample(tmp_path / "none.csv", factors(2))
