"""The verb that fits the model to a survey."""
# ruff: noqa: FBT002 - a flag of the command line is a boolean

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from nightwalk.cli.calibrations import calibration
from nightwalk.cli.options import Json, LocalCluster, Out, Scheduler, SchedulerFile, Workers
from nightwalk.cli.studies import cluster_of

__all__ = ["calibrate"]


def calibrate(
    study: Annotated[
        Path,
        typer.Argument(help="A study file, the name of a shipped study, or with --mapping a survey file."),
    ],
    mapping: Annotated[
        str, typer.Option(help="How a survey file is read: ess, csew, gss, istat, ons, or a TOML file.")
    ] = "",
    holdout: Annotated[
        str,
        typer.Option(
            help="With --mapping, what is kept aside: cells, area, wave, or wave=2008,2009.  [default: cells]"
        ),
    ] = "",
    n: Annotated[
        float | None, typer.Option(help="With --mapping, people behind percentages published without.")
    ] = None,
    out: Out = Path("outputs"),
    workers: Workers = None,
    scheduler: Scheduler = "",
    scheduler_file: SchedulerFile = None,
    local_cluster: LocalCluster = 0,
    as_json: Json = False,
) -> None:
    """Fit the model to a survey and write calibration.html and a posterior for compare --posterior."""
    calibration(
        study, out, workers, cluster_of(scheduler, scheduler_file, local_cluster),
        mapping=mapping, holdout=holdout, n=n, as_json=as_json,
    )  # fmt: skip
