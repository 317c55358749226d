"""Neighbourhoods: given polygons, else map boundaries, else merged cells (rule 17)."""

from __future__ import annotations

import heapq
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from nightwalk.model.city.columns import Areas
from nightwalk.model.city.layers import polygons_of
from nightwalk.model.city.raw import word_set

if TYPE_CHECKING:
    from pathlib import Path

    from nightwalk.model.city.assumptions import Assumptions
    from nightwalk.model.city.city import City
    from nightwalk.model.city.columns import Homes
    from nightwalk.model.city.draft import Draft
    from nightwalk.model.city.ground import Ground

__all__ = ["areas_of", "in_areas", "merge_cells"]

NAMES = ("name", "nimi", "nom", "nome", "nombre", "label", "libelle", "id")
QUARTERS = word_set("suburb quarter neighbourhood borough district")
LEVELS = word_set("8 9 10 11 12")


def areas_of(
    draft: Draft,
    ground: Ground,
    assumed: Assumptions,
    homes: Homes,
    names: np.ndarray,
    given: Path | None,
    crs: str,
) -> tuple[Areas, np.ndarray, np.ndarray]:
    """Return the areas, the area of each segment int32 (S,) and of each node int32 (V,).

    What lies in no polygon belongs to the nearest one; an area without a street is left out.

    Args:
        draft: the network.
        ground: the tagged things around it.
        assumed: declared numbers.
        homes: residents per junction.
        names: street name of each segment.
        given: the user's polygons, or None.
        crs: projected system of the network.

    Raises:
        CityError: if the given layer cannot be used.
    """
    if given is not None:
        polygons, table = polygons_of(given, crs)
        return _from_polygons(draft, polygons, _given_names(table, len(polygons)), "given")
    rows = _boundaries(draft, ground, int(assumed.boundaries_wanted))
    if rows:
        titles = [ground.shape_tags[i].get("name", f"Area {n + 1}") for n, i in enumerate(rows)]
        return _from_polygons(draft, ground.shape[rows], titles, "boundaries")
    return _cells(draft, assumed, homes, names)


def _given_names(table: dict[str, np.ndarray], count: int) -> list[str]:
    folded = {name.casefold(): column for name, column in table.items()}
    for name in NAMES:
        if name in folded:
            return [
                str(text) if text is not None else f"Area {i + 1}"
                for i, text in enumerate(folded[name].tolist())
            ]
    return [f"Area {i + 1}" for i in range(count)]


def _boundaries(draft: Draft, ground: Ground, wanted: int) -> list[int]:
    """Return the rows of the finest boundaries of which at least `wanted` lie inside."""
    import shapely

    levels: dict[str, list[int]] = {}
    for row, tags in enumerate(ground.shape_tags):
        level = tags.get("admin_level", "") if tags.get("boundary") == "administrative" else ""
        kind = tags.get("place", "")
        key = level if level in LEVELS else kind if kind in QUARTERS else ""
        if key and shapely.contains(draft.hull, shapely.centroid(ground.shape[row])):
            levels.setdefault(key, []).append(row)
    enough = [rows for _, rows in sorted(levels.items()) if len(rows) >= wanted]
    return max(enough, key=len, default=[])


def _from_polygons(
    draft: Draft, polygons: np.ndarray, titles: list[str], source: str
) -> tuple[Areas, np.ndarray, np.ndarray]:
    import shapely

    tree = shapely.STRtree(polygons)
    segment = _nearest(tree, draft.midpoint)
    node = _nearest(tree, draft.node)
    used, new = np.unique(np.concatenate([segment, node]), return_inverse=True)
    areas = _areas(polygons[used], _distinct([titles[i] for i in used]), source)
    return areas, new[: len(segment)].astype(np.int32), new[len(segment) :].astype(np.int32)


def in_areas(city: City) -> City:
    """Return the city with every street and node put into the area where it lies, after an edit."""
    import shapely

    tree = shapely.STRtree(shapely.from_wkb(city.areas.wkb))
    segment = _nearest(tree, city.midpoints).astype(np.int32)
    node = _nearest(tree, np.column_stack([city.nodes.x, city.nodes.y])).astype(np.int32)
    return replace(
        city,
        areas=replace(city.areas, source="given"),
        streets=replace(city.streets, area=segment),
        nodes=replace(city.nodes, area=node),
    )


def _nearest(tree, xy: np.ndarray) -> np.ndarray:  # type: ignore[no-untyped-def]  # noqa: ANN001
    import shapely

    point, which = tree.query_nearest(shapely.points(xy))
    first = np.unique(point, return_index=True)[1]  # on a border the lowest polygon
    return np.asarray(which[first])


def _areas(polygons: np.ndarray, titles: list[str], source: str) -> Areas:
    import shapely

    wkb = np.empty(len(polygons), object)
    wkb[:] = shapely.to_wkb(polygons, byte_order=1)
    return Areas(np.array(titles, np.str_), wkb, source)


