"""Call a function in a process of its own, so that memory peaks and warm caches do not mix."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.rows import BenchmarkError

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["ONE_THREAD", "ROOT", "environment", "fresh"]

ROOT = Path(__file__).parents[1]
ONE_THREAD = dict.fromkeys(
    ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMBA_NUM_THREADS"), "1"
)


def environment(more: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return the environment of a measured process: one thread, this checkout first."""
    path = os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH", ""))))
    return {**os.environ, **ONE_THREAD, "PYTHONPATH": path, **(more or {})}


def fresh(task: str, **given: Any) -> Any:
    """Return what `module:function` of this package returns for plain arguments, called in a new process.

    Raises:
        BenchmarkError: with the last line it said, if it fails.
    """
    with tempfile.TemporaryDirectory(prefix="nightwalk-benchmark-") as place:
        answer = Path(place) / "answer.json"
        words = [sys.executable, "-m", "benchmarks.fresh", task, json.dumps(given), str(answer)]
        done = subprocess.run(
            words, cwd=ROOT, env=environment(), stderr=subprocess.PIPE, text=True, check=False
        )
        if done.returncode:
            last = (done.stderr.strip().splitlines() or ["it said nothing"])[-1]
            raise BenchmarkError(f"{task} failed with exit status {done.returncode}: {last}")
        return json.loads(answer.read_text(encoding="utf-8"))


def _answer(task: str, given: str, answer: str) -> None:
    module, function = task.split(":")
    found = getattr(import_module(f"benchmarks.{module}"), function)(**json.loads(given))
    Path(answer).write_text(json.dumps(found), encoding="utf-8")


if __name__ == "__main__":
    _answer(*sys.argv[1:])
