"""The verb that finds when something fails."""
# ruff: noqa: FBT002 - a flag of the command line is a boolean

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from nightwalk.base.errors import RunError
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

__all__ = ["discover"]


def discover(
    sources: Annotated[
        list[Path],
        typer.Argument(
            metavar="SCENARIO... | TABLE",
            help="Scenarios, the first is asked about; or one CSV or Parquet table of cases.",
        ),
    ],
    against: Annotated[Path, typer.Option(help="What the scenarios are compared with.")] = Path("today"),
    of: Annotated[
        str, typer.Option(help="The indicator, or the table's column with the outcome.")
    ] = "unsafe_after_dark",
    least: Annotated[
        float | None,
        typer.Option(help="Smallest improvement that is no failure.  [default: the smallest worthwhile]"),
    ] = None,
    above: Annotated[float | None, typer.Option(help="A case of a table fails above this.")] = None,
    below: Annotated[float | None, typer.Option(help="A case of a table fails below this.")] = None,
    inputs: Annotated[
        list[str] | None,
        typer.Option("--input", help="A column of the table to look at.  [default: all numbers]"),
    ] = None,
    trials: Annotated[int, typer.Option(min=2, help="Trials of the scenarios.")] = 200,
    agents: Annotated[int, typer.Option(min=1, help="Agents of each run.")] = 2000,
    days: Annotated[int, typer.Option(help="Days of each run.")] = 30,
    spin_up: Annotated[int, typer.Option(help="Days before them.")] = 30,
    full: Annotated[
        bool, typer.Option("--full", help="Runs as large and long as the scenarios say.")
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
    """Find the conditions under which a measure fails, and write discovery.html."""
    from nightwalk.cli.discovery import TABLES, from_scenarios, from_table
    from nightwalk.cli.studies import cluster_of, import_modules
    from nightwalk.scenarios.size import FULL, Size

    tables = [path for path in sources if path.suffix in TABLES]
    if tables and len(sources) > 1:
        raise RunError(f"{tables[0]} is a table of cases: give it alone, without scenarios or other tables.")
    if tables:
        return from_table(tables[0], out, of, above=above, below=below, inputs=inputs or (), as_json=as_json)
    import_modules(kinds)
    return from_scenarios(
        sources, against, out, trials=trials, of=of, least=least, size=FULL if full else Size(agents, days, spin_up),
        workers=workers, cluster=cluster_of(scheduler, scheduler_file, local_cluster), city=city, fresh=fresh,
        as_json=as_json,
    )  # fmt: skip
