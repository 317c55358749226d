"""The indicators: what is measured, in which unit, and which change would be worth having.

Shares are stored as 0-1 and shown in per cent; their differences are shown in percentage
points. The smallest worthwhile change decides between "hardly any difference" and "we cannot
tell yet"; each one says where it comes from. Words are kept in English and said in the language of
the report when they are shown.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import isnan
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal

from nightwalk.base.errors import RunError, nearest
from nightwalk.outputs.language import _
from nightwalk.outputs.language import number as localised

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["GROUPS", "HEADLINE", "INDICATORS", "SPLITS", "Better", "Indicator", "indicator", "minus"]

Better = Literal["lower", "higher", "neither"]
HEADLINE = "unsafe_after_dark"
SPLITS: Mapping[str, str] = MappingProxyType(
    {
        "all": "Everyone",
        "sex": "Sex",
        "age": "Age",
        "disability": "Disability",
        "income": "Income",
        "safety": "Felt before",
        "kind": "Kind of person",
        "area": "Area",
    }
)

GROUPS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "all": {"everyone": "Everyone"},
        "sex": {"men": "Men", "women": "Women"},
        "age": {"16-34": "16-34", "35-49": "35-49", "50-64": "50-64", "65-74": "65-74", "75+": "75+"},
        "disability": {"disability": "With a disability", "none": "Without a disability"},
        "income": {"low income": "Low income", "other": "Other incomes"},
        "safety": {"least safe fifth": "The fifth who felt least safe", "others": "Those who felt safer"},
        "kind": {"resident": "Residents", "visitor": "Visitors", "worker": "Workers"},
    }
)
"""Groups that every town has, by split, with their headings; areas are the town's own."""


@dataclass(frozen=True)
class Indicator:
    """One measured thing.

    Attributes:
        name: Key in every table.
        label: Short heading.
        unit: ``%`` for a share stored 0-1, else the unit of the stored number.
        better: The wanted direction.
        smallest_worthwhile: Smallest change worth having, in stored units (a share: 0.02 is 2 points).
        source: Where the smallest worthwhile change comes from, or ``assumed``.
        phrase: The indicator inside a sentence, beginning with an article.
        definition: What is counted, divided by what.
        fmt: Format of a shown number.
    """

    name: str
    label: str
    unit: str
    better: Better
    smallest_worthwhile: float
    source: str
    phrase: str
    definition: str
    fmt: str = ".1f"

    @property
    def is_share(self) -> bool:
        """Whether the stored number is a share 0-1 shown in per cent."""
        return self.unit == "%"

    @property
    def scale(self) -> float:
        """Shown number divided by stored number."""
        return 100.0 if self.is_share else 1.0

    @property
    def change_unit(self) -> str:
        """Unit of a shown difference."""
        return "points" if self.is_share else self.unit

    def number(self, value: float, *, signed: bool = False) -> str:
        """Return a stored value as shown, without its unit; a missing one as an en dash."""
        if isnan(value):
            return "\N{EN DASH}"
        text = format(value * self.scale, ("+" if signed else "") + self.fmt)
        return localised(minus(text))

    def level(self, value: float) -> str:
        """Return a stored value with its unit, as in ``28.6 %``."""
        return f"{self.number(value)}\N{NO-BREAK SPACE}{_(self.unit)}"

    def change(self, value: float) -> str:
        """Return a stored difference with sign and unit, as in ``+1.5 points``."""
        return f"{self.number(value, signed=True)}\N{NO-BREAK SPACE}{_(self.change_unit)}"

    def size(self, value: float) -> str:
        """Return the size of a stored difference with its unit, as in ``2.0 points``."""
        return f"{self.number(value)}\N{NO-BREAK SPACE}{_(self.change_unit)}"


def minus(text: str) -> str:
    """Return a formatted number with a true minus sign, and without a sign where it is zero."""
    bare = text.lstrip("+-")
    if not any(digit in bare for digit in "123456789"):
        return bare
    return text.replace("-", "\N{MINUS SIGN}")


def indicator(name: str) -> Indicator:
    """Return one indicator by name.

    Raises:
        RunError: for an unknown name, with the nearest ones.
    """
    if name not in INDICATORS:
        known = nearest(name, INDICATORS) or f" Known: {', '.join(INDICATORS)}."
        raise RunError(f"There is no indicator {name!r}.{known}")
    return INDICATORS[name]


