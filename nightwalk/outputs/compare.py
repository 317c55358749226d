"""Compare scenarios: paired differences over common seeds, with intervals and a verdict."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from nightwalk.base.errors import RunError, nearest
from nightwalk.outputs.columns import COMPARISON, FEWEST_PEOPLE, column_names
from nightwalk.outputs.few_crimes import CRIMES, too_few_crimes
from nightwalk.outputs.guards import weakest_grade
from nightwalk.outputs.indicators import HEADLINE, INDICATORS, SPLITS, indicator
from nightwalk.outputs.language import _
from nightwalk.outputs.paired import Paired, mean_interval, paired, worthwhile
from nightwalk.outputs.verdicts import (
    FEW_PEOPLE,
    TOO_FEW_CRIMES,
    UNCLEAR,
    WORSE,
    p_values,
    q_values,
    seeds_needed,
    verdicts,
)

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

    from nightwalk.outputs.ensemble import Ensemble
    from nightwalk.outputs.indicators import Indicator

__all__ = ["Comparison", "compare", "comparisons", "flagged", "in_order", "levels"]

_ROW = ("indicator", "split", "group")
_HIDDEN = (
    "before", "after", "difference", "low", "high", "probability_worthwhile", "runs_worthwhile",
    "one_run_low", "one_run_high", "seeds_needed", "q_value",
)  # fmt: skip


@dataclass(frozen=True, eq=False)
class Comparison:
    """One indicator, split one way, for every scenario against one.

    Attributes:
        rows: See `table`.
        of: The indicator.
        by: The split.
        against: The scenario the others are compared with.
        ensemble: Where the runs are.
        note: What the interval is, in one sentence.
    """

    rows: pd.DataFrame
    of: Indicator
    by: str
    against: str
    ensemble: Ensemble
    note: str

    def table(self) -> pd.DataFrame:
        """Return one row per scenario and group, in stored units (shares 0-1).

        Columns: scenario, against, indicator, split, group, people (fewest over seeds), before, after,
        difference, low, high (95 % interval of the mean difference), smallest (the smallest worthwhile
        change), seeds, seeds_needed (about how many would decide, where the verdict is ``unclear``),
        probability_worthwhile (that the mean difference is worthwhile, in the wanted direction),
        runs_worthwhile (share of seeds with a worthwhile difference), q_value (false discovery rate over the
        rows of this table: see `verdicts.q_values`), one_run_low, one_run_high (95 % interval of one further
        run), grade (weakest evidence grade of the scenario's measures, A to D), verdict (a key of
        `verdicts.VERDICTS`; `answers.answers` gives each row with its numbers as one object).
        """
        return self.rows.copy()

    def chart(self, ax: Axes | None = None) -> Axes:
        """Draw the differences with their intervals."""
        from nightwalk.outputs.charts import draw_differences

        return draw_differences(self.rows, ax=ax)

    def map(self, ax: Axes | None = None, *, scenario: str | None = None) -> Axes:
        """Draw the difference street by street, for one scenario (default: the first compared one).

        Raises:
            RunError: for an indicator that has no value per street.
        """
        from nightwalk.outputs.panels import draw_difference_map

        chosen = scenario or next(iter(self.rows["scenario"]))
        return draw_difference_map(self.ensemble, self.of.name, chosen, self.against, ax=ax)


def compare(
    ensemble: Ensemble, of: str = HEADLINE, by: str = "all", against: str | None = None
) -> Comparison:
    """Compare every scenario with one of them, seed by seed.

    Args:
        ensemble: The study.
        of: An indicator, see `INDICATORS`.
        by: A split, see `SPLITS`.
        against: Name of the scenario to compare with (default: the first).

    Raises:
        RunError: for an unknown indicator, split or scenario, or a study of a single scenario.
    """
    chosen = indicator(of)
    if by not in SPLITS:
        raise RunError(f"There is no split {by!r}.{nearest(by, SPLITS)} Splits: {', '.join(SPLITS)}.")
    base = ensemble.scenario(against or ensemble.scenarios[0])["name"]
    if len(ensemble.scenarios) < 2:
        raise RunError(f"The study has only the scenario {base!r}; add a second one to compare it with.")
    wide = _wide(ensemble, of=of, by=by)
    return Comparison(_against(wide, ensemble, base), chosen, by, base, ensemble, interval_note(ensemble))


def comparisons(ensemble: Ensemble) -> pd.DataFrame:
    """Compare every indicator and split with the first scenario; no row for a single scenario.

    Returns:
        A DataFrame with the columns of `Comparison.table`.
    """
    return _against(_wide(ensemble), ensemble, ensemble.scenarios[0])


def levels(ensemble: Ensemble) -> pd.DataFrame:
    """Return the level of every indicator, split and group in every scenario.

    Returns:
        Columns scenario, indicator, split, group, people, value (mean over seeds), low, high (95 %
        interval of that mean; missing with one seed), seeds.
    """
    people, value = _wide(ensemble)
    mean, _, half, seeds = mean_interval(value.to_numpy(float))
    frame = value.index.to_frame(index=False)
    return frame.assign(
        people=people.min(axis=1).to_numpy(), value=mean, low=mean - half, high=mean + half, seeds=seeds
    )


def flagged(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of a comparison in which a group is worse off beyond the smallest worthwhile change.

    A group counts as worse off when its mean difference reaches the smallest worthwhile change in the
    unwanted direction and its interval excludes zero. Indicators without a wanted direction never do.
    """
    sign = {name: {"lower": 1.0, "higher": -1.0}.get(what.better, 0.0) for name, what in INDICATORS.items()}
    least = {name: what.smallest_worthwhile for name, what in INDICATORS.items()}
    unwanted = rows["indicator"].map(sign).astype(float) * rows["difference"]
    reached = unwanted >= rows["indicator"].map(least).astype(float)
    return rows[(rows["verdict"] == WORSE) & reached]


