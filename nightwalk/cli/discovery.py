"""Look for the cases in which something fails, and print what was found."""

from __future__ import annotations

import shutil
from contextlib import nullcontext
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import pandas as pd

    from nightwalk.base.clusters import Cluster
    from nightwalk.experiments.discovery.cases import Cases
    from nightwalk.scenarios.size import Size

__all__ = ["TABLES", "from_scenarios", "from_table"]

TABLES = (".csv", ".parquet")


def from_table(
    path: Path, out: Path, outcome: str, *, above: float | None, below: float | None, inputs: Sequence[str],
    as_json: bool,
) -> None:  # fmt: skip
    """Look in a table of cases that somebody else made."""
    from nightwalk.experiments.discovery.cases import read_cases

    cases = read_cases(path, outcome, above=above, below=below, inputs=inputs)
    _tell(cases, out / f"discovery-{path.stem}", as_json=as_json)


def from_scenarios(
    paths: Sequence[Path], against: Path, out: Path, *, trials: int, of: str, least: float | None, size: Size,
    workers: int | None, cluster: Cluster | None, city: str, fresh: bool, as_json: bool,
) -> None:  # fmt: skip
    """Run trials of scenarios against a base, and look in them."""
    from nightwalk.base.machine import cores
    from nightwalk.cli.screen import doing, progress
    from nightwalk.experiments.discovery.cases import discovery_folder, trial_cases
    from nightwalk.outputs.run_index import RunIndex
    from nightwalk.scenarios.named import named_scenarios

    with doing("Reading the scenarios", quiet=as_json):
        base, *others = [size.of(one) for one in named_scenarios([against, *paths], city=city)]
        folder, index = discovery_folder(out, base, others, trials, of, least), RunIndex(out)
    if fresh:
        shutil.rmtree(folder, ignore_errors=True)
    names = (base.name, *(one.name for one in others))
    index.begin(folder.name, "discovery", f"when {names[1]} fails", names, trials)
    with progress(quiet=as_json) as told, cluster.executor() if cluster else nullcontext() as pool:
        cases = trial_cases(
            base, others, trials=trials, of=of, least=least, workers=workers or cores(), executor=pool,
            folder=folder, progress=told,
        )  # fmt: skip
    _tell(cases, folder, as_json=as_json)
    index.finish(folder.name)


def _tell(cases: Cases, folder: Path, *, as_json: bool) -> None:
    from nightwalk.cli.screen import doing, print_json, say_where, show
    from nightwalk.experiments.discovery.discover import discover
    from nightwalk.experiments.discovery.page import PAGE, record, write_discovery
    from nightwalk.experiments.discovery.words import certainty_words, sentence

    with doing("Looking for the failures", quiet=as_json):
        found = discover(cases.inputs, cases.failed)
        robust = _robust(cases)
        write_discovery(found, cases, robust, folder)
    if as_json:
        return print_json({"folder": str(folder), **record(found, cases, robust)})
    for line in (sentence(found, cases.subject), *certainty_words(found)):
        show(line)
    for row in robust.itertuples():
        show(f"{row.scenario}: good enough in {row.good_enough:.0%} of the cases, best in {row.best:.0%}.")
    return say_where(folder, PAGE)


def _robust(cases: Cases) -> pd.DataFrame:
    from nightwalk.experiments.discovery.robustness import robustness

    if cases.outcomes.empty:
        return cases.outcomes
    target = float(cases.outcomes.iloc[:, 0].mean())
    return robustness(cases.outcomes, lower_is_better=cases.lower_is_better, target=target)
