"""From two scenarios to findings: what is varied, how large runs are, and the same numbers twice."""

from __future__ import annotations

import json
from dataclasses import asdict, replace

import numpy as np
import pandas as pd
import pytest

from nightwalk.base.errors import RunError, ScenarioError
from nightwalk.base.quantity import LogNormal, Normal, Uniform
from nightwalk.experiments import sensitivity as module
from nightwalk.experiments.design import sample, write_sample
from nightwalk.experiments.factors import Factor, factors_of
from nightwalk.experiments.findings import findings, warnings_of
from nightwalk.experiments.page import record, write_sensitivity
from nightwalk.experiments.sensitivity import SensitivityPlan, analysis_folder, run_design, sensitivity
from nightwalk.model.parameters import Parameters
from nightwalk.scenarios.governance import Governance
from nightwalk.scenarios.interventions import Beautification, NightActivation, StreetLighting
from nightwalk.scenarios.size import FULL, Size
from nightwalk.scenarios.where import streets

TINY = Size(agents=100, days=1, spin_up=14)


def played(scenarios, trials, **options):
    """Stand in for the simulation: beta_DL and the level of the lamps decide, luck adds a little to everything."""
    rows = []
    for one in map(asdict, trials):
        given, who = one["values"], (one["id"], one["seed"])
        light = given.get("beta_DL", 0.7) * given.get("street-lighting.level", 40.0) / 40.0
        luck = 0.002 * ((one["seed"] * 7919) % 13) * (options.get("parameters", "default") != "light")
        for scenario, gain in zip(scenarios, (0.0, 0.03 * light + luck), strict=True):
            price = 60.0 * (gain > 0) * given.get("street-lighting.yearly_cost", 60.0)
            where = (*who, scenario.name)
            rows.append((*where, options["of"][0], "all", "everyone", 0.3 - gain, ""))
            rows.append((*where, "annual_cost", "all", "everyone", price, ""))
    columns = ["trial", "seed", "scenario", "indicator", "split", "group", "value", "reason"]
    return pd.DataFrame(rows, columns=columns)


@pytest.fixture
def stand_in(monkeypatch):
    monkeypatch.setattr(module, "run_trials", played)


def named(scenarios):
    return {one.name: one for one in factors_of(scenarios)}


def test_everything_uncertain_is_varied_and_nothing_that_is_known(two):
    found = named(two)
    assert isinstance(found["beta_DL"].value(0.9), float)
    assert "spin_up" not in found
    assert "mu" not in found
    assert "street-lighting.level" in found
    set_by_hand = [replace(one, parameters={"beta_DL": 1.0}) for one in two]
    assert "beta_DL" not in named(set_by_hand)
    assert sum(not one.of_measure for one in found.values()) > 60
    assert {one.group for one in found.values()} == {
        "perception", "experience", "mobility", "offending", "street-lighting",
    }  # fmt: skip


def test_numbers_of_measures_vary_around_what_is_stated(two):
    found = named([replace(one, governance=Governance()) for one in two])
    assert found["street-lighting.level"].prior == Uniform(20.0, 50.0), "no higher than the range"
    assert found["street-lighting.fidelity"].prior == Uniform(0.5, 1.0)
    assert found["street-lighting.ramp_days"].prior == Uniform(0.0, 40.0)
    assert found["street-lighting.capital_cost"].prior == Uniform(1500.0, 4500.0), (
        "a prior where there is one"
    )
    assert found["governance.base_fidelity"].of_measure
    priced = two[0].plus(StreetLighting(where=streets("Street 1"), yearly_cost=100.0), name="Priced")
    assert named([two[0], priced])["street-lighting.yearly_cost"].prior == Uniform(50.0, 150.0)


def test_hours_and_what_is_not_there_are_kept_and_so_is_what_two_measures_do_not_agree_on(two):
    night = two[0].plus(
        NightActivation(where=streets("Street 1")),
        StreetLighting(where=streets("Street 2"), level=9.0),
        name="Night",
    )
    found = named([two[1], night])
    assert not {"night-activation.first_hour", "night-activation.last_hour"} & set(found)
    assert "street-lighting.level" not in found
    assert "street-lighting.fidelity" in found
    assert "beautification.capital_cost" not in named(
        [two[0].plus(Beautification(where=streets("Street 1"), capital_cost=0.0), name="Free")]
    )


def test_points_lie_where_the_priors_say(two):
    design = sample("sobol", factors_of(two), 256)
    values = pd.DataFrame(design.values())
    declared = Parameters.declared()
    for name in ("d1", "E_half"):
        assert isinstance(declared[name].prior, (Normal, LogNormal))
        assert values[name].median() == pytest.approx(declared[name].draw(0.5), rel=0.05)
    assert (values["beta_DL"] == 0.0).mean() == pytest.approx(0.35, abs=0.05)
    ends = sample("morris", factors_of(two), 4).points
    highest = np.array([one.value(0.975) for one in factors_of(two)])
    assert (ends <= highest + 1e-12).all()


def test_runs_are_made_small(two):
    small = Size(agents=50, days=30, spin_up=20).of(two[1])
    assert small.population.people_per_agent == 2.0
    assert (small.days, small.parameters["spin_up"]) == (30, 20.0)
    assert small.interventions[0].until_day is None
    assert FULL.of(two[1]) == two[1]
    late = two[0].plus(StreetLighting(where=streets("Street 1"), from_day=35), name="Late")
    with pytest.raises(ScenarioError, match=r"Give more --days"):
        Size(days=30).of(late)
    with pytest.raises(RunError, match="0 agents"):
        Size(agents=0).of(two[0])
    assert "2,000 agents, 30 days of spin-up + 30 days" in str(Size())


