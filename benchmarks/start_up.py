"""Start-up, from the start of the process by the clock.

`nightwalk --help` and `import nightwalk`: median of five. The first step is what `nightwalk run today
--workers 1` does until the first hour of the built-in city has been simulated, after which the process is
stopped: cold with an empty cache folder (nothing compiled), then warm with what the cold one left there
(median of three).
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from typing import TYPE_CHECKING

from benchmarks.fresh import ROOT, environment
from benchmarks.rows import BenchmarkError, Options, Row, middle
from benchmarks.worlds import Stopwatch

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["TITLE", "measure"]

TITLE = "Start-up"
COMMAND = "from nightwalk.cli import main; main()"
FIRST_USE = "import nightwalk; nightwalk.City, nightwalk.Scenario, nightwalk.Simulation"
FIRST_STEP = """
import os
from nightwalk.cli import main
from nightwalk.model.simulation import Simulation
step = Simulation.step
def only_one(self):
    step(self)
    os._exit(0)
Simulation.step = only_one
main()
os._exit(3)
"""
MOST_HELP, MOST_IMPORT, MOST_FIRST_STEP = 0.5, 0.6, 3.0  # seconds


def measure(options: Options) -> list[Row]:
    """Return seconds from the start of the process."""
    often, times = options.pick((5, 3), (1, 1))
    with tempfile.TemporaryDirectory(prefix="nightwalk-cold-") as cache:
        known = {"NIGHTWALK_CACHE": cache}
        bare = middle([_seconds("pass", ()) for _ in range(often)])
        said = middle([_seconds(COMMAND, ("--help",), known) for _ in range(often)])
        imported = middle([_seconds("import nightwalk", (), known) for _ in range(often)])
        used = middle([_seconds(FIRST_USE, (), known) for _ in range(often)])
        words = ("run", "today", "--workers", "1", "--fresh", "-o", f"{cache}/outputs")
        cold = _seconds(FIRST_STEP, words, known)
        warm = middle([_seconds(FIRST_STEP, words, known) for _ in range(times)])
    return [
        Row(figure="Python alone", value=bare, unit="s"),
        Row(figure="`nightwalk --help`", value=said, unit="s", at_most=MOST_HELP),
        Row(figure="`import nightwalk`", value=imported, unit="s", at_most=MOST_IMPORT),
        Row(
            figure="the same with `City`, `Scenario` and `Simulation`, which load on first use",
            value=used,
            unit="s",
        ),
        Row(figure="first step, compile cache cold", value=cold, unit="s"),
        Row(figure="first step, compile cache warm", value=warm, unit="s", at_most=MOST_FIRST_STEP),
    ]


def _seconds(code: str, words: Sequence[str], more: dict[str, str] | None = None) -> float:
    """Return how long a Python process with this code lives."""
    with Stopwatch() as watch:
        done = subprocess.run(
            [sys.executable, "-c", code, *words], cwd=ROOT, env=environment(more), check=False,
            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
    if done.returncode:
        last = (done.stderr.strip().splitlines() or ["it said nothing"])[-1]
        raise BenchmarkError(f"A process of the case start_up failed: {last}")
    return watch.wall
