"""Cases to learn from: trials of a scenario against another, or a table that somebody else made."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from nightwalk.base.errors import RunError, nearest
from nightwalk.experiments.design import sample
from nightwalk.experiments.factors import factors_of
from nightwalk.outputs.folder import digest, study_folder
from nightwalk.outputs.indicators import HEADLINE, indicator
from nightwalk.scenarios.study import study_of
from nightwalk.scenarios.trials import Trial, run_trials

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from concurrent.futures import Executor
    from pathlib import Path

    import pandas as pd

    from nightwalk.experiments.factors import Factor
    from nightwalk.model.city import City
    from nightwalk.scenarios.scenario import Scenario

__all__ = ["CONTEXT", "Cases", "discovery_folder", "read_cases", "trial_cases"]

CONTEXT = ("unsafe_after_dark", "trust", "authority_trust", "collective_efficacy", "incivility")
"""Indicators of the base world that say in what context a measure works."""
DARK_GUESSES = "guessed streets that are dark"
DIM = 5.0  # lx, below it a street counts as dark: EN 13201-2 class P3 begins at 7.5, P4 at 5


@dataclass(frozen=True, eq=False)
class Cases:
    """Cases with what was not known in each, and how they ended.

    Attributes:
        subject: What may fail.
        failing: What failing means, as in ``falls by less than 2.0 points``.
        inputs: float64 (cases, inputs).
        failed: bool (cases,).
        outcomes: The outcome by case and scenario; empty for a table without scenarios.
        lower_is_better: The wanted direction of the outcome.
        lost: Trials that failed to run.
    """

    subject: str
    failing: str
    inputs: pd.DataFrame
    failed: np.ndarray
    outcomes: pd.DataFrame
    lower_is_better: bool = True
    lost: int = 0


def read_cases(
    path: Path, outcome: str, *, above: float | None = None, below: float | None = None,
    inputs: Sequence[str] = (),
) -> Cases:  # fmt: skip
    """Read cases from a CSV or Parquet table: a row per case, a column per input, one with the outcome.

    Args:
        path: The table.
        outcome: The column of the outcome.
        above: A case fails if the outcome is above this.
        below: A case fails if the outcome is below this.
        inputs: Columns to look at; all other numbers where not given.

    Raises:
        RunError: for a table or column that cannot be used, or not exactly one threshold.
    """
    import pandas as pd

    if (above is None) == (below is None):
        raise RunError("Say when a case fails: give either --above or --below, with the outcome's threshold.")
    table = _read(path)
    for name in (outcome, *inputs):
        if name not in table:
            raise RunError(f"{path} has no column {name!r}.{nearest(name, list(table))}")
    value = table[outcome]
    failed = (value > above if above is not None else value < below).to_numpy(bool)
    failing = f"{outcome} is {f'above {above:g}' if above is not None else f'below {below:g}'}"
    chosen = list(inputs) or [str(name) for name in table.select_dtypes("number") if name != outcome]
    return Cases(path.stem, failing, table[chosen], failed, pd.DataFrame())


def trial_cases(
    base: Scenario, scenarios: Sequence[Scenario], *, trials: int = 200, of: str = HEADLINE,
    least: float | None = None, workers: int = 1, executor: Executor | None = None,
    folder: Path | str | None = None, progress: Callable[[str, float], None] | None = None,
) -> Cases:  # fmt: skip
    """Run scenarios against a base at many points of what is not known; the first one is asked about.

    Every trial has its own luck, its own drawing of the light that the map leaves to be guessed, and its own value
    of every number with a prior and of every number of the measures. What the base world is like is the context.

    Args:
        base: What the scenarios are compared with.
        scenarios: Whose failures are looked for; the others stand beside it in the table of robustness.
        trials: Points.
        of: The outcome.
        least: The smallest improvement that is no failure; the smallest worthwhile change where not given.
        workers: Processes.
        executor: Where to run instead.
        folder: Where finished trials are kept.
        progress: Called with what is being done and the share done, 0-1.

    Raises:
        NightwalkError: as `run_trials`.
    """
    what = indicator(of)
    if what.better == "neither":
        raise RunError(f"No direction of {of} is wanted, so nothing fails; choose another indicator.")
    names, wanted = [one.name for one in scenarios], least if least is not None else what.smallest_worthwhile
    design = sample("pawn", varied([base, *scenarios]), trials)
    points = [Trial(i, seed=1 + i, values=values) for i, values in enumerate(design.values())]
    found = run_trials(
        [base, *scenarios], points, of=(of, *(name for name in CONTEXT if name != of)), parameters="light",
        workers=workers, executor=executor, folder=folder, progress=progress,
    )  # fmt: skip
    outcomes = _wide(found[found["indicator"] == of]).dropna()[[base.name, *names]]
    sign = 1.0 if what.better == "lower" else -1.0
    gain = sign * (outcomes[base.name] - outcomes[names[0]])
    return Cases(
        names[0], f"{what.phrase} improves by less than {what.size(wanted)}",
        _inputs(points, found, base).loc[outcomes.index], (gain < wanted).to_numpy(bool), outcomes,
        what.better == "lower", trials - len(outcomes),
    )  # fmt: skip


def discovery_folder(
    out: Path, base: Scenario, scenarios: Sequence[Scenario], trials: int, of: str, least: float | None
) -> Path:
    """Return where a discovery goes: named by what is compared, what was asked and the source.

    Raises:
        NightwalkError: if the scenarios cannot be compared.
    """
    study = study_of([base, *scenarios], [1], mode="light")
    asked = {"study": study.hash12, "trials": trials, "of": of, "least": least}
    return study_folder(out, f"discovery {scenarios[0].name}", digest(asked))


def varied(scenarios: Sequence[Scenario]) -> tuple[Factor, ...]:
    """Return what is varied: everything uncertain but prices, which decide nothing about safety."""
    from nightwalk.scenarios.about import is_price

    return tuple(one for one in factors_of(scenarios) if not is_price(one.unit))


def _inputs(points: Sequence[Trial], found: pd.DataFrame, base: Scenario) -> pd.DataFrame:
    """Return numbers, guessed light and context of every trial; what never differs is left out."""
    import pandas as pd

    index = pd.Index([one.id for one in points], name="trial")
    numbers = pd.DataFrame([dict(one.values) for one in points], index=index)
    numbers[DARK_GUESSES] = [dark_guesses(base.city, one.seed) for one in points]
    world = found[(found["scenario"] == base.name) & found["indicator"].isin(CONTEXT)]
    context = world.pivot_table("value", "trial", "indicator", sort=False).add_prefix("today's ")
    joined = numbers.join(context)
    return joined.loc[:, [name for name in joined if np.ptp(joined[name].to_numpy(float)) > 0]]


def dark_guesses(city: City, seed: int) -> float:
    """Return the share of the street length with guessed light that is dark in the drawing of a seed; 0 if none is."""
    from nightwalk.model.city.columns import LightSource
    from nightwalk.model.city.light import with_guesses_drawn

    guessed = city.streets.light_source == LightSource.IMPUTED
    if not guessed.any():
        return 0.0
    dark = with_guesses_drawn(city, seed).streets.lux[guessed] < DIM
    return float(np.average(dark, weights=city.streets.length[guessed]))


def _wide(found: pd.DataFrame) -> pd.DataFrame:
    return found[found["reason"] == ""].pivot_table("value", "trial", "scenario", sort=False)


def _read(path: Path) -> Any:
    import pandas as pd

    try:
        return pd.read_parquet(path) if path.suffix == ".parquet" else pd.read_csv(path)
    except (OSError, ValueError, ImportError) as error:
        raise RunError(f"{path} cannot be read as a table: {error}.") from error
