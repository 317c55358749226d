"""What lies around points and segments, along the streets and as the crow flies."""

import networkx as nx
import numpy as np

from nightwalk.model.people import around_points
from nightwalk.model.surroundings import close_pairs, mean_around


def test_surroundings_are_the_segments_whose_middle_is_near_by_street(town, city):
    graph = city.graph()
    points = np.unique(city.homes.node)[:8].astype(np.int32)
    found = around_points(town, points, 250.0)
    streets = city.streets
    for k, point in enumerate(points):
        metres = nx.single_source_dijkstra_path_length(graph, int(point), weight="length")
        near = np.array([
            min(metres.get(int(u), np.inf), metres.get(int(v), np.inf)) + d / 2
            for u, v, d in zip(streets.u, streets.v, streets.length, strict=True)
        ])  # fmt: skip
        row = slice(found.start[k], found.start[k + 1])
        chosen = set(found.segment[row].tolist())
        assert (
            set(np.flatnonzero(near <= 249.9).tolist())
            <= chosen
            <= set(np.flatnonzero(near <= 250.1).tolist())
        )
        np.testing.assert_allclose(found.distance[row], near[found.segment[row]], atol=0.01)


def test_the_mean_around_is_weighted_and_zero_where_nothing_is(p):
    out = np.empty(2)
    mean_around(
        np.array([0, 2, 2]),
        np.array([0, 2], dtype=np.int32),
        np.array([1.0, 9.0, 3.0]),
        np.array([4.0, 9.0, 8.0]),
        out,
    )
    assert out.tolist() == [7.0, 0.0]


def test_close_pairs_are_symmetric_and_within_the_radius(city):
    start, other = close_pairs(city, 120.0)
    left = np.repeat(np.arange(city.segments), np.diff(start))
    gap = np.linalg.norm(city.midpoints[:, None] - city.midpoints[None], axis=2)
    expected = {(a, b) for a, b in zip(*np.nonzero(gap <= 120.0), strict=True) if a != b}
    assert set(zip(left.tolist(), other.tolist(), strict=True)) == expected
