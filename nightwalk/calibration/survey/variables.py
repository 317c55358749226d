"""What a survey may hold, under the model's names."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Literal

from nightwalk.calibration.items import ANSWERS, ITEMS

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["CHOICES", "LABELS", "NUMBERS", "SCORES", "VARIABLES", "Kind", "choices_of", "kind_of"]

Kind = Literal["choice", "score", "number", "label"]

YES_NO = MappingProxyType({"no": 0.0, "yes": 1.0})
CHOICES: Mapping[str, Mapping[str, float]] = MappingProxyType(
    {
        **{item: MappingProxyType({name: float(k) for k, name in enumerate(ANSWERS)}) for item in ITEMS},
        "sex": MappingProxyType({"man": 0.0, "woman": 1.0}),
        "respondent": MappingProxyType({"resident": 0.0, "visitor": 1.0, "business": 2.0}),
        **dict.fromkeys(
            (
                "disability", "low_income", "urban", "victim", "knows_victim", "episode", "episode_intense",
                "avoidance", "participation", "intention",
            ),
            YES_NO,
        ),
    }
)  # fmt: skip
"""Closed answers, and the number each is kept as."""
SCORES = (
    "worry",
    "trust",
    "trust_authorities",
    "media",
    "concern",
    "episode_frequency",
    "incivility",
    "entrapment",
)
"""Answers on a scale of the survey's own; used as distances from the mean in standard deviations."""
NUMBERS = ("age", "victim_months", "lux", "lon", "lat")
LABELS = ("area", "wave", "cluster", "stratum")
VARIABLES = (*CHOICES, *SCORES, *NUMBERS, *LABELS)


def kind_of(name: str) -> Kind:
    """Return what kind of answers a variable has."""
    if name in CHOICES:
        return "choice"
    if name in SCORES:
        return "score"
    return "number" if name in NUMBERS else "label"


def choices_of(name: str) -> tuple[str, ...]:
    """Return the names of the closed answers of a variable."""
    return tuple(CHOICES[name])
