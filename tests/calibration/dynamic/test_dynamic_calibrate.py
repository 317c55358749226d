"""The dynamic layer as a whole: honest intervals, the same posterior after an interruption, clear refusals."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from scipy.special import ndtri

from nightwalk.base.quantity import Range95
from nightwalk.calibration.calibrate import calibrate
from nightwalk.calibration.dynamic.calibrate import calibrate_dynamics, fit_dynamics
from nightwalk.calibration.dynamic.page import dynamic_page, two_layers
from nightwalk.calibration.dynamic.settings import Dynamics, Effort, SmallTown
from nightwalk.calibration.dynamic.targets import targets_of
from nightwalk.calibration.errors import CalibrationError
from nightwalk.calibration.page import posterior_of
from nightwalk.calibration.posterior import Posterior
from nightwalk.calibration.study import read_study
from tests.calibration.dynamic.stand_in import NAMES, SMALL, dynamics, observed, stand_in

DRAWS = 200
"""Draws of a posterior in these tests."""


@pytest.fixture(scope="module")
def found():
    return fit_dynamics(dynamics(), stand_in, 1, DRAWS)


@pytest.fixture
def study():
    return replace(read_study("piraeus"), dynamic=dynamics())


def kept_runs(limit=None):
    """Run the stand-in as a folder would keep it; give up after `limit` new runs."""
    store, made = {}, []

    def evaluate(z, seeds):
        for at, seed in zip(z, seeds, strict=True):
            key = (at.tobytes(), int(seed))
            if key in store:
                continue
            if limit is not None and len(made) >= evaluate.limit:
                raise KeyboardInterrupt
            made.append(key)
            store[key] = stand_in(at[None], [seed])[0]
        return np.array([store[at.tobytes(), int(seed)] for at, seed in zip(z, seeds, strict=True)])

    evaluate.limit = limit
    evaluate.made = made
    return evaluate


def test_the_truth_is_found(found):
    truth = dynamics().scale.values(np.array([0.5, -0.5, 0.3]))
    for one, value in zip(found.learnt, truth, strict=True):
        assert one.low - one.sd < value < one.high + one.sd
        assert one.contraction < 0.85
    assert found.draws.shape == (DRAWS, 3)
    assert found.sample.reached


def test_a_killed_fit_goes_on_to_the_same_posterior(found):
    evaluate = kept_runs(limit=found.runs // 2)
    with pytest.raises(KeyboardInterrupt):
        fit_dynamics(dynamics(), evaluate, 1, DRAWS)
    evaluate.limit = found.runs * 2
    again = fit_dynamics(dynamics(), evaluate, 1, DRAWS)
    assert again.draws.tobytes() == found.draws.tobytes()
    assert again.expected == found.expected
    assert len(evaluate.made) == found.runs + SMALL.checks


def test_a_target_that_is_only_checked_changes_no_draw(found):
    extra = {"of": "trust", "likelihood": "normal", "observed": 0.0, "se": 1.0, "check": True}

    def with_trust(z, seeds):
        return np.column_stack([stand_in(z, seeds), np.full(len(z), 5.0)])

    checked = fit_dynamics(
        replace(dynamics(), targets=targets_of([*observed((0.5, -0.5, 0.3)), extra])), with_trust, 1, DRAWS
    )
    assert checked.draws.tobytes() == found.draws.tobytes()
    assert checked.expected[:3] == found.expected
    assert not checked.expected[3].inside
    assert any("0 of 1 numbers never fitted lie in" in said for said in dynamic_page(checked).remarks)


def test_a_parameter_nothing_tells_of_is_said_to_have_stayed():
    fitted = replace(dynamics(), parameters=(*NAMES, "phi_A"))
    named = fit_dynamics(fitted, lambda z, seeds: stand_in(z[:, :3], seeds), 1, DRAWS)
    assert named.learnt[3].contraction > 0.75
    assert max(one.contraction for one in named.learnt[:3]) < named.learnt[3].contraction


@pytest.mark.slow
def test_intervals_cover_the_truth_as_often_as_they_say():
    """Truths from the prior, observations from the model and the declared errors: 90 % intervals cover 80-97 %."""
    covered, effort = [], Effort(points=24, waves=1, particles=60, generations=6, checks=20)
    for k in range(25):
        luck = np.random.default_rng(k)
        truth = luck.standard_normal(3)
        run = stand_in(truth[None], [9_000 + k])[0]
        seen = (
            run[0] + 0.01 * luck.standard_normal(),
            luck.binomial(400, run[1]) / 400,
            run[2] + 0.8 * ndtri(luck.random()),
        )
        tables = [{**table, "observed": float(one)} for table, one in zip(observed(truth), seen, strict=True)]
        fit = fit_dynamics(Dynamics(targets_of(tables), NAMES, effort=effort), stand_in, k + 1, DRAWS)
        true = fit.dynamics.scale.values(truth)
        covered += [one.low <= value <= one.high for one, value in zip(fit.learnt, true, strict=True)]
    assert 0.80 <= np.mean(covered) <= 0.97


def test_both_layers_are_joined_run_by_run(found, tmp_path):
    measured = Posterior(
        ("mu",), np.linspace(-4.0, -3.0, 7)[:, None], {"layers": {"measurement": {}}, "name": "x"}
    )
    both = two_layers(measured, found)
    assert both.names == ("mu", *NAMES)
    assert (both.draws[:, 0] == measured.draws[found.seeds % 7, 0]).all()
    assert set(both.description["layers"]) == {"measurement", "dynamic"}
    both.save(tmp_path)
    loaded = Posterior.load(tmp_path)
    assert loaded.draws == pytest.approx(both.draws)
    assert loaded.parameters(3).mobility.a_1 == pytest.approx(both.draws[3, 1])


def test_the_page_says_how_it_was_run_and_what_is_left(found):
    page = dynamic_page(found)
    said = " ".join(page.remarks)
    assert f"{found.runs} runs of 2,000 agents, 30 days after 30 days of spin-up" in said
    assert f"{found.region.left:.2%} of the prior is not ruled out" in said
    assert {table.title for table in page.tables} == {
        "Parameters",
        "Targets",
        "Waves",
        "Emulators",
        "Generations",
    }


def test_stated_priors_replace_the_declared_ones():
    stated = dynamics(priors={"a_1": Range95(0.5, 0.6)})
    assert stated.scale.values(np.zeros(3))[0] == pytest.approx(0.55)
    assert dynamics().scale.values(np.zeros(3))[0] == pytest.approx(0.7)


def test_a_study_without_targets_has_no_dynamic_layer():
    with pytest.raises(CalibrationError, match=r"has no dynamic layer; state \[\[targets\]\]"):
        calibrate_dynamics(read_study("piraeus"))


def test_a_parameter_belongs_to_one_layer(study):
    measured = Posterior(("a_1",), np.full((3, 1), 0.5), {})
    with pytest.raises(CalibrationError, match="Both layers would fit a_1"):
        calibrate_dynamics(study, measured)


def test_the_shipped_study_has_two_layers():
    shipped = read_study("synthetic-town")
    assert len(shipped.dynamic.parameters) == 6
    assert [one.check for one in shipped.dynamic.targets].count(True) == 2
    assert {one.source for one in shipped.dynamic.targets} == {"synthetic"}
    assert posterior_of(calibrate(shipped)).names == ("mu", "d1", "d3", "gamma_female")


@pytest.mark.slow
def test_the_town_gives_the_same_posterior_to_any_workers_and_after_an_interruption(study, tmp_path):
    tables = [table for table in observed((0.0, 0.0, 0.0)) if table["of"] != "any_fear_episode"]
    tables = [{**table, "discrepancy": 3.0} for table in tables]
    effort = Effort(points=10, waves=1, particles=20, generations=1, checks=20)
    town = SmallTown(city="grid-town", residents=100, days=1, spin_up=14.0)
    small = replace(study, draws=30, dynamic=Dynamics(targets_of(tables), NAMES, town=town, effort=effort))
    measured = Posterior(("mu",), np.linspace(-4.0, -3.0, 5)[:, None], {})
    whole = calibrate_dynamics(small, measured, workers=2, folder=tmp_path / "whole")

    def stop(what, share):
        if share > 0.4:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        calibrate_dynamics(small, measured, folder=tmp_path / "stopped", progress=stop)
    again = calibrate_dynamics(small, measured, folder=tmp_path / "stopped")
    assert again.draws.tobytes() == whole.draws.tobytes()
    assert again.expected == whole.expected
