"""Runs, studies, continuing after a kill: the same tables whatever happened on the way."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from concurrent.futures import Executor
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from nightwalk.agents.population import Population
from nightwalk.base.errors import NightwalkError, RunError, ScenarioError
from nightwalk.base.executors import SerialExecutor
from nightwalk.model.city import grid_town
from nightwalk.outputs.compare import compare
from nightwalk.outputs.ensemble import Ensemble
from nightwalk.outputs.folder import begin, finished_parts
from nightwalk.outputs.indicators import GROUPS
from nightwalk.outputs.tables import parquet_bytes
from nightwalk.scenarios import simulate as module
from nightwalk.scenarios.description import source_digest
from nightwalk.scenarios.interventions import Beautification, MediaNarrative, StreetLighting
from nightwalk.scenarios.jobs import plan_of, run_job
from nightwalk.scenarios.rerun import differing, is_same_source, read_study, rerun
from nightwalk.scenarios.scenario import Scenario
from nightwalk.scenarios.simulate import run_study, simulate, simulate_many
from nightwalk.scenarios.study import study_of
from nightwalk.scenarios.where import Where, streets

LAMPS = StreetLighting(where=streets("Street 1", lit="yes"), level=40.0)
NOTHING = Beautification(where=Where(everywhere=True), reduction=0.0)


@pytest.fixture(scope="module")
def today():
    quick = {"parameters": {"spin_up": 14.0}, "population": Population(residents=100)}
    return Scenario(grid_town(), "Today", days=2, city_file="grid-town", **quick)


@pytest.fixture(scope="module")
def three(today):
    return [today, today.plus(LAMPS, name="Lamps"), today.plus(NOTHING, name="Nothing")]


@pytest.fixture(scope="module")
def study(three):
    return study_of(three, [1, 2], name="Three worlds")


@pytest.fixture(scope="module")
def finished(study, tmp_path_factory):
    folder = study.folder(tmp_path_factory.mktemp("out"))
    run_study(study, folder)
    return folder


def test_one_run_has_its_tables(today):
    shares = []
    run = simulate(today, seed=3, progress=shares.append)
    assert set(run.tables) == {"indicators", "series", "streets", "crimes", "zones"}
    assert shares == sorted(shares)
    assert shares[-1] == 1.0
    again = simulate(today, seed=3)
    assert all(parquet_bytes(again.tables[name]) == parquet_bytes(run.tables[name]) for name in run.tables)


def test_parameters_of_ones_own_are_used(today):
    calm = simulate(today, 1, parameters=today.reference.with_values({"mu": -8.0}))
    level = {
        row["indicator"]: row["value"]
        for row in calm.tables["indicators"].to_pylist()
        if row["split"] == "all"
    }
    assert level["unsafe_after_dark"] < simulate_level(simulate(today, 1))


def simulate_level(run):
    rows = run.tables["indicators"].to_pylist()
    return next(r["value"] for r in rows if r["split"] == "all" and r["indicator"] == "unsafe_after_dark")


def test_an_intervention_that_does_nothing_changes_no_value(finished, three):
    frame = module.Ensemble.open(finished)
    for name in ("indicators", "series", "streets", "crimes", "zones"):
        table = frame.frame(name)
        base, same = (
            table[table["scenario"] == s].drop(columns="scenario").reset_index(drop=True)
            for s in ("Today", "Nothing")
        )
        assert base.equals(same)
    rows = compare(frame, of="unsafe_after_dark").table()
    assert rows[rows["scenario"] == "Nothing"]["difference"].tolist() == [0.0]


def test_an_intervention_that_does_nothing_changes_no_byte_over_weeks_with_vandalism(today):
    often = {"spin_up": 14.0, "vandalism": 200.0}
    plain = replace(today, days=16, parameters=often, population=Population(residents=600))
    measures = (NOTHING, MediaNarrative(reduction=0.0, from_day=3), replace(LAMPS, fidelity=0.0, from_day=5))
    one, other = (simulate(world, 2) for world in (plain, replace(plain, interventions=measures)))
    assert [
        name for name in one.tables if parquet_bytes(one.tables[name]) != parquet_bytes(other.tables[name])
    ] == []


def test_lamps_change_the_lux_of_the_chosen_streets_and_of_no_other(finished, three):
    table = module.Ensemble.open(finished).frame("streets").set_index("segment")
    before, after = (
        table[(table["scenario"] == s) & (table["seed"] == 1)]["lux"] for s in ("Today", "Lamps")
    )
    chosen = three[0].city.streets.id[three[1].placed()[0].selection.segments]
    assert sorted(after.index[after != before]) == sorted(chosen)
    assert (after[chosen] == 40.0).all()


def test_run_json_says_what_was_run(finished, study):
    said = json.loads((finished / "run.json").read_text())
    assert said["seeds"] == [1, 2]
    assert said["source"] == source_digest()
    assert said["city"]["checksum"] == study.city.checksum
    lamps = said["scenarios"][1]["interventions"][0]
    assert lamps["dose"]["level"] == {"value": 40.0, "unit": "lx"}
    assert lamps["capital"] > 0
    assert len(lamps["segments"]) == len(study.placed[1][0].selection.segments)
    assert {"finished", "seconds", "workers", "machine", "folders"} == set(said["when"])
    varied = {row["name"]: row["varied"] for row in said["parameters"]}
    assert varied["beta_DL"]
    assert not varied["spin_up"]
    assert "street-lighting.level" in varied


def test_the_groups_of_a_run_are_those_that_targets_may_name(finished):
    frame = Ensemble.open(finished).frame("indicators")
    found = {split: set(groups) for split, groups in frame.groupby("split")["group"].unique().items()}
    assert {split: groups for split, groups in found.items() if split != "area"} == {
        split: set(groups) for split, groups in GROUPS.items()
    }


def test_a_finished_study_is_opened_not_computed(study, finished, monkeypatch):
    monkeypatch.setattr(module, "run_job", None)
    assert run_study(study, finished).seeds == (1, 2)


def test_two_workers_give_the_same_bytes_as_one(study, finished, tmp_path):
    other = study.folder(tmp_path)
    run_study(study, other, workers=2)
    assert differing(finished, other) == []


def test_an_executor_of_ones_own_gives_the_same(study, finished, tmp_path):
    class Elsewhere(Executor):
        """As a Dask client's executor: not ours, and not closed by us."""

        def submit(self, fn, /, *args, **kwargs):
            return SerialExecutor().submit(fn, *args, **kwargs)

    other = study.folder(tmp_path)
    run_study(study, other, executor=Elsewhere())
    assert differing(finished, other) == []