def test_morris_finds_what_was_built_in(two, stand_in, tmp_path):
    done = sensitivity(*two, SensitivityPlan(size=TINY))
    assert done.analysis.ranking()["factor"].tolist()[:2] == ["beta_DL", "street-lighting.level"]
    assert done.analysis.ranking("cost")["factor"][0] == "street-lighting.yearly_cost"
    said = findings(done)
    assert "depends most on beta_DL" in said[0]
    assert any("What turns that decision: beta_DL" in one for one in said)
    assert any("one seed" in one for one in warnings_of(done))
    assert set(done.split["source"]) == {"luck", "data_gaps", "parameters"}
    assert done.runs == 2 * (len(done.design.points) + 30)
    page = write_sensitivity(done, tmp_path).read_text(encoding="utf-8")
    assert said[0].replace("'", "&#39;") in page
    assert page.count("<svg") >= 4
    assert "://" not in page.replace("http://www.w3.org", "")
    assert json.loads((tmp_path / "sensitivity.json").read_text(encoding="utf-8")) == json.loads(
        json.dumps(record(done))
    )
    assert (tmp_path / "sample.csv").read_text().startswith("d1,")
    again = sensitivity(*two, SensitivityPlan(size=TINY))
    assert record(again) == record(done)


def test_the_core_of_sobol_keeps_what_moves_the_difference_and_all_measures(two, stand_in):
    done = sensitivity(*two, SensitivityPlan(method="sobol", points=32, size=TINY, split=0))
    names = set(done.design.names)
    assert "beta_DL" in names
    assert {
        name for name in named([TINY.of(one) for one in two]) if name.startswith("street-lighting.")
    } <= names
    assert sum(not one.of_measure for one in done.design.factors) == module.CORE
    assert done.screening is not None
    assert done.analysis.ranking()["factor"][0] == "beta_DL"
    assert not len(done.split)
    assert any("of its variance" in one for one in findings(done))


@pytest.mark.parametrize("method", ["pawn", "delta"])
def test_points_of_ones_own_are_analysed(two, stand_in, tmp_path, method):
    rng = np.random.default_rng(1)
    chosen = [one for one in factors_of(two) if one.name in ("beta_DL", "d1")]
    design = sample("pawn", chosen, 200)
    write_sample(replace(design, points=design.points[rng.permutation(200)]), tmp_path / "p.csv")
    done = sensitivity(*two, SensitivityPlan(method=method, sample=tmp_path / "p.csv", size=TINY, split=0))
    assert done.design.names == ("d1", "beta_DL")
    assert done.analysis.ranking()["factor"][0] == "beta_DL"
    assert any("What turns that decision: beta_DL (worth having in" in one for one in findings(done))


def test_groups_are_told_apart_with_few_points(two, stand_in):
    done = sensitivity(*two, SensitivityPlan(size=TINY, grouped=True, split=0, seeds=2))
    assert set(done.design.names) == {"perception", "experience", "mobility", "offending", "street-lighting"}
    assert len(done.design.points) == 60
    assert done.analysis.ranking()["factor"][0] == "perception"


def test_when_every_run_fails_the_reason_is_said(two, monkeypatch):
    def failing(scenarios, trials, **options):
        rows = played(scenarios, trials, **options)
        return rows.assign(value=np.nan, reason="MemoryError: none left")

    monkeypatch.setattr(module, "run_trials", failing)
    with pytest.raises(RunError, match="Every run failed: MemoryError"):
        sensitivity(*two, SensitivityPlan(size=TINY))


def test_plans_that_cannot_be_run_are_refused():
    with pytest.raises(RunError, match="no indicator"):
        SensitivityPlan(of="unsafe")
    with pytest.raises(RunError, match="those of the split 1"):
        SensitivityPlan(split=1)
    with pytest.raises(RunError, match="The method is 'fast'"):
        SensitivityPlan(method="fast")


def test_a_folder_is_named_by_what_is_asked(two, tmp_path):
    plan = SensitivityPlan(size=TINY)
    one = analysis_folder(tmp_path, *two, plan)
    assert one.name.startswith("sensitivity-lamps-")
    assert one == analysis_folder(tmp_path, *two, plan)
    assert one != analysis_folder(tmp_path, *two, replace(plan, method="sobol"))
    assert one != analysis_folder(tmp_path, *two, replace(plan, seeds=2))


@pytest.mark.slow
def test_real_runs_give_the_same_indices_whoever_ran_them(two, tmp_path):
    scenarios = [TINY.of(one) for one in two]
    chosen = [
        one for one in factors_of(scenarios) if one.name in ("beta_DL", "street-lighting.level", "p_witness")
    ]
    chosen.append(Factor("vandalism", "offending", 0.0, 200.0, "", Uniform(0.0, 100.0)))
    design = sample("morris", chosen, 3)
    one = run_design(scenarios, design, seeds=2, folder=tmp_path)
    other = run_design(scenarios, design, seeds=2, workers=2)
    np.testing.assert_array_equal(one.difference, other.difference)
    assert module.analyse(design, one).indices.equals(module.analyse(design, other).indices)
