"""Run a study three times to tell luck, gaps in the data and unknown parameters apart."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from nightwalk.outputs.indicators import HEADLINE, indicator
from nightwalk.outputs.report import write_report
from nightwalk.outputs.tables import UNCERTAINTY, make_table, write_table
from nightwalk.outputs.variance import variance_split
from nightwalk.scenarios.simulate import simulate_many
from nightwalk.scenarios.study import study_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    import pandas as pd

    from nightwalk.outputs.ensemble import Ensemble
    from nightwalk.scenarios.scenario import Scenario
    from nightwalk.scenarios.study import Mode

    Progress = Callable[[str, float], None]

__all__ = ["uncertainty"]

MODES: tuple[Mode, ...] = ("default", "light", "prior")


def uncertainty(
    scenarios: Sequence[Scenario], seeds: Iterable[int] = range(1, 31), *, of: str = HEADLINE, workers: int = 1,
    folder: Path | str | None = None, progress: Progress | None = None, threads: int = 1,
) -> pd.DataFrame:  # fmt: skip
    """Split the variance of a scenario's effect into luck, data gaps and parameters.

    Every seed is run with default parameters (luck alone), with default parameters and the light drawn where the
    map leaves it to be guessed (luck and data gaps), and with drawn parameters (luck and parameters). Is a lighting
    survey worth it? Only if data gaps have a share that is worth closing.

    Args:
        scenarios: As for `simulate_many`; the first is what the others are compared with.
        seeds: As for `simulate_many`; with fewer than 30 the shares are hardly told apart.
        of: The indicator, for everyone.
        workers: Processes.
        folder: Where to keep the three studies; that with drawn parameters then holds the table, and its report
            shows it.
        progress: Called with what is being done and the share done, 0-1.
        threads: Threads of each process.

    Returns:
        A DataFrame with the columns of `variance_split`: one row per scenario and source.

    Raises:
        NightwalkError: as `simulate_many`, or for an unknown indicator.
    """
    indicator(of)
    listed = list(seeds)

    def study(part: int) -> Ensemble:
        step = None if progress is None else _part(progress, part)
        return simulate_many(
            scenarios,
            listed,
            parameters=MODES[part],
            workers=workers,
            folder=folder,
            progress=step,
            threads=threads,
        )

    rows = variance_split(study(0), study(1), study(2), of)
    if folder is not None:
        _keep(rows, study_of(scenarios, listed, mode=MODES[2]).folder(Path(folder)))
    return rows


def _keep(rows: pd.DataFrame, folder: Path) -> None:
    write_table(
        make_table(UNCERTAINTY, {str(key): rows[key] for key in rows}), folder / f"{UNCERTAINTY}.parquet"
    )
    write_report(folder)


def _part(progress: Progress, part: int) -> Progress:
    return lambda what, done: progress(f"{MODES[part]}: {what}", (part + done) / len(MODES))
