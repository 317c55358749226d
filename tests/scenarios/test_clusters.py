"""Real Dask: other processes, one of them killed, the driver killed; the bytes are those of one process."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from nightwalk.agents.population import Population
from nightwalk.base.clusters import Cluster
from nightwalk.base.errors import RunError
from nightwalk.model.city import grid_town
from nightwalk.scenarios.interventions import StreetLighting
from nightwalk.scenarios.rerun import differing
from nightwalk.scenarios.scenario import Scenario
from nightwalk.scenarios.simulate import run_study
from nightwalk.scenarios.study import study_of
from nightwalk.scenarios.trials import Trial, run_trials
from nightwalk.scenarios.where import streets

pytest.importorskip("distributed")
ROOT = Path(__file__).parents[2]
POINTS = [Trial(i, 1 + i % 5, {"beta_DL": 0.03 * i}) for i in range(100)]
DRIVER = """
import os, signal, sys
from pathlib import Path
from nightwalk.base.clusters import Cluster
from nightwalk.scenarios.trials import run_trials
from tests.scenarios.test_clusters import POINTS, two_worlds

if __name__ == "__main__":
    folder, kill = sys.argv[1:]
    with Cluster(local=2).executor() as pool:
        pids = sorted(pool._client.run(os.getpid).values())
        print("workers", *pids, flush=True)

        def tell(what, done):
            print(done, flush=True)
            if kill == "worker" and done > 0.2 and pids:
                os.kill(pids.pop(), signal.SIGKILL)
                pids.clear()

        run_trials(two_worlds(), POINTS, executor=pool, folder=folder, progress=tell)
"""


def two_worlds():
    quick = {"parameters": {"spin_up": 14.0}, "population": Population(residents=60)}
    today = Scenario(grid_town(), "Today", days=1, city_file="grid-town", **quick)
    return [today, today.plus(StreetLighting(where=streets("Street 1"), level=40.0), name="Lamps")]


@pytest.fixture(scope="module")
def serial(tmp_path_factory):
    """The table of 200 runs in one process."""
    folder = tmp_path_factory.mktemp("serial")
    run_trials(two_worlds(), POINTS, folder=folder)
    return (folder / "trials.parquet").read_bytes()


def driver(tmp_path, kill=""):
    script = tmp_path / "driver.py"
    script.write_text(DRIVER)
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, str(script), str(tmp_path / "kept"), kill]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=env)


@pytest.mark.slow
@pytest.mark.network
@pytest.mark.skipif(sys.platform == "win32", reason="kills by signal")
def test_200_runs_are_all_there_when_a_worker_is_killed_midway(serial, tmp_path):
    run = driver(tmp_path, "worker")
    run.communicate()
    assert run.returncode == 0
    assert (tmp_path / "kept" / "trials.parquet").read_bytes() == serial


@pytest.mark.slow
@pytest.mark.network
@pytest.mark.skipif(sys.platform == "win32", reason="kills by signal")
def test_200_runs_are_all_there_when_the_driver_is_killed_and_started_again(serial, tmp_path):
    first = driver(tmp_path)
    assert first.stdout is not None
    while not (line := first.stdout.readline()).startswith("0.") or float(line) < 0.2:
        assert line, "it ended before it could be killed"
    os.kill(first.pid, signal.SIGKILL)
    first.wait()
    first.stdout.close()
    assert not (tmp_path / "kept" / "trials.parquet").exists()
    again = driver(tmp_path)
    said, _ = again.communicate()
    shares = [float(line) for line in said.splitlines() if not line.startswith("workers")]
    assert again.returncode == 0
    assert shares[0] > 0.2, "what was finished is not run again"
    assert (tmp_path / "kept" / "trials.parquet").read_bytes() == serial


@pytest.mark.slow
@pytest.mark.network
def test_a_study_on_a_cluster_has_the_same_bytes(tmp_path):
    code = (
        "import sys\nfrom pathlib import Path\nfrom nightwalk.base.clusters import Cluster\n"
        "from nightwalk.scenarios.simulate import run_study\nfrom nightwalk.scenarios.study import study_of\n"
        "from tests.scenarios.test_clusters import two_worlds\n"
        "if __name__ == '__main__':\n"
        "    study = study_of(two_worlds(), range(1, 5))\n"
        "    with Cluster(local=2).executor() as pool:\n"
        "        run_study(study, study.folder(Path(sys.argv[1])), executor=pool)\n"
    )
    script = tmp_path / "study.py"
    script.write_text(code)
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    subprocess.run(
        [sys.executable, str(script), str(tmp_path / "there")], check=True, capture_output=True, env=env
    )
    study = study_of(two_worlds(), range(1, 5))
    run_study(study, study.folder(tmp_path / "here"))
    assert differing(study.folder(tmp_path / "here"), study.folder(tmp_path / "there")) == []


def test_one_cluster_is_named():
    for given in ({}, {"local": 2, "scheduler": "tcp://127.0.0.1:1"}, {"local": -1}):
        with pytest.raises(RunError, match="Give one of"):
            Cluster(**given)


def test_a_scheduler_that_does_not_answer_is_said(monkeypatch):
    from nightwalk.base import clusters

    monkeypatch.setattr(clusters, "PATIENCE", 1)
    said = r"No Dask scheduler answers at tcp://127\.0\.0\.1:1"
    with pytest.raises(RunError, match=said), Cluster("tcp://127.0.0.1:1").executor():
        pass


def test_without_dask_it_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(RunError, match=r"nightwalk\[cluster\]"), Cluster(local=1).executor():
        pass
