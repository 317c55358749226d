"""How the tables of a calibration's page are written: which columns, under which heading, in which form."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

__all__ = [
    "CELLS",
    "EMULATORS",
    "GENERATIONS",
    "NUMBERS",
    "SCORES",
    "SUMS",
    "TARGETS",
    "WAVES",
    "Format",
    "shown",
]

MODELS = {"model": "the model", "everyone": "one share for everybody", "group": "the share of the same group"}

Format = tuple[str, "Callable[[Any], str]"]


def _text(value: object) -> str:
    return str(value)


def _number(value: float) -> str:
    return f"{value:.2f}"


def _per_cent(value: float) -> str:
    return f"{100.0 * value:.1f}"


def _said(value: object) -> str:
    return "yes" if value else "no"


def _brief(value: float) -> str:
    return f"{value:.4g}"


def _edge(value: object) -> str:
    return "at its end" if value else ""


NUMBERS: Mapping[str, Format] = {
    "name": ("", _text), "prior_mean": ("Prior mean", _number), "prior_sd": ("Prior sd", _number),
    "mean": ("Mean", _number), "sd": ("sd", _number), "low": ("5 %", _number), "high": ("95 %", _number),
    "contraction": ("Contraction", _number), "at_edge": ("Declared range", _edge),
}  # fmt: skip
SUMS = {key: column for key, column in NUMBERS.items() if key != "at_edge"}
CELLS: Mapping[str, Format] = {
    "cell": ("Cell", _text), "part": ("Part", _text), "answers": ("Answers", _text), "found": ("Found, %", _per_cent),
    "expected": ("Expected, %", _per_cent), "low": ("5 %", _per_cent), "high": ("95 %", _per_cent),
    "inside": ("Inside", _said),
}  # fmt: skip
SCORES: Mapping[str, Format] = {
    "model": ("Forecast by", lambda name: MODELS[name]), "log_score": ("Log score, higher is better", _number),
    "interval_score": ("Interval score, %, lower is better", _per_cent), "inside": ("Inside, %", _per_cent),
}  # fmt: skip


TARGETS: Mapping[str, Format] = {
    "name": ("Number", _text), "fitted": ("Fitted", _said), "observed": ("Observed", _brief), "mean": ("Runs", _brief),
    "low": ("5 %", _brief), "high": ("95 %", _brief), "inside": ("Inside", _said),
}  # fmt: skip
WAVES: Mapping[str, Format] = {
    "wave": ("Wave", _text), "runs": ("Runs", _text), "failed": ("Failed", _text),
    "prior_left": ("Prior left, %", lambda share: f"{100.0 * share:.3g}"),
}  # fmt: skip
EMULATORS: Mapping[str, Format] = {
    "name": ("Number", _text), "explained": ("Variance explained, %", _per_cent),
    "within": ("Left out, within 2 sd, %", _per_cent), "widening": ("Widened by", _number),
    "luck": ("Variance of luck", _brief),
}  # fmt: skip
GENERATIONS: Mapping[str, Format] = {
    "tolerance": ("Largest misfit", _number), "wanted": ("Wanted", _number),
    "accepted": ("New points within it, %", _per_cent), "runs": ("Runs", _text),
}  # fmt: skip


def shown(rows: Sequence[Mapping[str, Any]], columns: Mapping[str, Format]) -> dict[str, Any]:
    """Return a table as the template takes it: the columns the rows have, in words."""
    keys = [key for key in columns if any(row.get(key) not in (None, "") for row in rows)]
    numeric = [any(_is_number(row.get(key)) for row in rows) for key in keys]
    cells = [[columns[key][1](row[key]) if key in row else "" for key in keys] for row in rows]
    return {"heads": list(zip([columns[key][0] for key in keys], numeric, strict=True)), "rows": cells}


def _is_number(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)
