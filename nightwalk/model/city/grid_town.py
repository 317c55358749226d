"""A generated town of square blocks, for tests and first steps: every feature, no file."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np

from nightwalk.base.errors import CityError
from nightwalk.model.city.raw import Points, RawMap, Shapes, Ways

if TYPE_CHECKING:
    from nightwalk.model.city.city import City
    from nightwalk.model.city.raw import Tags

__all__ = ["grid_map", "grid_town"]

CENTRE = (9.0, 50.0)  # degrees; the middle of a UTM zone, so that north is up
METRES_PER_DEGREE = 111_320.0
LIT = ("yes", "yes", "no", "", "yes", "")  # by street, in turn
DISTRICTS = ("South West", "South East", "North West", "North East")
MIDDLE_USES: tuple[Tags, ...] = (
    {"shop": "supermarket", "opening_hours": "Mo-Sa 07:00-22:00"},
    {"amenity": "pub", "opening_hours": "Mo-Su 17:00-02:00"},
    {"office": "company"},
    {"shop": "clothes"},
    {"amenity": "restaurant"},
    {"office": "government", "opening_hours": "Mo-Fr 08:00-16:00"},
    {"amenity": "bar"},
    {"shop": "bakery"},
    {"amenity": "cinema"},
)


def grid_town(
    columns: int = 6,
    rows: int = 6,
    block: float = 100.0,
    *,
    residents: float = 500.0,
    lit: str | None = None,
    name: str = "Grid town",
) -> City:
    """Return a town of `columns` x `rows` crossings, `block` metres apart.

    The middle row is a main street with shops, pubs and offices and a bus stop; a lamp-lit footpath
    crosses the park beside the eastern blocks, an underpass leads out of the south, a school stands
    in the north. Streets are lit, unlit and unknown in turn. There are four areas.

    Args:
        columns: crossings from west to east, at least 2.
        rows: crossings from south to north, at least 2.
        block: metres between crossings.
        residents: people in total.
        lit: give every street this `lit` value instead.
        name: name of the town.

    Raises:
        CityError: for fewer than two rows or columns, a block under 20 m, or no residents.
    """
    from nightwalk.model.city.build import build_city
    from nightwalk.model.city.columns import Areas
    from nightwalk.model.city.homes import scaled

    if columns < 2 or rows < 2 or not 20 <= block <= 1000:
        raise CityError(
            f"A grid town of {columns} x {rows} crossings, {block:g} m apart, cannot be made; "
            "expected at least 2 x 2 and 20 to 1000 m."
        )
    city = build_city(grid_map(columns, rows, block, lit=lit, name=name))
    x, y = city.nodes.x, city.nodes.y
    middle = np.array([(x.min() + x.max()) / 2, (y.min() + y.max()) / 2])
    node = _quarter(np.column_stack([x, y]), middle)
    areas = Areas(np.array(DISTRICTS), _quarters(city, middle), "given")
    return replace(
        city,
        areas=areas,
        homes=scaled(city.homes, residents),
        nodes=replace(city.nodes, area=node),
        streets=replace(city.streets, area=_quarter(city.midpoints, middle)),
    )


def _quarter(xy: np.ndarray, middle: np.ndarray) -> np.ndarray:
    east, north = (xy >= middle).T
    return np.asarray(east + 2 * north, np.int32)


def _quarters(city: City, middle: np.ndarray) -> np.ndarray:
    import shapely

    west, south, east, north = city.bounds
    x, y = middle
    boxes = [(west, south, x, y), (x, south, east, y), (west, y, x, north), (x, y, east, north)]
    wkb = np.empty(4, object)
    wkb[:] = [shapely.to_wkb(shapely.box(*box), byte_order=1) for box in boxes]
    return wkb


@dataclass
class _Sketch:
    """A map being drawn, in metres from the south-west corner."""

    node: list[tuple[float, float]] = field(default_factory=list)
    ways: list[tuple[list[int], Tags]] = field(default_factory=list)
    points: list[tuple[tuple[float, float], Tags]] = field(default_factory=list)
    shapes: list[tuple[tuple[float, float, float, float], Tags]] = field(default_factory=list)

    def way(self, nodes: list[int], **tags: str) -> None:
        self.ways.append((nodes, {key: text for key, text in tags.items() if text}))

    def at(self, x: float, y: float) -> int:
        self.node.append((x, y))
        return len(self.node) - 1


def grid_map(
    columns: int, rows: int, block: float, *, lit: str | None = None, name: str = "Grid town"
) -> RawMap:
    """Return the raw map of a grid town, as a reader of files would."""
    sketch = _Sketch()
    for row in range(rows):
        for column in range(columns):
            sketch.at(column * block, row * block)
    _streets(sketch, columns, rows, lit)
    _outskirts(sketch, columns, rows, block, lit)
    _contents(sketch, columns, rows, block)
    return _raw(sketch, name)


def _streets(sketch: _Sketch, columns: int, rows: int, lit: str | None) -> None:
    main = rows // 2
    for row in range(rows):
        nodes = [row * columns + column for column in range(columns)]
        if row == main:
            sketch.way(nodes, highway="secondary", name="Main Street", lit="yes" if lit is None else lit)
        else:
            shown = LIT[row % len(LIT)] if lit is None else lit
            sketch.way(nodes, highway="residential", name=f"Street {row + 1}", lit=shown)
    for column in range(columns):
        nodes = [row * columns + column for row in range(rows)]
        shown = LIT[(column + 1) % len(LIT)] if lit is None else lit
        sketch.way(nodes, highway="residential", name=f"Avenue {chr(65 + column % 26)}", lit=shown)


def _outskirts(sketch: _Sketch, columns: int, rows: int, block: float, lit: str | None) -> None:
    """Draw the park path in the east, the underpass in the south and roads out of town."""
    east, main = (columns - 1) * block, rows // 2
    bend = sketch.at(east + block, (main - 0.5) * block)
    ends = [(main - 1) * columns + columns - 1, main * columns + columns - 1]
    sketch.way([ends[0], bend, ends[1]], highway="footway", name="Park Path", lit="" if lit is None else lit)
    mouth, far = sketch.at(block / 2, -0.3 * block), sketch.at(block / 2, -block)
    sketch.way([0, mouth], highway="footway", lit="" if lit is None else lit)
    sketch.way(
        [mouth, far], highway="footway", tunnel="yes", name="Underpass", lit="yes" if lit is None else lit
    )
    out = [sketch.at(-block, main * block), sketch.at(0.5 * block, -2 * block), sketch.at(0, rows * block)]
    starts = [main * columns, far, (rows - 1) * columns]
    for begin, end, title in zip(starts, out, ("Main Street", "South Road", "Avenue A"), strict=True):
        kind = "secondary" if title == "Main Street" else "residential"
        sketch.way([begin, end], highway=kind, name=title, lit="yes" if lit is None else lit)


def _contents(sketch: _Sketch, columns: int, rows: int, block: float) -> None:
    main = rows // 2 * block
    width = (columns - 1) * block
    for i, tags in enumerate(MIDDLE_USES):
        place = (width * (i + 0.5) / len(MIDDLE_USES), main + 8.0)
        sketch.points.append((place, dict(tags)))
    sketch.points.append(((width / 2, main - 5.0), {"highway": "bus_stop", "name": "Main Street"}))
    sketch.points.append(((block / 4, main - 10.0), {"amenity": "parking", "capacity": "60"}))
    sketch.points.append(((width / 2, (rows - 1) * block - 10.0), {"amenity": "school"}))
    sketch.points.append(((width, 10.0), {"disused:shop": "kiosk"}))
    for step in range(4):  # lamps on the last avenue, whose `lit` may be unknown
        sketch.points.append(((width + 4.0, step * block / 3), {"highway": "street_lamp"}))
    park = (width + 20.0, main - block - 10.0, width + 1.4 * block, main + 10.0)
    sketch.shapes.append((park, {"leisure": "park", "name": "East Park"}))
    for row in range(rows - 1):
        for column in range(columns - 1):
            left, low = column * block + 8.0, row * block + 8.0
            box = (left, low, left + block - 16.0, low + block - 16.0)
            sketch.shapes.append((box, {"building": "apartments", "building:levels": "3"}))


def _raw(sketch: _Sketch, name: str) -> RawMap:
    import shapely

    def degrees(xy: list[tuple[float, float]]) -> np.ndarray:
        scale = [METRES_PER_DEGREE * np.cos(np.radians(CENTRE[1])), METRES_PER_DEGREE]
        return np.asarray(np.array(xy, np.float64).reshape(-1, 2) / scale + CENTRE)

    polygons = np.empty(len(sketch.shapes), object)
    corners = degrees([corner for box, _ in sketch.shapes for corner in (box[:2], box[2:])]).reshape(-1, 4)
    polygons[:] = shapely.box(*corners.T)
    start = np.cumsum([0] + [len(nodes) for nodes, _ in sketch.ways])
    refs = np.array([node + 1 for nodes, _ in sketch.ways for node in nodes], np.int64)
    return RawMap(
        name=name,
        source="generated",
        node_id=np.arange(1, len(sketch.node) + 1),
        node_lonlat=degrees(sketch.node),
        ways=Ways(start.astype(np.int64), refs, [tags for _, tags in sketch.ways]),
        points=Points(degrees([place for place, _ in sketch.points]), [tags for _, tags in sketch.points]),
        shapes=Shapes(polygons, [tags for _, tags in sketch.shapes]),
        data_date="",
    )