def interval_note(ensemble: Ensemble) -> str:
    """Return what the intervals of a study are, in one sentence."""
    others = len(ensemble.scenarios) - 1
    said = _("95 % intervals of the mean paired difference over runs (Student's t)")
    if others < 2:
        return said
    return said + _(
        ", widened so that those of the {count} scenarios hold together (Bonferroni)", count=others
    )


def _wide(ensemble: Ensemble, *, of: str | None = None, by: str | None = None) -> tuple[pd.DataFrame, ...]:
    """Return people and values, one row per scenario, indicator, split and group, one column per seed."""
    frame = ensemble.frame("indicators")
    frame = frame[frame["indicator"].isin([of] if of else list(INDICATORS))]
    frame = frame[frame["split"].isin([by] if by else list(SPLITS))]
    table = frame.set_index(["scenario", *_ROW, "seed"])[["people", "value"]].unstack("seed")  # noqa: PD010  a repeated row is an error here
    return table["people"], table["value"]


def _of(table: pd.DataFrame, scenario: str) -> pd.DataFrame:
    return table[table.index.get_level_values("scenario") == scenario].droplevel("scenario")


def _against(wide: tuple[pd.DataFrame, ...], ensemble: Ensemble, base: str) -> pd.DataFrame:
    import pandas as pd

    others = [name for name in ensemble.scenarios if name != base]
    parts = [_one(wide, ensemble, base, other, len(others)) for other in others]
    if not parts:
        return _no_rows()
    rows = pd.concat(parts, ignore_index=True)
    return rows.assign(q_value=q_values(rows["q_value"].to_numpy(float)))


def _one(
    wide: tuple[pd.DataFrame, ...], ensemble: Ensemble, base: str, other: str, comparisons: int
) -> pd.DataFrame:
    people, value = wide
    old, new = (_of(value, name) for name in (base, other))
    old, new = old.align(new, join="outer")
    result = paired(old.to_numpy(float), new.to_numpy(float), comparisons=comparisons)
    rows = old.index.to_frame(index=False)
    rows.insert(0, "scenario", other)
    rows.insert(1, "against", base)
    fewest = [_of(people, name).min(axis=1).reindex(old.index).to_numpy(float) for name in (base, other)]
    rows["people"] = np.fmin(*fewest)
    rows["grade"] = weakest_grade(ensemble.scenario(other))
    judged = _judged(rows, result, new.to_numpy(float) - old.to_numpy(float), comparisons)
    if too_few_crimes(ensemble, other, base):
        changed = judged["difference"].abs() > 0  # worlds that are the same can be told
        judged.loc[judged["indicator"].isin(CRIMES) & changed, "verdict"] = TOO_FEW_CRIMES
    judged["seeds_needed"] = judged["seeds_needed"].where(judged["verdict"] == UNCLEAR)
    return in_order(judged)


def _judged(rows: pd.DataFrame, result: Paired, change: np.ndarray, comparisons: int) -> pd.DataFrame:
    for name in ("before", "after", "difference", "low", "high", "one_run_low", "one_run_high", "seeds"):
        rows[name] = getattr(result, name)
    for name in ("probability_worthwhile", "runs_worthwhile", "smallest", "seeds_needed"):
        rows[name] = np.nan
    rows["q_value"] = p_values(result)  # made a rate once all rows of the table are there
    rows["verdict"] = ""
    for name, where in rows.groupby("indicator").indices.items():
        one = Paired(**{key: column[where] for key, column in vars(result).items()})
        what = INDICATORS[str(name)]
        rows.loc[where, "probability_worthwhile"] = worthwhile(one, what.better, what.smallest_worthwhile)
        rows.loc[where, "runs_worthwhile"] = _share(change[where], what)
        rows.loc[where, "smallest"] = what.smallest_worthwhile
        rows.loc[where, "seeds_needed"] = seeds_needed(one, what.smallest_worthwhile, comparisons=comparisons)
        rows.loc[where, "verdict"] = verdicts(one, what.better, what.smallest_worthwhile)
    few = rows["people"] < FEWEST_PEOPLE
    rows.loc[few, list(_HIDDEN)] = np.nan
    rows.loc[few, "verdict"] = FEW_PEOPLE
    return rows[column_names(COMPARISON)]


def _share(change: np.ndarray, what: Indicator) -> np.ndarray:
    wanted: np.ndarray = {"lower": -change, "higher": change, "neither": np.abs(change)}[what.better]
    used = (~np.isnan(change)).sum(axis=1)
    hits = (wanted >= what.smallest_worthwhile).sum(axis=1)
    return np.where(used > 0, hits / np.maximum(used, 1), np.nan)


def in_order(rows: pd.DataFrame) -> pd.DataFrame:
    """Return rows in the order of the declared indicators and splits."""
    order = {"indicator": list(INDICATORS), "split": list(SPLITS)}

    def rank(column: pd.Series) -> pd.Series:
        known = order.get(str(column.name))
        return column.map(known.index) if known else column

    return rows.sort_values(list(_ROW), key=rank)


def _no_rows() -> pd.DataFrame:
    from nightwalk.outputs.tables import schema

    return schema(COMPARISON).empty_table().to_pandas()