def _distinct(titles: list[str]) -> list[str]:
    seen: Counter[str] = Counter()
    made = []
    for title in titles:
        seen[title] += 1
        made.append(title if seen[title] == 1 else f"{title} ({seen[title]})")
    return made


def _cells(
    draft: Draft, assumed: Assumptions, homes: Homes, names: np.ndarray
) -> tuple[Areas, np.ndarray, np.ndarray]:
    """Make areas of square cells merged until each has the declared number of residents."""
    import shapely

    size = assumed.cell_size
    place = np.concatenate([draft.midpoint, draft.node])
    cell, of_place = _distinct_rows(np.floor(place / size).astype(np.int64))
    of_node = of_place[len(draft.midpoint) :]
    people = np.bincount(of_node[homes.node], homes.residents, len(cell))
    group = merge_cells(cell, people, assumed.area_residents)
    _, group = np.unique(group, return_inverse=True)
    boxes = shapely.box(
        cell[:, 0] * size, cell[:, 1] * size, (cell[:, 0] + 1) * size, (cell[:, 1] + 1) * size
    )
    order = np.argsort(group, kind="stable")
    merged = [
        shapely.union_all(part) for part in np.split(boxes[order], np.flatnonzero(np.diff(group[order])) + 1)
    ]
    polygons = np.empty(len(merged), object)
    polygons[:] = merged
    segment, node = group[of_place[: len(draft.midpoint)]], group[of_node]
    titles = _street_titles(segment, names, draft.segments.length, len(merged))
    return _areas(polygons, titles, "cells"), segment.astype(np.int32), node.astype(np.int32)


def _distinct_rows(square: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the distinct squares in ascending order and the row of each square among them."""
    east, north = (square - square.min(axis=0)).T
    number = east * (north.max() + 1) + north
    _, first, row = np.unique(number, return_index=True, return_inverse=True)
    return square[first], row


def merge_cells(cell: np.ndarray, people: np.ndarray, least: float) -> np.ndarray:
    """Merge square cells until every group has at least `least` people.

    The group with the fewest people joins its neighbour with the fewest, or where it has no
    neighbour the nearest group. Ties go to the lowest number, so the result never varies.

    Args:
        cell: int64 (N, 2) column and row of each cell.
        people: float64 (N,).
        least: people wanted in each group.

    Returns:
        int64 (N,) number of a cell that stands for the group.
    """
    row_of = {(int(x), int(y)): i for i, (x, y) in enumerate(cell.tolist())}
    beside = [
        {row_of[p] for p in ((x + 1, y), (x - 1, y), (x, y + 1), (x, y - 1)) if p in row_of}
        for x, y in cell.tolist()
    ]
    group = np.arange(len(cell))
    size = [(count, i) for i, count in enumerate(people.astype(np.float64).tolist())]
    queue = size.copy()
    heapq.heapify(queue)
    alive = len(cell)
    while queue and alive > 1:
        count, i = heapq.heappop(queue)
        if group[i] != i or size[i] != (count, i):
            continue
        if count >= least:
            break
        j = min(beside[i], key=size.__getitem__) if beside[i] else _closest(cell, _stands_for(group), i)
        _join(i, j, beside)
        group[i] = j
        size[j] = (size[j][0] + count, j)
        heapq.heappush(queue, size[j])
        alive -= 1
    return _stands_for(group)


def _stands_for(group: np.ndarray) -> np.ndarray:
    """Follow who joined whom to the cell that stands for each group."""
    while (group[group] != group).any():
        group = group[group]
    return group


def _join(i: int, j: int, beside: list[set[int]]) -> None:
    beside[j] |= beside[i]
    for k in beside[i]:
        beside[k].discard(i)
        beside[k].add(j)
    beside[j] -= {i, j}


def _closest(cell: np.ndarray, group: np.ndarray, i: int) -> int:
    away = np.abs(cell - cell[i]).sum(axis=1).astype(np.float64)
    away[group == i] = np.inf
    return int(group[np.argmin(away)])


def _street_titles(area: np.ndarray, names: np.ndarray, length: np.ndarray, count: int) -> list[str]:
    """Name each area after the street with most metres in it."""
    word = sorted(set(names.tolist()))
    row = {name: number for number, name in enumerate(word)}
    of = np.array([row[name] for name in names.tolist()])
    metres = np.bincount(area * len(word) + of, length, count * len(word)).reshape(count, len(word))
    if "" in row:
        metres[:, row[""]] = 0.0
    best = metres.argmax(axis=1)
    found = metres[np.arange(count), best] > 0
    return _distinct(
        [word[b] if ok else f"Area {i + 1}" for i, (b, ok) in enumerate(zip(best, found, strict=True))]
    )
