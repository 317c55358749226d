"""Look for a plan and print what was found."""

from __future__ import annotations

import shutil
from contextlib import nullcontext
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from nightwalk.base.clusters import Cluster
    from nightwalk.experiments.plan.optimise import PlanRequest

__all__ = ["planned"]


def planned(
    path: Path, request: PlanRequest, out: Path, workers: int | None, cluster: Cluster | None, *, days: int | None,
    city: str, fresh: bool, as_json: bool,
) -> Path:  # fmt: skip
    """Optimise, write and print; return the folder with plan.toml, plan.json and plan.html."""
    from nightwalk.base.machine import cores
    from nightwalk.cli.screen import doing, print_json, progress, say_where, show
    from nightwalk.experiments.plan.optimise import optimise, plan_folder
    from nightwalk.experiments.plan.page import PAGE, PLAN_FILE, record, write_plan
    from nightwalk.experiments.plan.words import answer, notes
    from nightwalk.outputs.run_index import RunIndex
    from nightwalk.scenarios.named import named_scenarios

    with doing("Reading the scenario", quiet=as_json):
        (base,) = named_scenarios([path], city=city, days=days)
        folder, index = plan_folder(out, base, request), RunIndex(out)
    if fresh:
        shutil.rmtree(folder, ignore_errors=True)
    index.begin(folder.name, "plan", f"best plan for {request.purse}", (base.name,), 0)
    with progress(quiet=as_json) as told, cluster.executor() if cluster else nullcontext() as pool:
        plan = optimise(
            base, request, workers=workers or cores(), executor=pool, folder=folder, progress=told
        )
    write_plan(plan, folder)
    names = (base.name, plan.scenario.name, *(one.name for one in plan.rivals))
    index.begin(folder.name, "plan", f"best plan for {request.purse}", names, plan.runs)
    index.finish(folder.name)
    if as_json:
        print_json({"folder": str(folder), **record(plan)})
        return folder
    for line in (answer(plan), *notes(plan), f"The plan: {folder / PLAN_FILE}"):
        show(line)
    say_where(folder, PAGE)
    return folder
