"""Which ways a person may walk on, and what a way is like."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from nightwalk.model.city.columns import Lit
from nightwalk.model.city.raw import listed, value, values, word_set

if TYPE_CHECKING:
    from nightwalk.model.city.raw import Tags

__all__ = [
    "CARRIAGEWAYS",
    "MAIN_ROADS",
    "PATHS",
    "Enclosed",
    "WayFacts",
    "is_walkable",
    "lit_of",
    "way_facts",
]

MAIN_ROADS = word_set("trunk trunk_link primary primary_link secondary secondary_link tertiary tertiary_link")
CARRIAGEWAYS = MAIN_ROADS | word_set("residential living_street unclassified service road busway")
PATHS = word_set("footway path pedestrian steps cycleway track bridleway platform corridor")
WALKED = CARRIAGEWAYS | PATHS
ALLOWED = word_set("yes designated permissive public official destination")
CLOSED = word_set("no private customers military forestry agricultural delivery")
SIDEWALKS = word_set("yes both left right separate")
LIT_YES = word_set("yes 24/7 automatic limited interval sunset-sunrise dusk-dawn operating_times good")
LIT_NO = word_set("no none disused abandoned")
TIMES = re.compile(r"\d:\d\d")
WIDTH = re.compile(r"\s*(\d+(?:[.,]\d+)?)")
BESIDE_ROAD = word_set("sidewalk crossing traffic_island access_aisle link")


class Enclosed:
    """How far a way is built over."""

    OPEN, PASSAGE, TUNNEL = 0, 1, 2


@dataclass(frozen=True)
class WayFacts:
    """What matters of each walkable way; two stretches join where all of it agrees."""

    way: np.ndarray  # int64 (K,) row of the way
    group: np.ndarray  # int64 (K,) number of the combination of facts
    name: np.ndarray  # str (G,)
    highway: np.ndarray  # str (G,)
    lit: np.ndarray  # int8 (G,) Lit
    enclosed: np.ndarray  # int8 (G,) Enclosed
    beside: np.ndarray  # bool (G,) a pavement or crossing that belongs to a road
    narrow: np.ndarray  # bool (G,) an alley or under the declared width


def is_walkable(tags: Tags) -> bool:
    """Say whether the public may walk on a way.

    Left out: motorways, trunk roads without a pavement, ways that do not exist (construction,
    proposed, abandoned ...), ways closed to people on foot, and car tunnels.
    """
    highway = value(tags, "highway")
    foot = value(tags, "foot")
    if highway not in WALKED or foot in CLOSED or foot == "use_sidepath":
        return False
    if foot in ALLOWED:
        return True
    if value(tags, "access") in CLOSED or tags.get("service") == "private":
        return False
    if highway.startswith("trunk") or tags.get("motorroad") == "yes":
        return _has_sidewalk(tags)
    car_only = highway in {"service", "busway"} and tags.get("tunnel", "no") not in {"no", "building_passage"}
    return not car_only


def _has_sidewalk(tags: Tags) -> bool:
    keys = ("sidewalk", "sidewalk:both", "sidewalk:left", "sidewalk:right")
    return any(part in SIDEWALKS for key in keys for part in values(tags, key))


def lit_of(tags: Tags) -> Lit:
    """Return what a way says of its lamps; contradictions and unheard-of values are unknown."""
    return _lit_said(tags.get("lit", ""))


@lru_cache(maxsize=4096)
def _lit_said(text: str) -> Lit:
    said = {_lit_word(word) for word in listed(text)}
    return said.pop() if len(said) == 1 else Lit.UNKNOWN


def _lit_word(word: str) -> Lit:
    word = word.casefold()
    if word in LIT_YES or TIMES.search(word):
        return Lit.YES
    return Lit.NO if word in LIT_NO else Lit.UNKNOWN


def _enclosed(tags: Tags) -> int:
    tunnel = value(tags, "tunnel")
    if tunnel and tunnel not in {"no", "building_passage", "culvert", "avalanche_protector"}:
        return Enclosed.TUNNEL
    over = value(tags, "covered")
    inside = tags.get("indoor", "no") != "no" or value(tags, "highway") == "corridor"
    return (
        Enclosed.PASSAGE
        if tunnel == "building_passage" or over not in {"", "no"} or inside
        else Enclosed.OPEN
    )


def _beside(tags: Tags) -> bool:
    told = [key for key in ("footway", "path", "cycleway") if key in tags]
    return any(kind in BESIDE_ROAD for key in told for kind in values(tags, key))


def _narrow(tags: Tags, least: float) -> bool:
    if tags.get("service") == "alley" or tags.get("alley") == "yes":
        return True
    width = WIDTH.match(tags["width"]) if "width" in tags else None
    return width is not None and float(width[1].replace(",", ".")) < least


def _name(tags: Tags) -> str:
    return tags.get("name") or tags.get("name:en") or tags.get("loc_name") or tags.get("ref") or ""


def way_facts(tags: list[Tags], *, narrow_width: float) -> WayFacts:
    """Return the facts of the walkable ways among `tags`."""
    ways, groups = [], []
    known: dict[tuple[str, str, int, int, bool, bool], int] = {}
    for row, tagged in enumerate(tags):
        if is_walkable(tagged):
            facts = (
                _name(tagged),
                value(tagged, "highway"),
                int(lit_of(tagged)),
                _enclosed(tagged),
                _beside(tagged),
                _narrow(tagged, narrow_width),
            )
            ways.append(row)
            groups.append(known.setdefault(facts, len(known)))
    name, highway, lit, enclosed, beside, narrow = zip(*known, strict=True) if known else ((),) * 6
    return WayFacts(
        np.array(ways, np.int64),
        np.array(groups, np.int64),
        np.array(name, np.str_),
        np.array(highway, np.str_),
        np.array(lit, np.int8),
        np.array(enclosed, np.int8),
        np.array(beside, bool),
        np.array(narrow, bool),
    )
