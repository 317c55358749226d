"""Levels of the survey items and their differences between places, light and groups (SF01-SF10)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.special import logit

from nightwalk.validation.measure import Measure
from nightwalk.validation.worlds import LEVEL

if TYPE_CHECKING:
    from collections.abc import Callable

    from nightwalk.agents.columns import People
    from nightwalk.validation.year import Year

    Group = Callable[[People], np.ndarray]

__all__ = ["LEVELS"]

DARK, DAY, PARK, PARK_DAY, BUSY = "after_dark", "by_day", "park", "park_by_day", "busy_place"
UNDER_35, OVER_64, OLDEST = 0, 3, 4  # age groups
MIDDLE = (1, 2)  # 35-64


def everyone(people: People) -> np.ndarray:
    """Return all residents, bool (N,)."""
    return np.ones(len(people.kind), dtype=bool)


def of_sex(sex: int) -> Group:
    """Return the group of men (0) or women (1)."""
    return lambda people: people.sex == sex


def share(year: Year, item: str, group: Group = everyone) -> float:
    """Return the share of a group answering unsafe or very unsafe."""
    return float(year.unsafe(item)[group(year.residents)].mean())


def gap(year: Year, item: str, more: Group, less: Group) -> float:
    """Return the difference of two groups in an item, logits."""
    return float(logit(share(year, item, more)) - logit(share(year, item, less)))


def shift(year: Year, item: str, against: str) -> float:
    """Return the difference of two items over all residents, logits."""
    return float(logit(share(year, item)) - logit(share(year, against)))


def spacing(year: Year, lower: int) -> float:
    """Return the distance between two marginal thresholds of the item after dark, logits (SF01)."""
    at_most = np.cumsum(year.asked[DARK].mean(axis=0))
    return float(logit(at_most[lower + 1]) - logit(at_most[lower]))


def sexes(year: Year, item: str) -> float:
    """Return women minus men in an item, logits."""
    return gap(year, item, of_sex(1), of_sex(0))


def by_day_over_dark(year: Year) -> float:
    """Return the gap between the sexes by day over that after dark."""
    return sexes(year, DAY) / sexes(year, DARK)


def _aged(sex: int, *ages: int) -> Group:
    return lambda people: (people.sex == sex) & np.isin(people.age, ages)


def young_women(year: Year) -> float:
    """Return women of 16-34 minus women of 35-64, logits."""
    return gap(year, DARK, _aged(1, UNDER_35), _aged(1, *MIDDLE))


def oldest_women(year: Year) -> float:
    """Return women of 75 and more minus women of 35-64, logits."""
    return gap(year, DARK, _aged(1, OLDEST), _aged(1, *MIDDLE))


def older_men(year: Year) -> float:
    """Return men of 65 and more minus men of 35-64, logits."""
    return gap(year, DARK, _aged(0, OVER_64, OLDEST), _aged(0, *MIDDLE))


def disabled(year: Year) -> float:
    """Return disabled people minus others, logits."""
    return gap(year, DARK, lambda people: people.disability == 1, lambda people: people.disability == 0)


LEVELS = (
    Measure("SF01", "very safe to safe", lambda year: spacing(year, 0)),
    Measure("SF01", "unsafe to very unsafe", lambda year: spacing(year, 1)),
    Measure("SF02", "unsafe after dark", lambda year: share(year, DARK), (LEVEL,)),
    Measure("SF03", "women - men, after dark", lambda year: sexes(year, DARK), (LEVEL,)),
    Measure("SF04", "gap by day / gap after dark", by_day_over_dark),
    Measure("SF05", "dark - day, own area", lambda year: shift(year, DARK, DAY)),
    Measure("SF05", "dark - day, park", lambda year: shift(year, PARK, PARK_DAY)),
    Measure("SF06", "park - street near home", lambda year: shift(year, PARK, DARK)),
    Measure(
        "SF07", "busy - quiet", lambda year: shift(year, BUSY, DARK), unless="the town has no main street"
    ),
    Measure(
        "SF08",
        "unsafe by day, park",
        lambda year: share(year, PARK_DAY),
        unless="the town has no park or path",
    ),
    Measure("SF09", "women: 16-34 - middle", young_women),
    Measure("SF09", "women: 75+ - middle", oldest_women),
    Measure("SF09", "men: 65+ - middle", older_men),
    Measure("SF10", "disabled - others, after dark", disabled),
)
