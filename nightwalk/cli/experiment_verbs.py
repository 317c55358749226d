"""Verbs that run many points of parameter space."""
# ruff: noqa: FBT002 - a flag of the command line is a boolean

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from nightwalk.cli.options import (
    Fresh,
    Json,
    Kinds,
    LocalCluster,
    Out,
    Scheduler,
    SchedulerFile,
    Town,
    Workers,
)

__all__ = ["sensitivity"]


def sensitivity(
    scenario: Annotated[Path, typer.Argument(help="A scenario file, or the name of a library scenario.")],
    against: Annotated[Path, typer.Option(help="What it is compared with.")] = Path("today"),
    method: Annotated[
        str,
        typer.Option(
            help="morris ranks all numbers; sobol shares out the variance; pawn, delta: any points."
        ),
    ] = "morris",
    of: Annotated[str, typer.Option(help="The indicator.")] = "unsafe_after_dark",
    points: Annotated[
        int, typer.Option(help="Trajectories, base points or points.  [default: 10, 64 or 500 by method]")
    ] = 0,
    seeds: Annotated[int, typer.Option(min=1, help="Seeds of every point.")] = 1,
    groups: Annotated[bool, typer.Option("--groups", help="Vary submodels and measures as wholes.")] = False,
    split: Annotated[int, typer.Option(help="Seeds to split the variance with; 0: not at all.")] = 10,
    sample: Annotated[
        Path | None, typer.Option(help="Points from a CSV file, a column for each number (pawn, delta).")
    ] = None,
    agents: Annotated[int, typer.Option(min=1, help="Agents of each run.")] = 2000,
    days: Annotated[int, typer.Option(help="Days of each run.")] = 30,
    spin_up: Annotated[int, typer.Option(help="Days before them.")] = 30,
    full: Annotated[
        bool, typer.Option("--full", help="Runs as large and long as the scenarios say: hours to days.")
    ] = False,
    city: Town = "",
    out: Out = Path("outputs"),
    workers: Workers = None,
    scheduler: Scheduler = "",
    scheduler_file: SchedulerFile = None,
    local_cluster: LocalCluster = 0,
    fresh: Fresh = False,
    kinds: Kinds = None,
    as_json: Json = False,
) -> None:
    """Find which uncertain numbers decide what a scenario is worth, and write sensitivity.html."""
    from nightwalk.cli.experiments import analysed
    from nightwalk.cli.studies import cluster_of, import_modules
    from nightwalk.experiments.sensitivity import SensitivityPlan
    from nightwalk.scenarios.size import FULL, Size

    import_modules(kinds)
    plan = SensitivityPlan(
        method=method, points=points, of=of, size=FULL if full else Size(agents, days, spin_up), seeds=seeds,  # type: ignore[arg-type]
        grouped=groups, split=split, sample=sample,
    )  # fmt: skip
    analysed(
        (against, scenario), plan, out, workers, cluster_of(scheduler, scheduler_file, local_cluster), city=city,
        fresh=fresh, as_json=as_json,
    )  # fmt: skip
