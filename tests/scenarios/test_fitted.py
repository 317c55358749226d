"""A posterior goes through a study: into run.json, into the parameters of every seed, and out of it again."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest

from nightwalk.agents.population import Population
from nightwalk.base.errors import RunError
from nightwalk.calibration.posterior import Posterior
from nightwalk.model.city import grid_town
from nightwalk.model.parameters import Parameters
from nightwalk.model.start import first_start
from nightwalk.scenarios.interventions import StreetLighting
from nightwalk.scenarios.jobs import plan_of
from nightwalk.scenarios.rerun import differing, read_study, rerun
from nightwalk.scenarios.scenario import Scenario
from nightwalk.scenarios.simulate import run_study, simulate_many
from nightwalk.scenarios.study import study_of
from nightwalk.scenarios.where import streets

POSTERIOR = Posterior(
    ("mu", "beta_D0"), np.array([[-3.1, 0.4], [-2.2, 0.9], [-1.3, 1.7]]), {"name": "A town", "ground": "elsewhere"}
)  # fmt: skip


@pytest.fixture(scope="module")
def today():
    quick = {"parameters": {"spin_up": 14.0}, "population": Population(residents=100)}
    return Scenario(grid_town(), "Today", days=1, city_file="grid-town", **quick)


@pytest.fixture(scope="module")
def study(today):
    lamps = today.plus(StreetLighting(where=streets("Street 1"), level=30.0), name="Lamps")
    return study_of([today, lamps], [1, 2], mode=POSTERIOR)


@pytest.fixture(scope="module")
def finished(study, tmp_path_factory):
    folder = study.folder(tmp_path_factory.mktemp("out"))
    run_study(study, folder)
    return folder


def test_fitted_parameters_come_from_the_draw_of_the_seed_the_others_from_their_priors(study):
    plan = plan_of(study.scenarios[1], study.placed[1])
    stage = plan.stage(study.city, 2, study.mode)
    found = stage.parameters(2, study.mode, study.fitted.values[2])
    assert (found.perception.mu, found.perception.beta_D0) == (-1.3, 1.7)
    assert found.experience.J_v == Parameters().draw(2).experience.J_v
    assert stage.interventions[0] == replace(study.placed[1][0]).drawn(2)


def test_what_the_scenario_sets_wins(today):
    plan = plan_of(replace(today, parameters={"mu": -4.0}), ())
    found = plan.stage(today.city, 1, "posterior").parameters(1, "posterior", POSTERIOR.values(1))
    assert (found.perception.mu, found.perception.beta_D0) == (-4.0, 0.9)


def test_a_fitted_level_is_kept_and_not_solved_again(study):
    plan = plan_of(study.scenarios[0], study.placed[0])
    stage = plan.stage(study.city, 2, study.mode)
    start = first_start(stage, stage.parameters(2, study.mode, study.fitted.values[2]), 2)
    assert (start.values.mu, start.known) == (-1.3, None)


def test_run_json_names_the_posterior_and_holds_the_draws_of_its_seeds(finished, study):
    said = json.loads((finished / "run.json").read_text())
    assert said["parameter_mode"] == "posterior"
    assert said["posterior"] == {
        "name": "A town", "digest": POSTERIOR.digest, "ground": "elsewhere",
        "values": {str(seed): POSTERIOR.values(seed) for seed in (1, 2)},
    }  # fmt: skip
    assert {row["name"]: row["varied"] for row in said["parameters"]}["beta_I"]


def test_another_posterior_is_another_study(study):
    other = replace(POSTERIOR, draws=POSTERIOR.draws + 0.01)
    assert study_of(study.scenarios, [1, 2], mode=other).hash12 != study.hash12
    assert study_of(study.scenarios, [1, 2]).hash12 != study.hash12


def test_a_rerun_needs_no_posterior_and_gives_the_same_bytes(finished, tmp_path):
    rerun(finished / "run.json", tmp_path, workers=2)
    (again,) = (path for path in tmp_path.iterdir() if path.is_dir())
    assert again.name == finished.name
    assert differing(finished, again) == []


@pytest.mark.parametrize(
    "change", [lambda said: said["posterior"]["values"].pop("2"), lambda said: said.pop("posterior")]
)
def test_a_run_json_without_its_draws_is_refused(finished, tmp_path, change):
    said = json.loads((finished / "run.json").read_text())
    change(said)
    path = tmp_path / "run.json"
    path.write_text(json.dumps(said))
    with pytest.raises(RunError, match=r"is not the run\.json of a study"):
        read_study(path)


def test_the_report_says_which_calibration_and_that_it_is_not_of_this_city(finished):
    page = (finished / "report.html").read_text()
    assert f"Fitted to: A town ({POSTERIOR.digest[:12]}). That is not this city" in page
    assert "from the calibration where fitted" in page


def test_a_mode_needs_its_posterior(today):
    with pytest.raises(RunError, match="'light' or a posterior, not 'posterior'"):
        simulate_many([today], [1], parameters="posterior")
