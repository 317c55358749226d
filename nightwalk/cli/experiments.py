"""Run an experiment and print what it found."""

from __future__ import annotations

import shutil
from contextlib import nullcontext
from typing import TYPE_CHECKING

from nightwalk.base.errors import ScenarioError

if TYPE_CHECKING:
    from pathlib import Path

    from nightwalk.base.clusters import Cluster
    from nightwalk.experiments.sensitivity import SensitivityPlan
    from nightwalk.scenarios.scenario import Scenario

__all__ = ["analysed"]


def analysed(
    paths: tuple[Path, Path], plan: SensitivityPlan, out: Path, workers: int | None, cluster: Cluster | None, *,
    city: str, fresh: bool, as_json: bool,
) -> Path:  # fmt: skip
    """Analyse, write and print; return the folder with sensitivity.html and sensitivity.json."""
    from nightwalk.cli.print_sensitivity import print_sensitivity
    from nightwalk.cli.screen import doing, print_json, progress, say_where
    from nightwalk.experiments.page import PAGE, record, write_sensitivity
    from nightwalk.experiments.sensitivity import analysis_folder, sensitivity
    from nightwalk.outputs.run_index import RunIndex
    from nightwalk.scenarios.named import named_scenarios

    with doing("Reading the scenarios", quiet=as_json):
        base, scenario = _two(named_scenarios(paths, city=city))
        folder, index = analysis_folder(out, base, scenario, plan), RunIndex(out)
    if fresh:
        shutil.rmtree(folder, ignore_errors=True)
    entry = (folder.name, "sensitivity", f"{plan.method} of {plan.of}", (base.name, scenario.name))
    index.begin(*entry, 0)
    count = workers or _fitting(plan.size.of(base), plan.size.of(scenario))
    with progress(quiet=as_json) as told, cluster.executor() if cluster else nullcontext() as pool:
        done = sensitivity(base, scenario, plan, workers=count, executor=pool, folder=folder, progress=told)
    write_sensitivity(done, folder)
    index.begin(*entry, done.runs)
    index.finish(folder.name)
    if as_json:
        print_json({"folder": str(folder), **record(done)})
    else:
        print_sensitivity(done)
        say_where(folder, PAGE)
    return folder


def _fitting(*scenarios: Scenario) -> int:
    """Return how many processes cores and memory allow."""
    from nightwalk.base.machine import cores
    from nightwalk.scenarios.budget import fitting_workers
    from nightwalk.scenarios.study import study_of

    return fitting_workers(study_of(scenarios, range(1, cores() + 1)), cores())


def _two(found: list[Scenario]) -> tuple[Scenario, Scenario]:
    if len(found) != 2:
        raise ScenarioError(
            f"There are {len(found)} scenarios; a sensitivity analysis compares one with another."
        )
    return found[0], found[1]
