"""The verb that looks for the best plan for a budget."""
# ruff: noqa: FBT002 - a flag of the command line is a boolean

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from nightwalk.cli.options import (
    Days,
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

__all__ = ["optimise"]


def optimise(
    scenario: Annotated[
        Path, typer.Argument(help="What the plan is added to; patrol and cameras belong here.")
    ] = Path("today"),
    budget: Annotated[float, typer.Option(min=0, help="EUR to spend once.")] = 0.0,
    yearly: Annotated[
        float | None, typer.Option(min=0, help="EUR a year.  [default: the budget pays the first year]")
    ] = None,
    of: Annotated[str, typer.Option(help="The outcome to improve.")] = "unsafe_after_dark",
    group: Annotated[str, typer.Option("--for", help="Whom to plan for, such as women or 75+.")] = "everyone",
    kind: Annotated[
        list[str] | None,
        typer.Option(help="A kind of measure to choose from.  [default: all that may be placed]"),
    ] = None,
    seeds: Annotated[int, typer.Option(min=2, help="Draws in which the finalists are tried.")] = 20,
    fresh_seeds: Annotated[int, typer.Option(min=2, help="Fresh seeds for the winner.")] = 40,
    days: Days = None,
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
    """Find the best plan for a budget, and write plan.toml, plan.json and plan.html."""
    from nightwalk.cli.plan import planned
    from nightwalk.cli.studies import cluster_of, import_modules
    from nightwalk.experiments.plan.choose import Purse
    from nightwalk.experiments.plan.optimise import PlanRequest

    import_modules(kinds)
    request = PlanRequest(
        purse=Purse(budget, yearly), of=of, group=group, kinds=tuple(kind or ()), seeds=seeds, fresh=fresh_seeds,
    )  # fmt: skip
    planned(
        scenario, request, out, workers, cluster_of(scheduler, scheduler_file, local_cluster), days=days, city=city,
        fresh=fresh, as_json=as_json,
    )  # fmt: skip
