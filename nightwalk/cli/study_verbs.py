"""Verbs that simulate, and the report of what was simulated."""
# ruff: noqa: FBT002 - a flag of the command line is a boolean

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from nightwalk.base.errors import RunError
from nightwalk.cli import studies
from nightwalk.cli.options import (
    Days,
    Fresh,
    Json,
    Kinds,
    Lang,
    LocalCluster,
    Out,
    Parameters,
    Pdf,
    Scheduler,
    SchedulerFile,
    Town,
    Workers,
)  # fmt: skip

__all__ = ["compare", "demo", "report", "rerun", "run"]

DEMO = ("today", "lamps", "lamps-and-activation")
DEMO_SEEDS = 4
DEMO_NAME = "Demo: lamps and life in central Helsinki"


def demo(
    out: Out = Path("outputs"),
    workers: Workers = None,
    fresh: Fresh = False,
    open_report: Annotated[bool, typer.Option("--open", help="Open the report in a browser.")] = False,
) -> None:
    """Compare today, lamps and lamps with activation in the built-in city."""
    folder = studies.study(
        [Path(name) for name in DEMO], range(1, DEMO_SEEDS + 1), out, workers, fresh=fresh, name=DEMO_NAME
    )
    if open_report:
        typer.launch(str(folder / "report.html"))


def run(
    scenario: Annotated[Path, typer.Argument(help="A scenario file, or the name of a library scenario.")],
    seed: Annotated[int, typer.Option(help="The (first) seed.")] = 1,
    seeds: Annotated[int, typer.Option(min=1, help="How many seeds.")] = 1,
    days: Days = None,
    city: Town = "",
    out: Out = Path("outputs"),
    workers: Workers = None,
    scheduler: Scheduler = "",
    scheduler_file: SchedulerFile = None,
    local_cluster: LocalCluster = 0,
    parameters: Parameters = "default",
    fresh: Fresh = False,
    kinds: Kinds = None,
    lang: Lang = "en",
    pdf: Pdf = False,
    as_json: Json = False,
) -> None:
    """Run one scenario and write its tables, maps and report."""
    studies.study(
        [scenario], range(seed, seed + seeds), out, workers,
        fresh=fresh, kinds=kinds, parameters=parameters, days=days, city=city, lang=lang, pdf=pdf, as_json=as_json,
        cluster=studies.cluster_of(scheduler, scheduler_file, local_cluster),
    )  # fmt: skip


def compare(
    scenarios: Annotated[
        list[Path],
        typer.Argument(help="Scenario files or library names; the first is the base, such as today."),
    ],
    seeds: Annotated[int, typer.Option(min=1, help="How many seeds.")] = 10,
    days: Days = None,
    city: Town = "",
    ablation: Annotated[
        bool,
        typer.Option("--ablation", help="Also what remains of each package without each of its modules."),
    ] = False,
    out: Out = Path("outputs"),
    workers: Workers = None,
    scheduler: Scheduler = "",
    scheduler_file: SchedulerFile = None,
    local_cluster: LocalCluster = 0,
    parameters: Parameters = "prior",
    fresh: Fresh = False,
    of: Annotated[str, typer.Option(help="The indicator to print.")] = "unsafe_after_dark",
    by: Annotated[
        str, typer.Option(help="Split it: all, sex, age, disability, income, kind or area.")
    ] = "all",
    kinds: Kinds = None,
    lang: Lang = "en",
    pdf: Pdf = False,
    as_json: Json = False,
) -> None:
    """Compare scenarios on common seeds: differences with intervals, maps and a report."""
    if len(scenarios) < 2:
        raise RunError(
            "There is nothing to compare with one scenario; give two or more, or use: nightwalk run."
        )
    studies.known_columns(of, by)
    studies.study(
        scenarios, range(1, seeds + 1), out, workers,
        fresh=fresh, kinds=kinds, parameters=parameters, days=days, city=city, ablation=ablation, of=of, by=by,
        lang=lang, pdf=pdf, as_json=as_json, cluster=studies.cluster_of(scheduler, scheduler_file, local_cluster),
    )  # fmt: skip


def report(
    folder: Annotated[Path, typer.Argument(help="The folder of a finished study.")],
    lang: Lang = "en",
    pdf: Pdf = False,
    as_json: Json = False,
) -> None:
    """Write the report of a finished study again, in another language or as PDF."""
    from nightwalk.cli.screen import print_json, say_where

    studies.known_report(lang, pdf=pdf)
    page = studies.written_report(folder, lang, pdf=pdf, quiet=as_json)
    return print_json({"report": str(page)}) if as_json else say_where(folder, page.name)


def rerun(
    run_json: Annotated[Path, typer.Argument(help="The run.json of a study.")],
    out: Out = Path("reruns"),
    city_file: Annotated[
        str, typer.Option("--city", help="Where the city file is now, if it has moved.")
    ] = "",
    workers: Workers = None,
    kinds: Kinds = None,
    as_json: Json = False,
) -> None:
    """Run the study of a run.json again and say whether it gives the same bytes."""
    from nightwalk.cli.screen import print_json, progress, say, say_where, show
    from nightwalk.scenarios.rerun import differing, is_same_source, read_study
    from nightwalk.scenarios.simulate import run_study

    studies.import_modules(kinds)
    study = read_study(run_json, city_file)
    folder = study.folder(out)
    if folder.resolve() == run_json.parent.resolve():
        raise RunError(f"{folder} is the study itself; choose another folder with -o.")
    if not is_same_source(run_json):
        say("The study was made by another version of Nightwalk; its numbers may differ.")
    count = studies.workers_for(workers, study, folder, quiet=as_json)
    with progress(quiet=as_json) as told:
        run_study(study, folder, workers=count, fresh=True, progress=told)
    unlike = differing(run_json.parent, folder)
    if as_json:
        return print_json({"folder": str(folder), "same": not unlike, "differing": unlike})
    say_where(folder)
    return show(f"Not the same: {', '.join(unlike)}." if unlike else "Same bytes in every table.")
