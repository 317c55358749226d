"""What was edited in a city file since it was saved, in words."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from nightwalk.base.errors import CityError
from nightwalk.model.city.assumptions import Assumptions
from nightwalk.model.city.columns import Lit
from nightwalk.model.city.columns_store import table_checksum
from nightwalk.model.city.gpkg_tables import word

if TYPE_CHECKING:
    from nightwalk.model.city.city import City
    from nightwalk.model.city.gpkg_tables import Layer

__all__ = ["changes", "check_fixed", "follow_up", "other_changes", "street_changes", "with_shape"]

EDITABLE = (
    "name",
    "class",
    "lit",
    "lux",
    "light_source",
    "uniformity",
    "entrapment",
    "incivility",
    "nightlife",
)
ALSO = ("highway", "length_m", "shape")
FIXED = ("edge", "from_node", "to_node", "area")
TABLES = ("uses", "areas", "homes", "lamps", "nodes")


def changes(old: City, new: City) -> tuple[str, ...]:
    """Return what differs between two cities made of the same map, one line each."""
    from nightwalk.model.city.gpkg_tables import layers_of

    before, now = with_shape(layers_of(old)["streets"]), with_shape(layers_of(new)["streets"])
    gone = ~np.isin(now.columns["id"], before.columns["id"])
    if gone.any():
        raise CityError(f"{new.name} has streets that {old.name} has not; compare cities made of one map.")
    lines, _ = street_changes(before, now)
    lines += [f"{name}: differ" for name in TABLES if table_checksum(old, name) != table_checksum(new, name)]
    return tuple(lines)


def street_changes(before: Layer, now: Layer) -> tuple[list[str], dict[str, np.ndarray]]:
    """Return the edits in words and, by column, which rows of `now` were edited.

    Both layers are sorted by id; `now` has no id that `before` has not.
    """
    ids = now.columns["id"]
    row = np.searchsorted(before.columns["id"], ids)
    changed: dict[str, np.ndarray] = {}
    found: list[tuple[int, str]] = []
    for name in (*EDITABLE, *ALSO):
        old, new = before.columns[name][row], now.columns[name]
        changed[name] = old != new
        for i in np.flatnonzero(changed[name]).tolist():
            edit = "line redrawn" if name == "shape" else f"{name} {_shown(old[i])} -> {_shown(new[i])}"
            found.append((int(ids[i]), f"street {_title(now, i)}: {edit}"))
    gone = np.flatnonzero(~np.isin(before.columns["id"], ids)).tolist()
    found += [(int(before.columns["id"][i]), f"street {_title(before, i)}: deleted") for i in gone]
    return [line for _, line in sorted(found, key=lambda pair: pair[0])], changed


def with_shape(streets: Layer) -> Layer:
    """Return the layer of streets with a column that tells one line from another."""
    made = np.empty(len(streets.columns["id"]), object)
    if streets.wkb is not None:
        made[:] = [hashlib.sha256(line).hexdigest()[:16] for line in streets.wkb.tolist()]
    return replace(streets, columns={**streets.columns, "shape": made})


def _title(layer: Layer, row: int) -> str:
    name = str(layer.columns["name"][row])
    return f"{layer.columns['id'][row]} {name!r}" if name else str(layer.columns["id"][row])


def _shown(value: object) -> str:
    if isinstance(value, (float, np.floating)):
        return f"{value:g}"
    return str(value) if value not in {"", None} else "none"


def check_fixed(before: Layer, now: Layer) -> None:
    """Refuse an edit of what ties the rows of the file together.

    Raises:
        CityError: for the first such edit.
    """
    row = np.searchsorted(before.columns["id"], now.columns["id"])
    for name in FIXED:
        bad = np.flatnonzero(before.columns[name][row] != now.columns[name])
        if len(bad):
            title = _title(now, int(bad[0]))
            raise CityError(
                f"Street {title}: {name} cannot be edited; it ties the layers of the file together."
            )


def follow_up(now: Layer, changed: dict[str, np.ndarray]) -> Layer:
    """Carry an edit to what depends on it.

    A new `lit` without a new lux gives the level of the class; a lux typed in counts as measured;
    a line drawn anew is measured anew.
    """
    import shapely

    columns = dict(now.columns)
    redrawn = changed["shape"]
    if redrawn.any() and now.wkb is not None:
        columns["length_m"] = columns["length_m"].copy()
        columns["length_m"][redrawn] = shapely.length(shapely.from_wkb(now.wkb[redrawn]))
    assumed = Assumptions()
    lux, source = columns["lux"].copy(), columns["light_source"].copy()
    told = changed["lit"] & ~changed["lux"] & (columns["lit"] != word(Lit.UNKNOWN))
    for i in np.flatnonzero(told).tolist():
        bright = columns["lit"][i] == word(Lit.YES)
        lux[i] = getattr(assumed, f"lux_{columns['class'][i]}") if bright else assumed.lux_unlit
        source[i] = "tag"
    source[changed["lux"] & ~changed["light_source"]] = "measured"
    return replace(now, columns={**columns, "lux": lux, "light_source": source})


def other_changes(city: City, said: dict[str, str]) -> list[str]:
    """Return which of the other layers were edited."""
    rows = {"uses": len(city.uses.kind), "areas": len(city.areas.name), "homes": len(city.homes.node)}
    rows |= {"lamps": len(city.lamps), "nodes": len(city.nodes.x)}
    return [
        f"{name}: edited, {rows[name]} rows now"
        for name in TABLES
        if said.get(f"checksum_{name}") != table_checksum(city, name)
    ]
