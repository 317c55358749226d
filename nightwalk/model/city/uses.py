"""What people go out for: workplaces, shops, leisure, night life, schools."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from nightwalk.model.city.columns import UseKind, Uses
from nightwalk.model.city.hours import week_array, week_of
from nightwalk.model.city.raw import value, word_set

if TYPE_CHECKING:
    from nightwalk.model.city.assumptions import Assumptions
    from nightwalk.model.city.draft import Draft
    from nightwalk.model.city.ground import Ground
    from nightwalk.model.city.raw import Tags

__all__ = ["busy_segments", "kind_of_use", "nightlife_of", "uses_of"]

# Usual hours where the map gives none; assumed, in the notation of OpenStreetMap.
OFFICE_HOURS = "Mo-Fr 08:00-17:00"
SHOP_HOURS = "Mo-Fr 09:00-19:00; Sa 09:00-18:00"
FOOD_HOURS = "Mo-Sa 07:00-21:00; Su 10:00-18:00"
MEAL_HOURS = "Mo-Su 11:00-23:00"
CAFE_HOURS = "Mo-Su 08:00-19:00"
BAR_HOURS = "Su-Th 17:00-24:00; Fr-Sa 17:00-02:00"
CLUB_HOURS = "Fr-Sa 22:00-05:00"
SHOW_HOURS = "Mo-Su 14:00-23:00"
VISIT_HOURS = "Tu-Su 10:00-18:00"
SPORT_HOURS = "Mo-Su 08:00-22:00"
SCHOOL_HOURS = "Mo-Fr 08:00-16:00"
CAMPUS_HOURS = "Mo-Fr 08:00-20:00"
WORSHIP_HOURS = "Mo-Sa 09:00-18:00; Su 08:00-13:00"
ALWAYS = "24/7"

Rule = tuple[UseKind, str, str]  # kind, declared weight, usual hours
AMENITY: dict[str, Rule] = {
    **dict.fromkeys(["bar", "pub", "biergarten"], (UseKind.NIGHTLIFE, "weight_bar", BAR_HOURS)),
    **dict.fromkeys(
        ["nightclub", "stripclub", "casino", "hookah_lounge", "swingerclub"],
        (UseKind.NIGHTLIFE, "weight_club", CLUB_HOURS),
    ),
    **dict.fromkeys(["restaurant", "food_court", "fast_food"], (UseKind.LEISURE, "weight_meal", MEAL_HOURS)),
    **dict.fromkeys(["cafe", "ice_cream"], (UseKind.LEISURE, "weight_meal", CAFE_HOURS)),
    **dict.fromkeys(
        ["cinema", "theatre", "arts_centre", "concert_hall", "music_venue", "events_venue"],
        (UseKind.LEISURE, "weight_culture", SHOW_HOURS),
    ),
    **dict.fromkeys(
        ["library", "community_centre", "social_centre", "exhibition_centre", "planetarium"],
        (UseKind.LEISURE, "weight_leisure", VISIT_HOURS),
    ),
    "place_of_worship": (UseKind.LEISURE, "weight_leisure", WORSHIP_HOURS),
    "marketplace": (UseKind.SHOP, "weight_food_shop", SHOP_HOURS),
    **dict.fromkeys(
        [
            "bank",
            "pharmacy",
            "post_office",
            "car_rental",
            "fuel",
            "bureau_de_change",
            "veterinary",
            "driving_school",
        ],
        (UseKind.SHOP, "weight_service", SHOP_HOURS),
    ),
    **dict.fromkeys(
        [
            "doctors",
            "dentist",
            "clinic",
            "social_facility",
            "police",
            "fire_station",
            "courthouse",
            "embassy",
        ],
        (UseKind.WORK, "weight_office", OFFICE_HOURS),
    ),
    **dict.fromkeys(["townhall", "public_building"], (UseKind.WORK, "weight_large_work", OFFICE_HOURS)),
    "hospital": (UseKind.WORK, "weight_large_work", ALWAYS),
    **dict.fromkeys(["school"], (UseKind.SCHOOL, "weight_school", SCHOOL_HOURS)),
    **dict.fromkeys(
        ["kindergarten", "childcare", "language_school", "music_school", "prep_school"],
        (UseKind.SCHOOL, "weight_kindergarten", SCHOOL_HOURS),
    ),
    **dict.fromkeys(["university", "college"], (UseKind.SCHOOL, "weight_university", CAMPUS_HOURS)),
}
LEISURE: dict[str, Rule] = {
    **dict.fromkeys(
        [
            "sports_centre",
            "fitness_centre",
            "sports_hall",
            "swimming_pool",
            "ice_rink",
            "bowling_alley",
            "stadium",
        ],
        (UseKind.LEISURE, "weight_leisure", SPORT_HOURS),
    ),
    **dict.fromkeys(["park", "garden", "marina", "beach_resort"], (UseKind.LEISURE, "weight_green", ALWAYS)),
    **dict.fromkeys(["playground", "pitch"], (UseKind.LEISURE, "weight_service", SPORT_HOURS)),
    **dict.fromkeys(["dance", "adult_gaming_centre"], (UseKind.NIGHTLIFE, "weight_bar", BAR_HOURS)),
}
TOURISM: dict[str, Rule] = {
    **dict.fromkeys(
        ["museum", "gallery", "attraction", "zoo", "aquarium", "viewpoint", "theme_park"],
        (UseKind.LEISURE, "weight_leisure", VISIT_HOURS),
    ),
    **dict.fromkeys(["hotel", "hostel", "guest_house", "motel"], (UseKind.LEISURE, "weight_service", ALWAYS)),
}
BUILDING: dict[str, Rule] = {
    **dict.fromkeys(
        ["office", "commercial", "industrial", "government", "public", "civic", "warehouse", "hospital"],
        (UseKind.WORK, "weight_large_work", OFFICE_HOURS),
    ),
}
USE_KEYS = word_set("shop amenity leisure tourism office craft healthcare")
FOOD_SHOPS = word_set("supermarket convenience bakery greengrocer butcher grocery")
LARGE_SHOPS = word_set("mall department_store")
NO_SHOP = word_set("no vacant disused empty abandoned")
SMALLEST_GREEN = 2000.0  # m2; a smaller garden draws nobody from elsewhere
PRIVATE = word_set("private no residents")


def kind_of_use(tags: Tags) -> Rule | None:
    """Return kind, weight name and usual hours of a tagged thing, or None if nobody goes there."""
    if tags.get("access") in PRIVATE and "shop" not in tags:
        return None
    stated = None if USE_KEYS.isdisjoint(tags) else _stated(tags)
    return stated or BUILDING.get(value(tags, "building"))


def _stated(tags: Tags) -> Rule | None:
    shop = value(tags, "shop")
    if shop and shop not in NO_SHOP:
        return _shop(shop)
    for key, table in (("amenity", AMENITY), ("leisure", LEISURE), ("tourism", TOURISM)):
        rule = table.get(value(tags, key))
        if rule:
            return rule
    if any(value(tags, key) not in {"", "no", "vacant"} for key in ("office", "craft", "healthcare")):
        return UseKind.WORK, "weight_office", OFFICE_HOURS
    return None


def _shop(shop: str) -> Rule:
    if shop in FOOD_SHOPS:
        weight = "weight_food_shop" if shop == "supermarket" else "weight_shop"
        return UseKind.SHOP, weight, FOOD_HOURS
    return UseKind.SHOP, "weight_large_shop" if shop in LARGE_SHOPS else "weight_shop", SHOP_HOURS


def uses_of(draft: Draft, ground: Ground, assumed: Assumptions) -> tuple[Uses, np.ndarray, int]:
    """Return the uses near a street, their places float64 (U, 2), and how many say their own hours.

    A shop drawn both as a point and as its building counts twice only if both carry the tag.
    """
    rows, kinds, weights, weeks, said = [], [], [], [], []
    for row, tags in enumerate(ground.tags):
        rule = kind_of_use(tags)
        if rule is None or _too_small(tags, float(ground.size[row])):
            continue
        own = week_of(tags["opening_hours"]) if "opening_hours" in tags else None
        rows.append(row)
        kinds.append(int(rule[0]))
        weights.append(float(getattr(assumed, rule[1])))
        weeks.append(own if own and any(own) else week_of(rule[2]) or (0,) * 7)
        said.append(own is not None)
    xy = ground.xy[np.array(rows, np.int64)]
    node, segment, distance = _snap(draft, xy)
    keep = distance <= assumed.use_reach
    uses = Uses(
        node[keep].astype(np.int32),
        segment[keep].astype(np.int32),
        np.array(kinds, np.int8)[keep],
        np.array(weights, np.float64)[keep],
        week_array(weeks)[keep],
    )
    return uses, xy[keep], int(np.array(said, bool)[keep].sum())


def _too_small(tags: Tags, size: float) -> bool:
    return tags.get("leisure") in {"park", "garden"} and size < SMALLEST_GREEN


def _snap(draft: Draft, xy: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return nearest junction, nearest segment and the distance to it."""
    import shapely
    from scipy.spatial import cKDTree

    if not len(xy):
        return np.empty(0, np.int64), np.empty(0, np.int64), np.empty(0)
    _, node = cKDTree(draft.node[: draft.junctions]).query(xy)
    (_, segment), distance = draft.line_tree.query_nearest(
        shapely.points(xy), return_distance=True, all_matches=False
    )
    return node, segment, distance