_ITEM = "answering unsafe or very unsafe when asked how safe they feel walking alone"
_SHARES = (
    Indicator(
        "unsafe_after_dark", "Feel unsafe after dark", "%", "lower", 0.02, "assumed",
        "the share of residents who feel unsafe after dark",
        f"Residents {_ITEM} in their area after dark, with that night's lamps.",
    ),
    Indicator(
        "very_unsafe_after_dark", "Feel very unsafe after dark", "%", "lower", 0.01, "assumed",
        "the share of residents who feel very unsafe after dark",
        "Residents answering very unsafe to the same question.",
    ),
    Indicator(
        "day_dark_difference", "Day-dark difference", "%", "lower", 0.02, "assumed",
        "the day-dark difference in the share of residents who feel unsafe",
        "Share who feel unsafe after dark less the share who feel unsafe by day, in their own area.",
    ),
    Indicator(
        "unsafe_by_day", "Feel unsafe by day", "%", "lower", 0.01, "assumed",
        "the share of residents who feel unsafe by day",
        f"Residents {_ITEM} in their area by day.",
    ),
    Indicator(
        "unsafe_in_park_after_dark", "Feel unsafe in a park after dark", "%", "lower", 0.02, "assumed",
        "the share of residents who feel unsafe in a park after dark",
        f"Residents {_ITEM} in a park or on a path after dark.",
    ),
    Indicator(
        "unsafe_in_busy_place_after_dark", "Feel unsafe in a busy place after dark", "%", "lower", 0.02,
        "assumed", "the share of residents who feel unsafe in a busy place after dark",
        f"Residents {_ITEM} in a busy place after dark.",
    ),
    Indicator(
        "stays_in_after_dark", "Evening outings given up, moved or ridden", "%", "lower", 0.01, "assumed",
        "the share of wanted evening outings that people give up, move to daylight or ride",
        "Wanted discretionary outings that touch dark hours and are forgone, shifted or ridden.",
    ),
    Indicator(
        "forgone_after_dark", "Evening outings given up", "%", "lower", 0.01, "assumed",
        "the share of wanted evening outings that people give up",
        "Wanted discretionary outings that touch dark hours and are forgone.",
    ),
    Indicator(
        "any_fear_episode", "Frightened at least once", "%", "lower", 0.02, "assumed",
        "the share of people frightened on a walk at least once",
        "People with at least one fear episode on a walk within the horizon.",
    ),
)  # fmt: skip
_ANSWER = (
    Indicator(
        "answer_after_dark", "Answer after dark", "categories 1-4", "lower", 0.05, "assumed",
        "the mean answer about walking alone after dark",
        "Mean answer to that question, 1 very safe, 2 fairly safe, 3 unsafe, 4 very unsafe.", ".3f",
    ),
)  # fmt: skip
_LEDGER = (
    Indicator(
        "forgone_per_person_year", "Evening outings given up", "per person and year", "lower", 0.5, "assumed",
        "the number of evening outings given up per person and year",
        "Wanted discretionary outings that touch dark hours and are forgone, per person and year.",
    ),
    Indicator(
        "shifted_per_person_year", "Evening outings moved to daylight", "per person and year", "lower", 0.5,
        "assumed", "the number of evening outings moved to daylight per person and year",
        "Those moved to an earlier hour in daylight.",
    ),
    Indicator(
        "ridden_per_person_year", "Evening outings ridden", "per person and year", "neither", 0.5, "assumed",
        "the number of evening outings ridden per person and year",
        "Those made by car, taxi or bus instead of on foot.",
    ),
    Indicator(
        "lost_visits_per_person_year", "Visits lost to shops and leisure", "per person and year", "lower", 0.5,
        "assumed", "the number of visits to shops and leisure places lost per person and year",
        "Those forgone that would have led to a shop or a place of leisure.",
    ),
    Indicator(
        "metres_after_dark_per_day", "Walked after dark", "m per person and day", "higher", 5.0, "assumed",
        "the distance walked after dark per person and day",
        "Metres walked after dark; those who stay in count with zero.",
    ),
    Indicator(
        "detour_metres_per_day", "Detours", "m per person and day", "lower", 2.0, "assumed",
        "the detours per person and day",
        "Metres walked beyond the shortest ways; those who stay in count with zero.",
    ),
)  # fmt: skip
_BEHAVIOUR = (
    Indicator(
        "walks_per_day", "Walks", "walks per person and day", "neither", 0.02, "assumed",
        "the number of walks per person and day", "Walking legs per person and day.", ".3f",
    ),
    Indicator(
        "walks_after_dark_per_day", "Walks after dark", "walks per person and day", "higher", 0.01,
        "assumed", "the number of walks after dark per person and day",
        "Walking legs after dark per person and day.", ".3f",
    ),
    Indicator(
        "detour_metres_per_walk", "Detour", "m per walk", "lower", 5.0, "assumed", "the detour per walk",
        "Walked length beyond the shortest way, mean over walks.",
    ),
    Indicator(
        "fear_episodes_per_1000_walks", "Fear episodes per walk", "per 1,000 walks", "lower", 0.5, "assumed",
        "the number of fear episodes per 1,000 walks",
        "Moments of fear on a walk, per 1,000 walks; those who stay in are not counted here.", ".2f",
    ),
    Indicator(
        "fear_episodes_per_person_year", "Fear episodes per person", "per person and year", "lower", 0.1,
        "assumed", "the number of fear episodes per person and year",
        "Moments of fear on a walk, per person and year; those who never go out count with zero.", ".2f",
    ),
)  # fmt: skip
_CRIME = (
    Indicator(
        "victimised_per_1000_year", "Victims of street crime", "per 1,000 people and year", "lower", 2.0,
        "assumed", "the number of people victimised per 1,000 people and year",
        "Victimisations of the people of the group, recorded or not.", ".2f",
    ),
    Indicator(
        "street_crimes_per_1000_year", "Street crimes", "per 1,000 residents and year", "lower", 2.0,
        "assumed; 5 % of 39 a year", "the number of street crimes per 1,000 residents and year",
        "Robbery, snatching, pickpocketing, assault and harassment, recorded or not.", ".2f",
    ),
    Indicator(
        "recorded_crimes_per_1000_year", "Recorded street crimes", "per 1,000 residents and year", "neither",
        2.0, "assumed", "the number of recorded street crimes per 1,000 residents and year",
        "Street crimes the police get to know; a reporting measure can raise this without more crime.",
        ".2f",
    ),
    Indicator(
        "vandalism_per_1000_year", "Vandalism", "per 1,000 residents and year", "lower", 1.0,
        "assumed; 5 % of 20 a year", "the number of acts of vandalism per 1,000 residents and year",
        "Acts of vandalism in the street, recorded or not.", ".2f",
    ),
)  # fmt: skip
_SOCIAL = (
    Indicator(
        "concern", "Concern about crime", "logits", "lower", 0.05, "assumed",
        "the mean concern about crime in general", "Mean abstract concern, apart from one's own walks.",
        ".3f",
    ),
    Indicator(
        "trust", "Trust in neighbours", "standard deviations", "higher", 0.05, "assumed",
        "the mean trust in neighbours", "Mean trust in people of the area, standardised.", ".3f",
    ),
    Indicator(
        "authority_trust", "Trust in police and municipality", "standard deviations", "higher", 0.05,
        "assumed", "the mean trust in police and municipality",
        "Mean trust in police and municipality, standardised.", ".3f",
    ),
    Indicator(
        "collective_efficacy", "Collective efficacy", "standard deviations", "higher", 0.05, "assumed",
        "collective efficacy", "Cohesion and readiness to step in, mean over areas, standardised.", ".3f",
    ),
    Indicator(
        "incivility", "Incivility of streets", "index 0-1", "lower", 0.02, "assumed",
        "the incivility of streets", "Litter, damage, vacancy and the like, mean over street length, 0-1.",
        ".3f",
    ),
)  # fmt: skip
INDICATORS: Mapping[str, Indicator] = MappingProxyType(
    {entry.name: entry for entry in _SHARES + _ANSWER + _BEHAVIOUR + _LEDGER + _CRIME + _SOCIAL}
)
