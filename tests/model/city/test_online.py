"""The online path over real HTTP: a small Nominatim and Overpass on the loopback interface."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import numpy as np
import osmnx as ox
import pytest

from nightwalk.base.errors import CityError
from nightwalk.model.city import City
from nightwalk.model.city.grid_town import grid_map
from nightwalk.model.city.raw import RawMap

pytestmark = pytest.mark.network
TOWN = grid_map(6, 6, 100.0)


def elements(raw: RawMap) -> list[dict[str, object]]:
    """Return a raw map as Overpass would: nodes and ways with their tags."""
    made: list[dict[str, object]] = []
    for number, (lon, lat) in zip(raw.node_id.tolist(), raw.node_lonlat.tolist(), strict=True):
        made.append({"type": "node", "id": number, "lon": lon, "lat": lat})
    for number, tags in enumerate(raw.ways.tags):
        refs = raw.ways.refs[raw.ways.start[number] : raw.ways.start[number + 1]].tolist()
        made.append({"type": "way", "id": 1 + number, "nodes": refs, "tags": tags})
    for number, ((lon, lat), tags) in enumerate(
        zip(raw.points.lonlat.tolist(), raw.points.tags, strict=True)
    ):
        made.append({"type": "node", "id": 10_000 + number, "lon": lon, "lat": lat, "tags": tags})
    for number, (shape, tags) in enumerate(zip(raw.shapes.polygon, raw.shapes.tags, strict=True)):
        refs = [20_000 + 10 * number + corner for corner in range(4)]
        for ref, (lon, lat) in zip(refs, list(shape.exterior.coords), strict=False):
            made.append({"type": "node", "id": ref, "lon": lon, "lat": lat})
        made.append({"type": "way", "id": 30_000 + number, "nodes": [*refs, refs[0]], "tags": tags})
    return made


class Maps(ThreadingHTTPServer):
    """What the server knows and what it was asked."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.asked: list[str] = []
        self.elements = elements(TOWN)
        self.status = 200

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class Handler(BaseHTTPRequestHandler):
    server: Maps

    def do_GET(self) -> None:
        query = parse_qs(urlsplit(self.path).query)
        place = query.get("q", [""])[0]
        self.server.asked.append(self.path)
        self.answer([outline(place)] if place.startswith("Grid") else [])

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        query = parse_qs(body)["data"][0]
        self.server.asked.append(query)
        ways_only = "building" not in query
        wanted = [e for e in self.server.elements if not ways_only or self.of_a_street(e)]
        self.answer({"version": 0.6, "elements": wanted})

    @staticmethod
    def of_a_street(element: dict[str, object]) -> bool:
        tags = element.get("tags", {})
        return "highway" in tags or (element["type"] == "node" and not tags)  # type: ignore[operator]

    def answer(self, content: object) -> None:
        raw = json.dumps(content).encode() if self.server.status == 200 else b"<html>busy</html>"
        self.send_response(self.server.status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(raw)))
        self.end_headers()
        self.wfile.write(raw)

    def log_message(self, *_args: object) -> None:
        pass


def outline(place: str) -> dict[str, object]:
    low, high = TOWN.node_lonlat.min(axis=0) - 0.005, TOWN.node_lonlat.max(axis=0) + 0.005
    ring = [[low[0], low[1]], [high[0], low[1]], [high[0], high[1]], [low[0], high[1]], [low[0], low[1]]]
    return {
        "place_id": 1,
        "osm_type": "relation",
        "osm_id": 1,
        "lat": "50",
        "lon": "9",
        "display_name": place,
        "importance": 0.5,
        "boundingbox": [str(low[1]), str(high[1]), str(low[0]), str(high[0])],
        "geojson": {"type": "Polygon", "coordinates": [[[float(x), float(y)] for x, y in ring]]},
    }


@pytest.fixture
def maps() -> Iterator[Maps]:
    server = Maps()
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


