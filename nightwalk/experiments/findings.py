"""What a sensitivity analysis found, a sentence for each finding, with what it cannot tell."""

from __future__ import annotations

from math import isfinite
from typing import TYPE_CHECKING

from nightwalk.outputs.indicators import indicator

if TYPE_CHECKING:
    import pandas as pd

    from nightwalk.experiments.sensitivity import Sensitivity

__all__ = ["amount", "findings", "number_of", "size_line", "warnings_of"]

NAMED = 5  # numbers named in a sentence
NOTHING = 1e-12  # an index from which a number plays a part
MOST = 0.5  # share of points from which a decision is made
EURO = 1000.0  # EUR shown in thousands
INTERVAL = "95\N{NO-BREAK SPACE}% interval"
SOURCES = {
    "luck": "luck",
    "data_gaps": "streets whose light is guessed",
    "parameters": "parameters nobody knows exactly",
}


def findings(done: Sensitivity) -> list[str]:
    """Return the findings, the most important first."""
    said = [_first(done), _share(done), *_decision(done), _level(done), _costs(done), _split(done)]
    return [sentence for sentence in said if sentence]


def warnings_of(done: Sensitivity) -> list[str]:
    """Return what the analysis cannot tell, and what would help."""
    said, how = [], done.analysis.precision
    if not how.is_enough:
        said.append(
            f"The intervals are wide: neighbours in the ranking are not told apart. About {how.needed:,} points "
            f"instead of {how.runs:,} would do."
        )
    if done.plan.seeds == 1:
        said.append(
            "Every point was run with one seed, the same for all: the intervals do not hold other luck."
        )
    if done.outcomes.failed:
        said.append(
            f"{done.outcomes.failed} of {len(done.outcomes.difference)} points failed and are left out: "
            f"{done.outcomes.reasons[0]}"
        )
    if len(done.split) and not done.split["separable"].all():
        said.append(
            f"With {done.plan.split} seeds the sources of variance are hardly told apart; give more with --split."
        )
    return said


def size_line(done: Sensitivity) -> str:
    """Return how much was run, in one sentence."""
    names, plan = len(done.design.names), done.plan
    word = {"morris": "trajectories", "sobol": "base points"}.get(done.design.method, "points")
    seeds = "one common seed" if plan.seeds == 1 else f"{plan.seeds} common seeds"
    what = f"{names} groups of numbers" if plan.grouped else f"{names} numbers"
    return (
        f"{done.design.method.capitalize()}, {done.design.size} {word} over {what}, {len(done.design.points):,} points "
        f"with {seeds}; {plan.size}."
    )


def amount(value: float, outcome: str, of: str) -> str:
    """Return a size of an outcome with its unit."""
    if outcome == "cost":
        return f"{value / EURO:,.1f} thousand EUR a year"
    return indicator(of).size(value)


def number_of(done: Sensitivity, value: float) -> str:
    """Return an index of the difference as a number: effects as the indicator is shown, shares as they are."""
    return indicator(done.plan.of).number(value) if done.design.method == "morris" else f"{value:.2f}"


def _first(done: Sensitivity) -> str:
    ranked = _known(done.analysis.ranking())
    what, (_, scenario) = indicator(done.plan.of), done.scenarios
    if not len(ranked):
        return f"No number changes what {scenario} does to {what.phrase}."
    top = ranked.iloc[0]
    if done.design.method == "morris":
        size = f"by up to {_range(top, done)} over its plausible range, the other numbers kept"
        return f"What {scenario} does to {what.phrase} depends most on {top['factor']}: it moves it {size}."
    kind = "takes part in" if done.design.method == "sobol" else "has an index of"
    size = f"{_per_cent(top)} of its variance" if done.design.method == "sobol" else _plain(top)
    return f"What {scenario} does to {what.phrase} depends most on {top['factor']}, which {kind} {size}."


def _share(done: Sensitivity) -> str:
    ranked = _known(done.analysis.ranking())
    if len(ranked) < 2:
        return ""
    next_come = f"Next come {', '.join(ranked['factor'][1:NAMED])}."
    if done.design.method not in ("morris", "sobol"):
        return next_come  # these indices are above zero for a number that does nothing
    clear = ranked[ranked["low"] > ranked["value"].iloc[0] / 10]
    return (
        f"{next_come} {len(clear)} of {len(done.design.names)} matter clearly, with at least a tenth of the "
        "largest index; the others can be kept at their defaults with little loss."
    )


def _decision(done: Sensitivity) -> list[str]:
    worth = done.outcomes.worthwhile
    known = worth[[isfinite(one) for one in worth]]
    what, (_, scenario) = indicator(done.plan.of), done.scenarios
    if not len(known):
        return []
    smallest = what.size(what.smallest_worthwhile)
    said = [
        f"{scenario} changes {what.phrase} by {smallest} or more for the better in {known.mean():.0%} of the points."
    ]
    turning = _turning(done)
    return [
        *said,
        f"What turns that decision: {turning}." if turning else "No number alone turns that decision.",
    ]


def _turning(done: Sensitivity) -> str:
    """Return the numbers that turn the decision, with how often or where they do."""
    table = done.analysis.decisions
    if table["turns"].notna().any():
        rows = table[table["turns"] > 0].sort_values("turns", ascending=False, kind="stable").head(NAMED)
        return ", ".join(f"{row.factor} ({row.turns:.0%} of its changes)" for row in rows.itertuples())
    known = table.dropna(subset=["low_third", "high_third"])
    rows = known[(known["low_third"] < MOST) != (known["high_third"] < MOST)].head(NAMED)
    return ", ".join(
        f"{row.factor} (worth having in {row.low_third:.0%} of the points where it is low and in {row.high_third:.0%} "
        "where it is high)" for row in rows.itertuples()
    )  # fmt: skip


def _level(done: Sensitivity) -> str:
    ranked = _known(done.analysis.ranking("level"))
    if not len(ranked):
        return ""
    return f"The level in {done.scenarios[0]} depends most on {', '.join(ranked['factor'][:NAMED])}."


def _costs(done: Sensitivity) -> str:
    ranked = _known(done.analysis.ranking("cost"))
    if not len(ranked):
        return ""
    return f"The yearly cost of {done.scenarios[1]} depends most on {', '.join(ranked['factor'][:NAMED])}."


def _split(done: Sensitivity) -> str:
    known = done.split.dropna(subset=["share"])
    if not len(known):
        return ""
    ordered = known.sort_values("share", ascending=False, kind="stable")
    parts = [
        f"{row.share:.0%} ({row.low:.0%} to {row.high:.0%}) {SOURCES[str(row.source)]}"
        for row in ordered.itertuples()
    ]
    return f"Of the variance of the difference between single runs, it is {'; '.join(parts)}."


def _known(ranked: pd.DataFrame) -> pd.DataFrame:
    return ranked[ranked["value"] > NOTHING]


def _range(row: pd.Series, done: Sensitivity) -> str:
    what = indicator(done.plan.of)
    return f"{what.size(row['value'])} ({INTERVAL} {what.number(row['low'])} to {what.number(row['high'])})"


def _per_cent(row: pd.Series) -> str:
    return f"{row['value']:.0%} ({INTERVAL} {row['low']:.0%} to {row['high']:.0%})"


def _plain(row: pd.Series) -> str:
    return f"{row['value']:.2f} ({INTERVAL} {row['low']:.2f} to {row['high']:.2f})"
