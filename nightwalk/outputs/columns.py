"""The fixed columns of every table, and the keys its rows are sorted by."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = [
    "COLUMNS", "COMPARISON", "FEWEST_PEOPLE", "KEYS", "RUN_TABLES", "STREET_VALUES", "TRIALS", "UNCERTAINTY",
    "column_names",
]  # fmt: skip

FEWEST_PEOPLE = 10
"""Groups and streets with fewer people are never shown (small cells)."""

RUN_TABLES = ("indicators", "series", "streets", "crimes", "zones")
COMPARISON = "comparison"
TRIALS = "trials"
"""The table of runs with other numbers, see `scenarios.trials`."""
UNCERTAINTY = "uncertainty"
"""A study has this table only where it was run three times to tell sources of doubt apart."""
STREET_VALUES = (
    "lux", "incivility", "place_cue_day", "place_cue_dark", "passers_day", "passers_dark",
    "unsafe_day", "unsafe_dark", "fear_episodes",
)  # fmt: skip

_ID = (("scenario", "string"), ("seed", "int64"))
_GROUP = (("indicator", "string"), ("split", "string"), ("group", "string"))
_COMPARED = (
    "people", "before", "after", "difference", "low", "high", "smallest", "seeds", "seeds_needed",
    "probability_worthwhile", "runs_worthwhile", "q_value", "one_run_low", "one_run_high",
)  # fmt: skip


def _numbers(*names: str) -> tuple[tuple[str, str], ...]:
    """Return columns of numbers; those called seeds are whole."""
    return tuple((name, "int64" if name == "seeds" else "float64") for name in names)


COLUMNS: Mapping[str, tuple[tuple[str, str], ...]] = MappingProxyType(
    {
        "indicators": (*_ID, *_GROUP, *_numbers("people", "value")),
        "series": (*_ID, ("day", "int32"), ("date", "string"), ("measure", "string"), *_numbers("value")),
        "streets": (*_ID, ("segment", "int64"), *_numbers(*STREET_VALUES)),
        "crimes": (
            *_ID, ("family", "string"), ("street_class", "string"), ("light", "string"),
            *_numbers("true", "recorded"),
        ),
        "zones": (*_ID, ("zones_of", "string"), ("zone", "string"), ("measure", "string"), *_numbers("value")),
        COMPARISON: (
            ("scenario", "string"), ("against", "string"), *_GROUP, *_numbers(*_COMPARED),
            ("grade", "string"), ("verdict", "string"),
        ),
        "costs": (
            ("scenario", "string"), ("payer", "string"),
            *_numbers(
                "capital", "annual", "annual_low", "annual_high", "moved", "moved_low", "moved_high",
                "per_person", "per_person_low", "per_person_high",
            ),
            ("state", "string"),
        ),
        "acceptability": (("scenario", "string"), *_numbers("willingness", "share")),
        "displacement": (
            ("scenario", "string"), ("against", "string"), ("measure", "string"),
            *_numbers(
                "radius", "treated_before", "ring_before", "control_before", "treated_after", "ring_after",
                "control_after", "effect", "effect_low", "effect_high", "wdq", "wdq_low", "wdq_high", "seeds",
            ),
            ("state", "string"),
        ),
        "perception_gaps": (
            ("scenario", "string"), ("area", "string"),
            *_numbers(
                "unsafe", "harm", "difference", "less_safe_than_harm", "safer_than_harm", "aligned_high",
                "aligned_low", "seeds",
            ),
            ("gap", "string"),
        ),
        "day_dark": (
            ("scenario", "string"), ("street_class", "string"),
            *_numbers("km", "unsafe_day", "unsafe_dark", "difference", "low", "high", "seeds"),
        ),
        "equity": (
            ("scenario", "string"), ("measure", "string"),
            *_numbers("before", "after", "change", "low", "high", "seeds"), ("state", "string"),
        ),
        "left_behind": (
            ("scenario", "string"), ("split", "string"), ("group", "string"),
            *_numbers("gain", "everyone", "low", "high", "seeds"),
        ),
        UNCERTAINTY: (
            ("scenario", "string"), ("indicator", "string"), ("source", "string"),
            *_numbers("variance", "share", "low", "high", "seeds"), ("separable", "bool"),
        ),
        TRIALS: (
            ("trial", "int64"), ("seed", "int64"), ("scenario", "string"), *_GROUP, *_numbers("value"),
            ("reason", "string"),
        ),
    }
)  # fmt: skip
KEYS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "indicators": ("scenario", "seed", "indicator", "split", "group"),
        "series": ("scenario", "seed", "measure", "day"),
        "streets": ("scenario", "seed", "segment"),
        "crimes": ("scenario", "seed", "family", "street_class", "light"),
        "zones": ("scenario", "seed", "zones_of", "zone", "measure"),
    }
)
"""What the rows of a table are sorted by; the others keep the order they are made in."""


def column_names(table: str) -> list[str]:
    """Return the names of the columns of a table, in their order."""
    return [name for name, _ in COLUMNS[table]]