def box() -> list[float]:
    low, high = TOWN.node_lonlat.min(axis=0) - 0.005, TOWN.node_lonlat.max(axis=0) + 0.005
    return [*low.tolist(), *high.tolist()]


def same_town(online: City, offline: City) -> None:
    assert online.streets.length.sum() == pytest.approx(offline.streets.length.sum())
    for column in ("cls", "lit", "light_source"):
        counts = [np.bincount(getattr(c.streets, column) + 1).tolist() for c in (online, offline)]
        assert counts[0] == counts[1], column
    assert sorted(online.streets.name.tolist()) == sorted(offline.streets.name.tolist())
    assert len(online.lamps) == len(offline.lamps)
    assert online.homes.residents.sum() == pytest.approx(offline.homes.residents.sum())
    assert np.bincount(online.uses.kind).tolist() == np.bincount(offline.uses.kind).tolist()
    assert (online.uses.opens.sum(), online.nodes.transit.sum()) == pytest.approx(
        (offline.uses.opens.sum(), offline.nodes.transit.sum())
    )


def test_a_place_downloaded_is_the_place_itself(maps):
    from nightwalk.model.city.build import build_city

    city = City.from_place("Grid town, Nowhere", overpass_url=f"{maps.url}/api", nominatim_url=f"{maps.url}/")
    same_town(city, build_city(TOWN))
    assert (city.name, city.source) == ("Grid town", "OpenStreetMap (online)")
    assert city.data_date > "2020"
    assert len(maps.asked) >= 3


def test_a_box_and_a_polygon_give_the_same_town(maps, tmp_path):
    from nightwalk.model.city.build import build_city

    offline = build_city(TOWN)
    same_town(City.from_bbox(box(), overpass_url=f"{maps.url}/api"), offline)
    file = tmp_path / "zone.geojson"
    feature = {"type": "Feature", "properties": {}, "geometry": outline("x")["geojson"]}
    file.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}))
    city = City.from_polygon(file, overpass_url=f"{maps.url}/api", residents=77)
    assert city.homes.residents.sum() == pytest.approx(77)
    assert city.name == "zone"


def test_settings_of_osmnx_are_put_back(maps):
    before = {name: getattr(ox.settings, name) for name in dir(ox.settings) if not name.startswith("_")}
    City.from_bbox(box(), overpass_url=f"{maps.url}/api")
    with pytest.raises(CityError):
        City.from_bbox(box(), overpass_url="http://127.0.0.1:9/api")
    assert before == {name: getattr(ox.settings, name) for name in before}


def test_an_unknown_place_is_refused(maps):
    with pytest.raises(CityError, match="OpenStreetMap knows nothing for 'Atlantis'"):
        City.from_place("Atlantis", overpass_url=f"{maps.url}/api", nominatim_url=f"{maps.url}/")


def test_a_place_without_streets_is_refused(maps):
    maps.elements = []
    with pytest.raises(CityError, match="knows nothing for the box"):
        City.from_bbox(box(), overpass_url=f"{maps.url}/api")


def test_a_server_that_is_not_there_is_one_sentence():
    with pytest.raises(CityError, match=r"cannot be reached or refused; check the connection") as refused:
        City.from_place("Grid", overpass_url="http://127.0.0.1:9/api", nominatim_url="http://127.0.0.1:9/")
    assert "\n" not in str(refused.value)


def test_a_server_that_refuses_is_one_sentence(maps):
    maps.status = 500
    with pytest.raises(CityError, match="cannot be reached or refused"):
        City.from_bbox(box(), overpass_url=f"{maps.url}/api")


@pytest.mark.parametrize("numbers", [[9, 50, 8, 51], [9, 50, 10], [9, 91, 10, 92]])
def test_what_is_no_box_is_refused(numbers):
    with pytest.raises(CityError, match="expected west, south, east, north"):
        City.from_bbox(numbers)


def test_a_place_without_a_name_is_refused():
    with pytest.raises(CityError, match="No place was named"):
        City.from_place("  ")