def test_what_was_finished_is_not_run_again(study, finished, tmp_path, monkeypatch):
    other, ran = study.folder(tmp_path), []

    def stop_after_one(job, progress=None):
        if ran:
            raise KeyboardInterrupt
        ran.append(job.seed)
        return run_job(job, progress)

    monkeypatch.setattr(module, "run_job", stop_after_one)
    with pytest.raises(KeyboardInterrupt):
        run_study(study, other)
    assert finished_parts(other) == {(0, 1), (1, 1), (2, 1)}
    ran.clear()
    run_study(study, other)
    assert ran == [2]
    assert differing(finished, other) == []


def test_a_rerun_gives_the_same_bytes(finished, tmp_path):
    rerun(finished / "run.json", tmp_path)
    (again,) = (path for path in tmp_path.iterdir() if path.is_dir())
    assert again.name == finished.name
    assert differing(finished, again) == []
    assert is_same_source(finished / "run.json")


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda said: said.pop("when"), "is not the run.json of a study"),
        (lambda said: said["city"].update(checksum="0"), "its checksum differs"),
        (lambda said: said["scenarios"][1]["interventions"][0].update(segments=[1]), "streets chosen differ"),
    ],
)
def test_a_rerun_of_something_else_is_refused(finished, tmp_path, change, sentence):
    said = json.loads((finished / "run.json").read_text())
    change(said)
    path = tmp_path / "run.json"
    path.write_text(json.dumps(said))
    with pytest.raises(RunError, match=sentence):
        read_study(path)
    path.write_text("{")
    with pytest.raises(RunError, match="is not the run"):
        read_study(path)


