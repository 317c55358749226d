"""Options that several verbs share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

__all__ = [
    "Days", "Fresh", "Json", "Kinds", "Lang", "LocalCluster", "Out", "Parameters", "Pdf", "PosteriorFolder",
    "Scheduler", "SchedulerFile", "Town", "Workers",
]  # fmt: skip

Out = Annotated[Path, typer.Option("-o", "--out", help="Folder for the study folders.")]
Json = Annotated[bool, typer.Option("--json", help="Print what a script would read, and nothing else.")]
Fresh = Annotated[bool, typer.Option("--fresh", help="Compute again even if the result is there.")]
Workers = Annotated[
    int | None, typer.Option(min=1, help="Worker processes.  [default: what cores and memory allow]")
]
Kinds = Annotated[
    list[str] | None,
    typer.Option("--with", metavar="PACKAGE.MODULE", help="Import interventions of your own."),
]
Lang = Annotated[str, typer.Option("--lang", help="Language of the report, for example el or it.")]
Pdf = Annotated[bool, typer.Option("--pdf", help="Write the report as PDF, too.")]
Parameters = Annotated[str, typer.Option(help="prior: effect sizes drawn for each seed; default: kept.")]
PosteriorFolder = Annotated[
    Path | None, typer.Option("--posterior", help="Folder of a calibration: fitted parameters come from it.")
]
Days = Annotated[int | None, typer.Option(help="Another number of days.")]
Town = Annotated[str, typer.Option("--city", metavar="CITY", help="Another town: a city file, or built-in.")]
Scheduler = Annotated[
    str, typer.Option(metavar="ADDRESS", help="Run on a Dask cluster, such as tcp://host:8786.")
]
SchedulerFile = Annotated[Path | None, typer.Option(help="The same, by the file its scheduler writes.")]
LocalCluster = Annotated[int, typer.Option(min=0, help="Run on so many Dask workers started here.")]
