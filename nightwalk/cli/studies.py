"""What the verbs that simulate have in common: read, run, print."""

from __future__ import annotations

from contextlib import nullcontext
from typing import TYPE_CHECKING

from nightwalk.base.errors import RunError, nearest

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from nightwalk.base.clusters import Cluster
    from nightwalk.outputs.ensemble import Ensemble
    from nightwalk.scenarios.study import Mode, Study

__all__ = [
    "cluster_of", "import_modules", "known_columns", "known_report", "study", "workers_for", "written_report",
]  # fmt: skip


def study(
    paths: Sequence[Path], seeds: range, out: Path, workers: int | None, *, fresh: bool, name: str = "",
    kinds: list[str] | None = None, parameters: str = "prior", days: int | None = None,
    of: str = "unsafe_after_dark", by: str = "all", lang: str = "en", pdf: bool = False, as_json: bool = False,
    city: str = "", ablation: bool = False, cluster: Cluster | None = None,
) -> Path:  # fmt: skip
    """Read, run, print: the common part of demo, run and compare; return the study's folder."""
    from nightwalk.base.machine import cores
    from nightwalk.cli.screen import doing, progress, say
    from nightwalk.outputs.folder import is_finished
    from nightwalk.scenarios.named import named_scenarios
    from nightwalk.scenarios.simulate import run_study
    from nightwalk.scenarios.study import study_of

    known_report(lang, pdf=pdf)
    import_modules(kinds)
    with doing("Reading the scenarios", quiet=as_json):
        scenarios = named_scenarios(paths, city=city, days=days, ablation=ablation)
        chosen = study_of(scenarios, seeds, mode=_mode(parameters), name=name)
        folder = chosen.folder(out)
    if cluster is not None:
        workers = cores()  # of this machine, for what is not run by the cluster
    elif not is_finished(folder) or fresh:
        workers = workers_for(workers, chosen, folder, quiet=as_json)
    elif not as_json:
        say("This study is finished already; --fresh computes it again.")
    with progress(quiet=as_json) as told, cluster.executor() if cluster else nullcontext() as pool:
        workers = workers or 1
        threads = max(1, cores() // workers)
        ensemble = run_study(
            chosen, folder, workers=workers, executor=pool, fresh=fresh, progress=told, threads=threads
        )
    page = folder / "report.html"
    if lang != "en" or pdf:
        page = written_report(folder, lang, pdf=pdf, quiet=as_json)
    _print(ensemble, page, of, by, as_json=as_json)
    return folder


def cluster_of(scheduler: str, scheduler_file: Path | None, local: int) -> Cluster | None:
    """Return the cluster the options name; None where they name none.

    Raises:
        RunError: where they name several.
    """
    from nightwalk.base.clusters import Cluster

    return Cluster(scheduler, scheduler_file, local) if scheduler or scheduler_file or local else None


def known_report(lang: str, *, pdf: bool) -> None:
    """Refuse a language or a PDF that cannot be written, before anything long begins.

    Raises:
        RunError: for an unknown language or a missing library.
    """
    from nightwalk.outputs.language import known_language
    from nightwalk.outputs.pdf import check_pdf

    known_language(lang)
    if pdf:
        check_pdf()


def written_report(folder: Path, lang: str, *, pdf: bool, quiet: bool) -> Path:
    """Write the report of a study folder in a language; return the page, or the PDF if asked for."""
    from nightwalk.cli.screen import doing
    from nightwalk.outputs.report import write_report

    with doing("Writing the report", quiet=quiet):
        return write_report(folder, lang, pdf=pdf)


def import_modules(modules: list[str] | None) -> None:
    """Import modules that declare interventions of one's own."""
    from nightwalk.scenarios.catalogue import import_kinds

    for module in modules or ():
        import_kinds(module)


def known_columns(of: str, by: str) -> None:
    """Refuse an unknown indicator or split before anything is computed."""
    from nightwalk.outputs.indicators import SPLITS, indicator

    indicator(of)
    if by not in SPLITS:
        listed = nearest(by, SPLITS) or f" Splits: {', '.join(SPLITS)}."
        raise RunError(f"There is no split {by!r}.{listed}")


def workers_for(given: int | None, study: Study, folder: Path, *, quiet: bool) -> int:
    """Return how many processes, and say what a long study will take.

    They are no more than seeds, since one job is one seed; where the user gives no number, no more than
    the cores and the memory allow.

    Raises:
        RunError: if memory or disk are too small.
    """
    from nightwalk.base.machine import cores
    from nightwalk.cli.screen import say
    from nightwalk.scenarios.budget import LONG, budget_of, fitting_workers

    most = min(given or cores(), len(study.seeds))
    chosen = most if given else fitting_workers(study, most)
    expected = budget_of(study, chosen)
    expected.check_memory()
    expected.check_disk(folder)
    if chosen < most and not quiet:
        say(f"The available memory is enough for {chosen} of {most} workers.")
    if expected.seconds > LONG and not quiet:
        say(str(expected))
    return chosen


def _print(ensemble: Ensemble, page: Path, of: str, by: str, *, as_json: bool) -> None:
    from nightwalk.cli.print_study import print_decision, print_levels, print_verdicts
    from nightwalk.cli.screen import print_json, say_where
    from nightwalk.outputs.compare import compare as compared
    from nightwalk.outputs.compare import levels
    from nightwalk.outputs.guards import shown_with

    alone = len(ensemble.scenarios) == 1
    tables = [levels(ensemble)] if alone else [compared(ensemble, one, by).table() for one in shown_with(of)]
    if as_json:
        rows = [row for table in tables for row in table.to_dict("records")]
        return print_json({"folder": str(page.parent), "rows": rows})
    if alone:
        print_levels(ensemble)
    else:
        for table in tables:
            print_verdicts(table)
        print_decision(ensemble, of)
    return say_where(page.parent, page.name)


def _mode(parameters: str) -> Mode:
    if parameters == "prior":
        return "prior"
    if parameters == "default":
        return "default"
    raise RunError(f"--parameters is {parameters!r}; it can be prior or default.")
