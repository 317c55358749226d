"""Calibrate and print."""

from __future__ import annotations

from contextlib import nullcontext
from typing import TYPE_CHECKING

from nightwalk.base.errors import RunError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from nightwalk.base.clusters import Cluster
    from nightwalk.calibration.calibrate import Calibration
    from nightwalk.calibration.dynamic.calibrate import DynamicCalibration
    from nightwalk.calibration.identify import Learnt
    from nightwalk.calibration.study import Study

__all__ = ["calibration"]


def calibration(
    place: Path, out: Path, workers: int | None, cluster: Cluster | None, *, mapping: str, holdout: str,
    n: float | None, as_json: bool,
) -> Path:  # fmt: skip
    """Calibrate and print; return the folder with the posterior and calibration.html."""
    from dataclasses import asdict

    from nightwalk.calibration.calibrate import calibrate
    from nightwalk.calibration.dynamic.page import dynamic_page
    from nightwalk.calibration.folder import PAGE, folder_of, write_calibration
    from nightwalk.calibration.page import page_of
    from nightwalk.calibration.remarks import remarks
    from nightwalk.cli.screen import doing, print_json, progress, say_where

    with doing("Reading the survey", quiet=as_json):
        study = _study(place, mapping, holdout, n)
        folder = folder_of(out, study)
    with progress(quiet=as_json) as told:
        done = calibrate(study, told)
    dynamic = _dynamic(done, folder, workers, cluster, quiet=as_json) if study.dynamic else None
    with doing("Writing the page", quiet=as_json):
        write_calibration(folder, done, dynamic)
    if as_json:
        added = {"dynamic": asdict(dynamic_page(dynamic))} if dynamic else {}
        print_json({"folder": str(folder), **asdict(page_of(done)), **added})
    else:
        _print(f"{study.name}: what was learnt", (*done.learnt, *done.combinations), remarks(done))
        if dynamic:
            _print(f"{study.name}: what the simulation adds", dynamic.learnt, dynamic_page(dynamic).remarks)
        say_where(folder, PAGE)
    return folder


def _study(place: Path, mapping: str, holdout: str, n: float | None) -> Study:
    from nightwalk.calibration.study import read_study, study_of_file

    if mapping:
        return study_of_file(place, mapping, _holdout(holdout) if holdout else None, n)
    if holdout or n is not None:
        raise RunError("--holdout and --n go with --mapping; a study file states both itself.")
    return read_study(place)


def _holdout(text: str) -> str | Mapping[str, Sequence[str]]:
    """Return what ``wave=2008,2009`` means; a bare word stays."""
    name, given, values = text.partition("=")
    return {name: [one.strip() for one in values.split(",")]} if given else name


def _dynamic(
    done: Calibration, folder: Path, workers: int | None, cluster: Cluster | None, *, quiet: bool
) -> DynamicCalibration:
    """Fit the dynamic layer; runs that are finished stay in the folder, and the same command goes on from them."""
    from nightwalk.base.machine import cores
    from nightwalk.calibration.dynamic.calibrate import calibrate_dynamics
    from nightwalk.calibration.page import posterior_of
    from nightwalk.cli.screen import progress

    with progress(quiet=quiet) as told, cluster.executor() if cluster else nullcontext() as pool:
        return calibrate_dynamics(
            done.study,
            posterior_of(done),
            workers=workers or cores(),
            executor=pool,
            folder=folder,
            progress=told,
        )


def _print(title: str, learnt: Iterable[Learnt], remarks: Iterable[str]) -> None:
    from rich.console import Console
    from rich.table import Table

    from nightwalk.cli.screen import show

    table = Table(title=title, title_justify="left")
    for heading in ("Parameter", "Prior", "Posterior", "90 %", "Contraction"):
        table.add_column(heading, justify="left" if heading == "Parameter" else "right")
    for one in learnt:
        prior, posterior = (
            f"{mean:.2f} ± {sd:.2f}" for mean, sd in ((one.prior_mean, one.prior_sd), (one.mean, one.sd))
        )
        table.add_row(
            one.name, prior, posterior, f"{one.low:.2f} to {one.high:.2f}", f"{one.contraction:.2f}"
        )
    Console().print(table)
    for sentence in remarks:
        show(sentence)
