"""A population grid or small-area layer, spread over buildings or streets."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from nightwalk.base.errors import CityError
from nightwalk.model.city.columns import Homes
from nightwalk.model.city.homes import street_length
from nightwalk.model.city.layers import polygons_of

if TYPE_CHECKING:
    from pathlib import Path

    from nightwalk.model.city.draft import Draft

__all__ = ["spread_grid"]

COLUMNS = (
    "population",
    "residents",
    "inhabitants",
    "pop",
    "people",
    "persons",
    "total",
    "tot_p",
    "t",
    "einwohner",
    "asukkaita",
    "popolazione",
    "poblacion",
)


def spread_grid(
    path: Path,
    crs: str,
    draft: Draft,
    cls: np.ndarray,
    building: np.ndarray,
    floor: np.ndarray,
    junction: np.ndarray,
) -> tuple[Homes, str]:
    """Spread the people of each cell over its dwellings, else over its streets.

    A cell that reaches beyond the streets counts with the share of its area inside their hull.

    Args:
        path: polygon layer with a population column.
        crs: projected system of the network.
        draft: the network.
        cls: StreetClass of each segment.
        building: float64 (B, 2) places of dwellings.
        floor: float64 (B,) floor area, m2.
        junction: int64 (B,) junction of each dwelling.

    Raises:
        CityError: if the layer has no population column or lies elsewhere.
    """
    import shapely

    cells, table = polygons_of(path, crs)
    people = _population(path, table)
    area = shapely.area(cells)
    inside = shapely.area(shapely.intersection(cells, draft.hull)) / np.where(area > 0, area, 1.0)
    people = people * inside
    if not people.sum() > 0:
        raise CityError(
            f"{path} has nobody living where the streets are; check that it covers the same town."
        )
    share = _shares(cells, people > 0, building, floor, junction, draft.junctions)
    left = people > 0
    left[np.unique(share[0])] = False
    metres = street_length(draft, cls)
    streets = _shares(
        cells, left, draft.node[: draft.junctions], metres, np.arange(draft.junctions), draft.junctions
    )
    cell, node, part = (np.concatenate(pair) for pair in zip(share, streets, strict=True))
    residents = np.bincount(node, people[cell] * part, draft.junctions)
    kept = np.flatnonzero(residents > 0)
    said = f"Residents come from {int((people > 0).sum())} polygons of {path.name}."
    lost = people.sum() - residents.sum()
    if lost >= 1:
        said += f" {lost:.0f} people in polygons without a dwelling or street were left out."
    return Homes(kept.astype(np.int32), residents[kept], "grid"), said


def _population(path: Path, table: dict[str, np.ndarray]) -> np.ndarray:
    numeric = {k.casefold(): v for k, v in table.items() if v.dtype.kind in "iuf"}
    for name in COLUMNS:
        if name in numeric:
            return np.maximum(np.nan_to_num(numeric[name].astype(np.float64)), 0.0)
    raise CityError(
        f"{path} has no population column; expected one of {', '.join(COLUMNS[:6])}; "
        f"it has {', '.join(table) or 'none'}."
    )


def _shares(
    cells: np.ndarray,
    wanted: np.ndarray,
    xy: np.ndarray,
    weight: np.ndarray,
    node: np.ndarray,
    junctions: int,
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return cell, junction and share of the cell's people, for cells that hold any weight."""
    import shapely

    del junctions
    rows = np.flatnonzero(wanted)
    thing, which = shapely.STRtree(cells[rows]).query(shapely.points(xy), predicate="intersects")
    first = np.unique(thing, return_index=True)[1]  # a point on a border belongs to one cell
    thing, cell = thing[first], rows[which[first]]
    total = np.bincount(cell, weight[thing], len(cells))
    good = total[cell] > 0
    thing, cell = thing[good], cell[good]
    return cell, node[thing], weight[thing] / total[cell]
