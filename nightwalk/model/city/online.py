"""Download a place, a box or a polygon from OpenStreetMap through OSMnx."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import numpy as np

from nightwalk.base.errors import CityError
from nightwalk.model.city.ground import GREEN
from nightwalk.model.city.osm import is_point_of_interest, is_shape_of_interest
from nightwalk.model.city.raw import Points, RawMap, Shapes, Ways, word_set

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from nightwalk.model.city.raw import Tags

__all__ = ["read_bbox", "read_place", "read_polygon"]

WAY_TAGS = sorted(
    word_set(
        "access area bridge covered cycleway foot footway highway indoor junction layer lit loc_name "
        "motorroad name name:en path ref service sidewalk sidewalk:both sidewalk:left sidewalk:right tunnel "
        "width"
    )
)
FEATURES: dict[str, bool | str | list[str]] = {
    **dict.fromkeys(sorted(word_set("amenity building craft healthcare leisure office shop tourism")), True),
    "highway": ["street_lamp", "bus_stop"],
    "landuse": sorted(GREEN["landuse"] | word_set("brownfield construction landfill")),
    "natural": sorted(GREEN["natural"]),
    "place": sorted(word_set("borough suburb quarter neighbourhood")),
    "public_transport": ["station"],
    "railway": sorted(word_set("station halt tram_stop subway_entrance")),
}
ONLINE = "OpenStreetMap (online)"


@contextmanager
def _settings(overpass_url: str | None, nominatim_url: str | None) -> Iterator[None]:
    """Set what OSMnx reads from its module, and put it back."""
    import osmnx as ox

    wanted: dict[str, Any] = {
        "useful_tags_way": sorted({*ox.settings.useful_tags_way, *WAY_TAGS}),
        "use_cache": False,  # the city file is the cache, and its date must be true
    }
    if overpass_url is not None:
        # A server of one's own has no status page, and its name needs no public resolver.
        wanted |= {"overpass_url": overpass_url, "overpass_rate_limit": False, "doh_url_template": None}
    if nominatim_url is not None:
        wanted |= {"nominatim_url": nominatim_url, "doh_url_template": None}
    before = {name: getattr(ox.settings, name) for name in wanted}
    try:
        for name, setting in wanted.items():
            setattr(ox.settings, name, setting)
        yield
    finally:
        for name, setting in before.items():
            setattr(ox.settings, name, setting)


@contextmanager
def _one_sentence(what: str) -> Iterator[None]:
    """Turn whatever the network does into one sentence."""
    import requests
    from osmnx._errors import InsufficientResponseError, ResponseStatusCodeError

    try:
        yield
    except InsufficientResponseError as error:
        raise CityError(
            f"OpenStreetMap knows nothing for {what}; check the spelling or choose another."
        ) from error
    except (requests.RequestException, ResponseStatusCodeError, OSError) as error:
        raise CityError(
            f"Could not download {what}: the map server cannot be reached or refused; "
            "check the connection, or read a file with --osm."
        ) from error
    except (TypeError, ValueError, KeyError) as error:
        raise CityError(f"Could not make a map of {what}: {_first_line(error)}.") from error


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0].rstrip(".")


def read_place(place: str, *, overpass_url: str | None = None, nominatim_url: str | None = None) -> RawMap:
    """Download a named place.

    Raises:
        CityError: if the place is unknown or has no outline, or a server cannot be reached.
    """
    import osmnx as ox

    if not place.strip():
        raise CityError("No place was named; expected something like 'Piraeus, Greece'.")
    with _settings(overpass_url, nominatim_url):
        with _one_sentence(repr(place)):
            outline = ox.geocode_to_gdf(place).geometry.iloc[0]
        return _download(outline, place, place.partition(",")[0].strip())


def read_bbox(bbox: Sequence[float], *, overpass_url: str | None = None) -> RawMap:
    """Download a box: west, south, east, north in degrees.

    Raises:
        CityError: if the numbers are no box, or the server cannot be reached.
    """
    import shapely

    box = [float(number) for number in bbox]
    if len(box) != 4 or not (-180 <= box[0] < box[2] <= 180 and -90 <= box[1] < box[3] <= 90):
        raise CityError(
            f"The box {_listed(box)} is none; expected west, south, east, north in degrees, "
            "west below east and south below north."
        )
    with _settings(overpass_url, None):
        title = f"{box[1]:.3f}, {box[0]:.3f}"
        return _download(shapely.box(*box), f"the box {_listed(box)}", title)


def _listed(numbers: Sequence[float]) -> str:
    return ", ".join(f"{number:g}" for number in numbers)


def read_polygon(path: Path, *, overpass_url: str | None = None) -> RawMap:
    """Download what lies in the polygons of a GeoJSON or GeoPackage.

    Raises:
        CityError: if the file holds no polygon, or the server cannot be reached.
    """
    import shapely

    from nightwalk.model.city.layers import polygons_of

    polygons, _ = polygons_of(path, "EPSG:4326")
    with _settings(overpass_url, None):
        return _download(shapely.union_all(polygons), f"the polygon of {path.name}", path.stem)


def _download(outline: Any, what: str, name: str) -> RawMap:
    import osmnx as ox
    from osmnx._errors import InsufficientResponseError

    with _one_sentence(what):
        graph = ox.graph_from_polygon(
            outline, custom_filter='["highway"]', simplify=False, retain_all=True, truncate_by_edge=True
        )
        try:
            features = ox.features_from_polygon(outline, FEATURES)
        except InsufficientResponseError:  # streets but nothing beside them
            features = None
    node_id, lonlat, ways = _streets(graph)
    points, shapes = _features(features)
    today = datetime.now(UTC).date().isoformat()
    return RawMap(name, ONLINE, node_id, lonlat, ways, points, shapes, today)


def _streets(graph: Any) -> tuple[np.ndarray, np.ndarray, Ways]:
    """Return the nodes in ascending order, and every link of the graph once as a way of two nodes."""
    nodes = sorted((int(node), data["x"], data["y"]) for node, data in graph.nodes(data=True))
    links: dict[tuple[int, int, str], Tags] = {}
    for u, v, data in graph.edges(data=True):
        key = (min(int(u), int(v)), max(int(u), int(v)), str(data.get("osmid", "")))
        links.setdefault(key, {tag: data[tag] for tag in WAY_TAGS if isinstance(data.get(tag), str)})
    ordered = sorted(links.items())
    refs = np.array([end for (u, v, _), _ in ordered for end in (u, v)], np.int64)
    ways = Ways(np.arange(0, len(refs) + 1, 2, dtype=np.int64), refs, [tags for _, tags in ordered])
    node_id = np.array([node for node, _, _ in nodes], np.int64)
    return node_id, np.array([(x, y) for _, x, y in nodes], np.float64), ways


def _features(features: Any) -> tuple[Points, Shapes]:
    if features is None:
        return Points(np.empty((0, 2)), []), Shapes(np.empty(0, object), [])
    import shapely

    features = features.sort_index()
    geometry = features.geometry.to_numpy()
    records = features.drop(columns="geometry").to_dict("records")
    tags = [{key: text for key, text in record.items() if isinstance(text, str)} for record in records]
    kind = shapely.get_type_id(geometry)
    point = [i for i in np.flatnonzero(kind == 0).tolist() if is_point_of_interest(tags[i])]
    shape = [i for i in np.flatnonzero(np.isin(kind, [3, 6])).tolist() if is_shape_of_interest(tags[i])]
    return (
        Points(shapely.get_coordinates(geometry[point]), [tags[i] for i in point]),
        Shapes(np.asarray(geometry[shape], object), [tags[i] for i in shape]),
    )