def test_nothing_is_kept_without_a_folder(today, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    said = []
    ensemble = simulate_many(
        [today], seeds=[5], parameters="default", progress=lambda what, done: said.append(done)
    )
    assert ensemble.seeds == (5,)
    assert list(tmp_path.iterdir()) == []
    assert said == sorted(said)


def test_default_parameters_are_the_scenarios_own(today):
    many = simulate_many([today], seeds=[3], parameters="default").frame("indicators")
    alone = simulate(today, 3).tables["indicators"].to_pandas()
    shown = many["value"].notna()
    assert np.array_equal(many["value"][shown], alone["value"][shown])


def test_one_set_of_effects_per_seed_and_what_is_given_wins(today):
    plan = plan_of(today.plus(MediaNarrative()), today.plus(MediaNarrative()).placed())
    first, second = (plan.stage(today.city, seed, "prior") for seed in (1, 2))
    assert first.parameters(1, "prior") != second.parameters(2, "prior")
    assert first.parameters(1, "prior").values().spin_up == 14.0
    assert first.interventions[0].reduction != second.interventions[0].reduction
    assert plan.stage(today.city, 1, "default").interventions[0].reduction == 0.1
    given = plan_of(replace(today, parameters={"beta_DL": 2.0}), ())
    assert given.stage(today.city, 1, "prior").parameters(1, "prior").values().beta_DL == 2.0


@pytest.mark.parametrize(
    ("seeds", "mode", "sentence"),
    [
        ([], "prior", "seeds"),
        ([1, 1], "prior", "all different"),
        ([0], "prior", "from 1 on"),
        ([1], "best", "'prior', 'default', 'light' or a posterior"),
    ],
)
def test_seeds_and_modes_that_cannot_be_used_are_refused(today, seeds, mode, sentence):
    with pytest.raises(NightwalkError, match=sentence):
        simulate_many([today], seeds, parameters=mode)


def test_scenarios_that_cannot_be_compared_are_refused(today):
    elsewhere = replace(today, city=grid_town(4, 4), name="Elsewhere")
    for others, sentence in (
        ([], "no scenario"),
        ([today, today], "Two scenarios are called 'Today'"),
        ([today, elsewhere], "compared on the same city file"),
        ([today, replace(today, name="Longer", days=3)], "over the same days"),
    ):
        with pytest.raises(ScenarioError, match=sentence):
            study_of(others, [1])


def test_the_hash_follows_what_matters(today, study):
    assert study_of([today], [1]).hash12 == study_of([today], [1], name="called otherwise").hash12
    hashes = {
        study.hash12, study_of([today], [1]).hash12, study_of([today], [2]).hash12,
        study_of([today], [1], mode="default").hash12,
        study_of([replace(today, parameters={"spin_up": 15.0})], [1]).hash12,
    }  # fmt: skip
    assert len(hashes) == 5


def test_a_failing_worker_job_stops_the_study_and_keeps_what_is_done(study, tmp_path, monkeypatch):
    class Broken(Executor):
        def submit(self, fn, /, *args, **kwargs):
            job = args[0]
            return SerialExecutor().submit(fn if job.seed == 1 else _fail, *args, **kwargs)

    folder = study.folder(tmp_path)
    with pytest.raises(RunError, match="a worker died"):
        run_study(study, folder, executor=Broken())
    assert finished_parts(folder) == {(0, 1), (1, 1), (2, 1)}
    assert not folder.exists()


def _fail(job):
    raise RunError("a worker died")


SCRIPT = """
import sys
from pathlib import Path
from nightwalk.scenarios.toml import load_scenarios
from nightwalk.scenarios.study import study_of
from nightwalk.scenarios.simulate import run_study

if __name__ == "__main__":
    study = study_of(load_scenarios([Path("today.toml"), Path("lamps.toml")]), [1, 2, 3], name="killed")
    run_study(study, study.folder(Path(sys.argv[1])), workers=2)
"""


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="kills by signal")
def test_a_killed_study_continues_and_gives_the_same_tables(tmp_path, today):
    today.save(tmp_path / "today.toml")
    today.plus(LAMPS, name="Lamps").save(tmp_path / "lamps.toml")
    (tmp_path / "study.py").write_text(SCRIPT)
    env = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    killed = subprocess.Popen([sys.executable, "study.py", "killed"], cwd=tmp_path, env=env)
    while killed.poll() is None and not list(tmp_path.glob("killed/*.partial/parts/[0-9]*")):
        time.sleep(0.02)
    os.kill(killed.pid, signal.SIGKILL)
    killed.wait()
    assert not list(tmp_path.glob("killed/killed-*/run.json"))
    kept = {path: path.stat().st_mtime_ns for path in tmp_path.glob("killed/*.partial/parts/[0-9]*/*")}
    assert kept
    for name in ("killed", "whole"):
        subprocess.run([sys.executable, "study.py", name], cwd=tmp_path, env=env, check=True)
    (one,), (other,) = (list(tmp_path.glob(f"{name}/killed-*")) for name in ("killed", "whole"))
    assert differing(one, other) == []


def test_an_output_folder_that_cannot_be_written_is_refused_before_anything_runs(
    study, tmp_path, monkeypatch
):
    monkeypatch.setattr(module, "run_job", None)
    (tmp_path / "file").write_text("")
    with pytest.raises(RunError, match="Could not make"):
        run_study(study, study.folder(tmp_path / "file"))
    begin(study.folder(tmp_path))
