"""The street network while a city is being made: geometry and facts, nothing guessed yet."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from nightwalk.base.errors import CityError
from nightwalk.model.city.cut import Segments, cut, middle
from nightwalk.model.city.network import largest_component, links_of, stretches
from nightwalk.model.city.rings import locate
from nightwalk.model.city.walkable import WayFacts, way_facts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from shapely import Geometry, STRtree

    from nightwalk.model.city.assumptions import Assumptions
    from nightwalk.model.city.network import Links
    from nightwalk.model.city.raw import RawMap

__all__ = ["Draft", "draft_of"]


@dataclass(frozen=True)
class Draft:
    """Segments, nodes and the facts of the ways they came from."""

    segments: Segments
    facts: WayFacts
    group: np.ndarray  # int64 (S,) facts of each segment
    edge_u: np.ndarray  # int32 (E,)
    edge_v: np.ndarray  # int32 (E,)
    node: np.ndarray  # float64 (V, 2) junctions, then cut points
    junctions: int
    ragged: np.ndarray  # int64, junctions where a way left the map
    notes: tuple[str, ...]

    @cached_property
    def midpoint(self) -> np.ndarray:
        """Half way along each segment, float64 (S, 2)."""
        return middle(self.segments.start, self.segments.xy)

    @cached_property
    def midpoint_tree(self) -> STRtree:
        """The midpoints as shapely points, ready to be searched."""
        import shapely

        return shapely.STRtree(shapely.points(self.midpoint))

    @cached_property
    def line(self) -> np.ndarray:
        """The segments as shapely lines, object (S,)."""
        import shapely

        owner = np.repeat(np.arange(len(self.segments.u)), np.diff(self.segments.start))
        return np.asarray(shapely.linestrings(self.segments.xy, indices=owner), object)

    @cached_property
    def line_tree(self) -> STRtree:
        """The lines, ready to be searched."""
        import shapely

        return shapely.STRtree(self.line)

    @cached_property
    def hull(self) -> Geometry:
        """The convex hull of all streets."""
        import shapely

        return shapely.convex_hull(shapely.linestrings(self.segments.xy))

    @cached_property
    def highway(self) -> np.ndarray:
        """Value of the highway tag, str (S,)."""
        return np.asarray(self.facts.highway[self.group])

    def is_highway(self, kinds: Iterable[str]) -> np.ndarray:
        """Say which segments have one of these values of the highway tag, bool (S,)."""
        return np.asarray(np.isin(self.facts.highway, list(kinds))[self.group])

    @cached_property
    def degree(self) -> np.ndarray:
        """Edges at each junction, int64 (junctions,)."""
        return np.bincount(np.concatenate([self.edge_u, self.edge_v]), minlength=self.junctions)


def draft_of(raw: RawMap, project: Callable[[np.ndarray], np.ndarray], assumed: Assumptions) -> Draft:
    """Make the walkable street network of a raw map.

    Raises:
        CityError: if nobody can walk on any of its ways.
    """
    facts = way_facts(raw.ways.tags, narrow_width=assumed.narrow_width)
    links, dangling = links_of(raw.ways, facts, raw.node_id)
    if not len(links.a):
        raise CityError(f"{raw.source} holds no street a person may walk on; choose a larger extract.")
    xy = project(raw.node_lonlat)
    links, islands = largest_component(links, _lengths(raw, links, xy))
    edges = stretches(links)
    ends = np.column_stack([edges.node[edges.start[:-1]], edges.node[edges.start[1:] - 1]])
    junction, uv = np.unique(ends, return_inverse=True)
    uv = uv.reshape(ends.shape).astype(np.int32)
    cutting = cut(
        edges.start,
        xy[edges.node],
        uv[:, 0],
        uv[:, 1],
        junctions=len(junction),
        target=assumed.segment_length,
    )
    ragged = locate(links.cut, junction)
    return Draft(
        cutting,
        facts,
        edges.group[cutting.edge],
        uv[:, 0],
        uv[:, 1],
        np.concatenate([xy[junction], cutting.cut_xy]),
        len(junction),
        ragged[ragged >= 0],
        _notes(dangling, islands),
    )


def _lengths(raw: RawMap, links: Links, xy: np.ndarray) -> np.ndarray:
    """Return the length of each link, 0 for one so far from the rest that it cannot be projected."""
    with np.errstate(invalid="ignore"):  # infinite less infinite
        length = np.hypot(*(xy[links.a] - xy[links.b]).T)
    if not np.isfinite(length).any():
        raise CityError(f"{raw.source} lies too near a pole to be drawn in metres; choose another place.")
    return np.where(np.isfinite(length), length, 0.0)


def _notes(dangling: int, islands: int) -> tuple[str, ...]:
    notes = []
    if dangling:
        notes.append(f"The extract is clipped: {dangling} street points are missing; ways are cut there.")
    if islands:
        notes.append(f"{islands} pieces of street not connected to the largest network were left out.")
    return tuple(notes)
