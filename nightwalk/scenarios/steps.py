"""The five steps on which a city enters the factors of governance, and what each step means (grade D)."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from nightwalk.base.errors import ScenarioError

__all__ = ["FACTORS", "STEPS", "as_number", "step_of"]

STEPS: Mapping[str, float] = MappingProxyType(
    {"none": 0.0, "some": 0.25, "half": 0.5, "most": 0.75, "full": 1.0}
)
FACTORS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "commitment": {
            "none": "nobody in office answers for the plan",
            "some": "somebody in office speaks for it, without money",
            "half": "the council has decided it and paid for this year",
            "most": "several years are paid for and one person is in charge",
            "full": "all parties of the council back it and its budget for several years",
        },
        "capacity": {
            "none": "nobody has time for it",
            "some": "one person beside other duties",
            "half": "one full post without a stand-in",
            "most": "a small team whose members can replace one another",
            "full": "a team with analysts and money for surprises",
        },
        "diversity": {
            "none": "the police or one office alone",
            "some": "two offices of the municipality",
            "half": "municipality and police together",
            "most": "schools, social services and business as well",
            "full": "groups of residents, women and young people too, with a say in decisions",
        },
        "memory": {
            "none": "nothing is written down",
            "some": "there are minutes and contracts",
            "half": "there are yearly reports with numbers",
            "most": "permanent staff keep a handbook and indicators",
            "full": "a statute, permanent staff and public indicators outlive a term of office",
        },
    }
)
"""What each step means for each factor."""


def as_number(name: str, value: Any) -> Any:
    """Return the number a word stands for; what is no text is returned as it is.

    Raises:
        ScenarioError: for a word that is no step.
    """
    if not isinstance(value, str):
        return value
    if value not in STEPS:
        raise ScenarioError(
            f"{name} in [governance] is {value!r}; it can be {', '.join(STEPS)}, or a number from 0 to 1."
        )
    return STEPS[value]


def step_of(name: str, value: float) -> dict[str, Any]:
    """Return a factor's number with the nearest step and what that step means."""
    word = min(STEPS, key=lambda step: abs(STEPS[step] - value))
    return {"value": value, "step": word, "means": FACTORS[name][word]}
