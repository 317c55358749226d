"""Jobs run in order, in other processes, and survive workers that die."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from concurrent.futures import wait
from functools import partial
from operator import mul
from pathlib import Path

import pytest

from nightwalk.base.errors import RunError, ScenarioError
from nightwalk.base.executors import ATTEMPTS, ProcessPool, SerialExecutor


def test_serial_executor_runs_and_carries_errors():
    with SerialExecutor() as pool:
        assert list(pool.map(mul, [2, 3], [5, 7])) == [10, 21]
        assert isinstance(pool.submit(int, "x").exception(), ValueError)


def test_jobs_run_in_other_processes():
    with ProcessPool(2) as pool:
        ids = {pool.submit(os.getpid).result() for _ in range(4)}
        assert list(pool.map(pow, range(6), [2] * 6)) == [0, 1, 4, 9, 16, 25]
    assert os.getpid() not in ids


def test_an_exception_of_the_job_is_the_drivers():
    with ProcessPool(1) as pool:
        assert isinstance(pool.submit(int, "x").exception(), ValueError)
        assert pool.submit(mul, 6, 7).result() == 42


def test_blas_has_one_thread_in_workers_and_the_drivers_environment_is_kept(monkeypatch):
    monkeypatch.delenv("OMP_NUM_THREADS", raising=False)
    monkeypatch.setenv("OPENBLAS_NUM_THREADS", "7")
    with ProcessPool(1) as pool:
        assert pool.submit(os.getenv, "OMP_NUM_THREADS").result() == "1"
        assert pool.submit(os.getenv, "OPENBLAS_NUM_THREADS").result() == "1"
    assert "OMP_NUM_THREADS" not in os.environ
    assert os.environ["OPENBLAS_NUM_THREADS"] == "7"


def test_a_killed_worker_is_replaced_and_its_job_done(tmp_path):
    code = f"import os, pathlib\np = pathlib.Path({str(tmp_path / 'seen')!r})\n"
    code += "if not p.exists():\n    p.touch(); os.kill(os.getpid(), 9)\n"
    with ProcessPool(2) as pool:
        jobs = [pool.submit(exec, code), *(pool.submit(mul, i, i) for i in range(8))]
        wait(jobs)
    assert [job.result() for job in jobs] == [None, *(i * i for i in range(8))]


def test_a_job_that_always_kills_its_worker_fails_with_one_sentence_and_harms_no_other(tmp_path):
    count = tmp_path / "count"
    code = f"import os\nwith open({str(count)!r}, 'a') as f:\n    f.write('x')\nos.kill(os.getpid(), 9)"
    with ProcessPool(2) as pool:
        poison = pool.submit(exec, code)
        others = [pool.submit(mul, i, 2) for i in range(6)]
        with pytest.raises(RunError, match="died 3 times"):
            poison.result()
        assert [job.result() for job in others] == [0, 2, 4, 6, 8, 10]
    assert count.read_text() == "x" * ATTEMPTS


def test_cancelling_ends_running_and_waiting_jobs():
    pool = ProcessPool(1)
    running = pool.submit(time.sleep, 600)
    waiting = pool.submit(mul, 1, 1)
    while not running.running():
        time.sleep(0.01)
    pool.shutdown(cancel_futures=True)
    assert waiting.cancelled()
    assert isinstance(running.exception(), RunError)
    with pytest.raises(RunError, match="closed"):
        pool.submit(mul, 1, 1)


def test_what_cannot_be_sent_is_refused():
    with ProcessPool(1) as pool, pytest.raises(RunError, match="define it in a module"):
        pool.submit(lambda: None)


def test_an_unpicklable_result_is_an_error_not_a_dead_worker():
    with ProcessPool(1) as pool:
        assert pool.submit(partial(eval, "lambda: 0")).exception() is not None
        assert pool.submit(mul, 2, 2).result() == 4


def test_no_workers_are_refused():
    with pytest.raises(RunError, match="at least 1"):
        ProcessPool(0)


def test_our_errors_travel():
    with ProcessPool(1) as pool:
        error = pool.submit(
            exec, "from nightwalk.base.errors import ScenarioError\nraise ScenarioError('no')"
        ).exception()
    assert isinstance(error, ScenarioError)
    assert str(error) == "no"


@pytest.mark.skipif(sys.platform == "win32", reason="kills by signal")
def test_workers_end_when_the_driver_is_killed(tmp_path):
    script = tmp_path / "driver.py"
    script.write_text(
        "import os, time\nfrom nightwalk.base.executors import ProcessPool\n"
        "if __name__ == '__main__':\n"
        "    pool = ProcessPool(1)\n"
        "    print(pool.submit(os.getpid).result(), flush=True)\n"
        "    pool.submit(time.sleep, 600).result()\n"
    )
    root = str(Path(__file__).parents[2])
    env = {**os.environ, "PYTHONPATH": root}
    driver = subprocess.Popen([sys.executable, str(script)], stdout=subprocess.PIPE, text=True, env=env)
    assert driver.stdout is not None
    worker = int(driver.stdout.readline())
    os.kill(driver.pid, signal.SIGKILL)
    driver.wait()
    driver.stdout.close()
    for _ in range(1000):
        if not Path(f"/proc/{worker}").exists() or "State:\tZ" in Path(f"/proc/{worker}/status").read_text():
            return
        time.sleep(0.01)
    pytest.fail("the worker lives on")