def nightlife_of(draft: Draft, uses: Uses, xy: np.ndarray, assumed: Assumptions) -> np.ndarray:
    """Return night-life intensity 0-1 of each segment from the bars and clubs within reach.

    ``1 - 2^(-b / half)`` where b is the summed weight in ordinary bars.

    Args:
        draft: the network.
        uses: the uses.
        xy: float64 (U, 2) place of each use.
        assumed: declared numbers.
    """
    import shapely

    rows = np.flatnonzero(uses.kind == UseKind.NIGHTLIFE)
    if not len(rows):
        return np.zeros(len(draft.line))
    tree = shapely.STRtree(shapely.points(xy[rows]))
    hit, which = tree.query(draft.line, predicate="dwithin", distance=assumed.nightlife_reach)
    bars = np.bincount(hit, uses.weight[rows[which]] / assumed.weight_bar, len(draft.line))
    return np.asarray(1 - 2.0 ** (-bars / assumed.nightlife_half))


def busy_segments(draft: Draft, uses: Uses, assumed: Assumptions) -> np.ndarray:
    """Say which segments are lined with shops, meals and bars, bool (S,)."""
    draws = np.isin(uses.kind, [UseKind.SHOP, UseKind.LEISURE, UseKind.NIGHTLIFE]) & (
        uses.weight < assumed.weight_large_shop
    )
    count = np.bincount(uses.segment[draws], minlength=len(draft.line))
    return np.asarray(count / np.maximum(draft.segments.length / 100, 0.5) >= assumed.commercial)
