"""Many points of parameter space: common luck, failures as rows, the same rows whatever ran them."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from concurrent.futures import CancelledError, Executor, Future
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from nightwalk.agents.population import Population
from nightwalk.base.errors import QuantityError, RunError
from nightwalk.base.executors import SerialExecutor
from nightwalk.model.city import grid_town
from nightwalk.outputs.costs import equivalent_annual
from nightwalk.scenarios import trials as module
from nightwalk.scenarios.governance import Governance
from nightwalk.scenarios.interventions import Beautification, NightActivation, StreetLighting
from nightwalk.scenarios.numbers import check_values, declared_numbers, with_numbers
from nightwalk.scenarios.scenario import Scenario
from nightwalk.scenarios.simulate import simulate
from nightwalk.scenarios.study import study_of
from nightwalk.scenarios.trial_store import Row, TrialStore
from nightwalk.scenarios.trials import Trial, run_trials
from nightwalk.scenarios.where import streets

LAMPS = StreetLighting(where=streets("Street 1"), level=40.0)
OF = ("unsafe_after_dark", "annual_cost")
POINTS = (
    Trial(0),
    Trial(1, values={"beta_DL": 0.0}),
    Trial(2, values={"beta_DL": 3.0}),
    Trial(3, values={"beta_DL": 3.0, "street-lighting.fidelity": 0.0, "street-lighting.yearly_cost": 0.0}),
    Trial(4, seed=2, values={"beta_DL": 3.0}),
)


@pytest.fixture(scope="module")
def two():
    quick = {"parameters": {"spin_up": 14.0}, "population": Population(residents=100)}
    today = Scenario(grid_town(), "Today", days=2, city_file="grid-town", **quick)
    return [today, today.plus(LAMPS, name="Lamps")]


@pytest.fixture(scope="module")
def found(two):
    return run_trials(two, POINTS, of=OF)


def wide(frame, of="unsafe_after_dark"):
    return frame[frame["indicator"] == of].pivot_table("value", "trial", "scenario")


def test_a_trial_is_a_run_with_its_numbers(found, two):
    run = simulate(two[1], 1, parameters=two[1].reference.with_values({"beta_DL": 3.0}))
    rows = run.tables["indicators"].to_pandas().set_index(["indicator", "split", "group"])["value"]
    assert wide(found).loc[2, "Lamps"] == rows["unsafe_after_dark", "all", "everyone"]


def test_rows_follow_the_trials_and_say_nothing_of_a_failure(found):
    assert found["trial"].tolist() == [i for i in range(5) for _ in range(4)]
    assert found["scenario"].tolist() == ["Today", "Today", "Lamps", "Lamps"] * 5
    assert found["seed"].tolist() == [1] * 16 + [2] * 4
    assert set(found["reason"]) == {""}


def test_numbers_of_model_and_measures_hold(found):
    gain = wide(found)["Today"] - wide(found)["Lamps"]
    assert gain[2] > gain[0] > gain[1] >= 0.0, "the more light means to people, the more lamps do"
    assert gain[3] == 0.0, "lamps that are not delivered change nothing"
    assert wide(found).loc[2, "Today"] == wide(found).loc[3, "Today"]
    assert wide(found).loc[2, "Today"] != wide(found).loc[4, "Today"], "another seed is other luck"


def test_the_cost_is_that_of_the_study_unless_a_price_is_given(found, two):
    (told,) = study_of(two, [1]).content["scenarios"][1]["interventions"]
    cost = wide(found, "annual_cost")
    assert (cost["Today"] == 0.0).all()
    assert cost.loc[0, "Lamps"] == pytest.approx(equivalent_annual(told).value)
    assert 0.0 < cost.loc[3, "Lamps"] < cost.loc[0, "Lamps"]


def test_the_rows_are_the_same_whatever_ran_them_and_in_which_order(found, two):
    shuffled = run_trials(two, [POINTS[i] for i in (3, 1, 4, 0, 2)], of=OF, workers=2)
    again = shuffled.sort_values("trial", kind="stable").reset_index(drop=True)
    pd.testing.assert_frame_equal(again, found)


def test_finished_trials_are_not_run_again_and_more_can_be_added(two, found, tmp_path, monkeypatch):
    run_trials(two, POINTS[:3], of=OF, folder=tmp_path)
    ran = []
    real = module.run_together
    monkeypatch.setattr(module, "run_together", lambda job: ran.append(len(job.trials)) or real(job))
    again = run_trials(two, POINTS, of=OF, folder=tmp_path)
    assert sum(ran) == 2
    pd.testing.assert_frame_equal(again, found)
    kept = (tmp_path / "trials.parquet").read_bytes()
    pd.testing.assert_frame_equal(pd.read_parquet(tmp_path / "trials.parquet"), found)
    renamed = run_trials(two, [replace(POINTS[2], id=77)], of=("walks_per_day",), folder=tmp_path)
    assert sum(ran) == 2, "neither another id nor another indicator needs another run"
    assert renamed["trial"].tolist() == [77, 77]
    run_trials(two, POINTS, of=OF, folder=tmp_path)
    assert (tmp_path / "trials.parquet").read_bytes() == kept


def test_trials_with_the_same_numbers_of_the_model_share_the_spin_up_and_the_base(two, monkeypatch):
    from nightwalk.scenarios import trial_jobs

    lived = []
    real = trial_jobs.lived
    monkeypatch.setattr(
        trial_jobs, "lived", lambda plan, *a, **k: lived.append(plan.name) or real(plan, *a, **k)
    )
    points = [Trial(i, values={"street-lighting.level": 10.0 + 5 * i}) for i in range(3)]
    run_trials(two, points)
    assert sorted(lived) == ["Lamps"] * 3 + ["Today"]


def test_splits_are_told_where_asked_for(two):
    frame = run_trials(two[:1], [Trial(0)], by=("all", "sex"))
    assert frame["group"].tolist() == ["everyone", "men", "women"]


def test_parameters_are_drawn_for_each_seed_where_nothing_is_said(two):
    drawn = wide(run_trials(two, [Trial(0), Trial(1, values={"beta_DL": 0.0})], parameters="prior"))
    assert drawn.loc[0, "Today"] != drawn.loc[1, "Today"]
    same = simulate(two[0], 1, parameters=two[0].reference.draw(1).with_values({"spin_up": 14.0}))
    rows = same.tables["indicators"].to_pandas().set_index(["indicator", "split", "group"])["value"]
    assert drawn.loc[0, "Today"] == rows["unsafe_after_dark", "all", "everyone"]


class Failing(SerialExecutor):
    """Fails the jobs of seed 2."""

    def submit(self, fn, /, job):
        if job.seed != 2:
            return super().submit(fn, job)
        future = Future()
        future.set_exception(RunError("no room"))
        return future


def test_a_failed_trial_is_rows_with_its_reason_and_is_tried_again(two, found, tmp_path):
    frame = run_trials(two, POINTS, of=OF, executor=Failing(), folder=tmp_path)
    lost = frame[frame["trial"] == 4]
    assert set(lost["reason"]) == {"RunError: no room"}
    assert lost["value"].isna().all()
    assert len(lost) == len(two) * len(OF)
    pd.testing.assert_frame_equal(run_trials(two, POINTS, of=OF, folder=tmp_path), found)


def test_an_error_inside_a_run_is_a_reason(two):
    spoiled = replace(two[1], interventions=(Broken(where=streets("Street 1")),))
    frame = run_trials([two[0], spoiled], [Trial(0)])
    assert set(frame["reason"]) == {"ArithmeticError: it broke"}


class Broken(StreetLighting, filed=False):
    """Lamps that fail when they are lit."""

    def effect(self, now):
        raise ArithmeticError("it broke")


class Lost(Executor):
    """A cluster whose scheduler is gone."""

    def submit(self, fn, /, *args):
        future = Future()
        future.set_exception(CancelledError())
        return future


def test_a_lost_cluster_is_said_in_one_sentence(two):
    with pytest.raises(RunError, match="scheduler still there"):
        run_trials(two, POINTS, executor=Lost())


@pytest.mark.parametrize(
    ("trials", "says"),
    [
        ([], "There is no trial"),
        ([Trial(1), Trial(1)], "two have one id"),
        ([Trial(1, seed=0)], "seeds"),
        ([Trial(3, values={"beta_DQ": 1.0})], "Trial 3: There is no number 'beta_DQ'"),
        ([Trial(3, values={"beta_DL": 99.0})], "Trial 3: beta_DL is 99"),
        ([Trial(3, values={"street-lighting.lvl": 9.0})], "Nearest: 'street-lighting.level'"),
        ([Trial(3, values={"governance.capacity": 1.0})], "no number"),
    ],
)
def test_what_cannot_be_run_is_refused_before_anything_runs(two, trials, says):
    with pytest.raises((RunError, QuantityError), match=says):
        run_trials(two, trials)


def test_unknown_indicators_and_splits_are_refused(two):
    with pytest.raises(RunError, match="no indicator 'unsafe'"):
        run_trials(two, POINTS, of=("unsafe",))
    with pytest.raises(RunError, match="no split 'gender'"):
        run_trials(two, POINTS, by=("gender",))


def test_numbers_have_names_and_whole_ones_stay_whole(two):
    governed = replace(two[1], governance=Governance())
    known = declared_numbers([governed])
    assert {"beta_DL", "street-lighting.level", "governance.base_fidelity"} <= set(known)
    check_values({"governance.base_fidelity": 0.5}, known)
    event = with_numbers(
        NightActivation(where=streets("Street 1")), "night-activation", {"night-activation.first_hour": 19.6}
    )
    assert event.first_hour == 20
    assert isinstance(event.first_hour, int)
    plain = Beautification(where=streets("Street 1"))
    assert with_numbers(plain, "beautification", {"street-lighting.level": 3.0}) is plain


def test_the_governance_reaches_what_it_governs(two):
    governed = [replace(one, governance=Governance()) for one in two]
    points = [
        Trial(i, values={"governance.base_fidelity": f, "beta_DL": 3.0}) for i, f in enumerate((0.0, 1.0))
    ]
    gain = wide(run_trials(governed, points)).diff(axis=1)["Today"]
    assert gain[0] == 0.0
    assert gain[1] > 0.0


def test_a_store_keeps_rows_exactly_and_refuses_what_is_none(tmp_path):
    store = TrialStore(tmp_path / "deep" / "t.sqlite")
    rows = [Row("A", "x", "all", "everyone", 0.1 + 0.2), Row("Ä", "x", "sex", "men", float("nan"))]
    store.keep([("k", rows)])
    back = TrialStore(store.path).find(["k", "absent"])
    assert list(back) == ["k"]
    assert back["k"][0] == rows[0]
    assert np.isnan(back["k"][1].value)
    broken = tmp_path / "b.sqlite"
    broken.write_bytes(b"no data base at all" * 100)
    with pytest.raises(RunError, match="cannot be used"):
        TrialStore(broken)


def test_ten_thousand_trials_are_small_on_disk(tmp_path, found):
    store = TrialStore(tmp_path / "t.sqlite")
    names = [f"indicator_of_some_length_{i}" for i in range(35)]
    rows = [
        Row(scenario, name, "all", "everyone", 1 / 3) for scenario in ("Today", "Lamps") for name in names
    ]
    store.keep((f"{i:012x}", rows) for i in range(1000))
    assert store.path.stat().st_size < 10_000_000, "a tenth of 100 MB for 10,000"


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="kills by signal")
def test_a_killed_driver_goes_on_where_it_stopped(found, tmp_path):
    script = tmp_path / "driver.py"
    script.write_text(
        "import sys\nfrom tests.scenarios.test_trials import OF, POINTS\n"
        "from nightwalk.agents.population import Population\nfrom nightwalk.model.city import grid_town\n"
        "from nightwalk.scenarios.scenario import Scenario\nfrom nightwalk.scenarios.trials import run_trials\n"
        "from tests.scenarios.test_trials import LAMPS\n"
        "if __name__ == '__main__':\n"
        "    quick = {'parameters': {'spin_up': 14.0}, 'population': Population(residents=100)}\n"
        "    today = Scenario(grid_town(), 'Today', days=2, city_file='grid-town', **quick)\n"
        "    both = [today, today.plus(LAMPS, name='Lamps')]\n"
        "    run_trials(both, POINTS, of=OF, workers=2, folder=sys.argv[1],\n"
        "               progress=lambda what, done: print(done, flush=True))\n"
    )
    root = str(Path(__file__).parents[2])
    command = [sys.executable, str(script), str(tmp_path / "kept")]
    env = {**os.environ, "PYTHONPATH": root}
    driver = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=env)
    assert driver.stdout is not None
    assert 0.0 < float(driver.stdout.readline()) < 1.0
    os.kill(driver.pid, signal.SIGKILL)
    driver.wait()
    driver.stdout.close()
    time.sleep(0.1)
    subprocess.run(command, check=True, capture_output=True, env=env)
    pd.testing.assert_frame_equal(pd.read_parquet(tmp_path / "kept" / "trials.parquet"), found)
