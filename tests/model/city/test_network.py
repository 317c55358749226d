from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nightwalk.model.city import City
from nightwalk.model.city.cut import cut, middle
from nightwalk.model.city.network import Links, largest_component, stretches

STREET = {"highway": "residential"}


def links(*pairs: tuple[int, int], group: list[int] | None = None) -> Links:
    a, b = np.array(pairs, np.int64).T
    facts = np.zeros(len(a), np.int64) if group is None else np.array(group, np.int64)
    return Links(a, b, facts, np.empty(0, np.int64))


def chains(network: Links) -> list[list[int]]:
    made = stretches(network)
    return [part.tolist() for part in np.split(made.node, made.start[1:-1])]


def test_a_node_between_two_equal_stretches_is_contracted():
    assert chains(links((0, 1), (1, 2), (2, 3))) == [[0, 1, 2, 3]]


def test_a_change_of_facts_is_a_junction():
    assert chains(links((0, 1), (1, 2), group=[0, 1])) == [[0, 1], [1, 2]]


def test_a_crossing_ends_its_stretches():
    assert chains(links((0, 2), (1, 2), (2, 3), (3, 4))) == [[0, 2], [1, 2], [2, 3, 4]]


def test_a_ring_becomes_two_stretches_between_two_junctions():
    made = chains(links((0, 1), (0, 3), (1, 2), (2, 3)))
    assert len(made) == 2
    assert {tuple(sorted((part[0], part[-1]))) for part in made} == {(0, 2)}


def test_a_loop_at_the_end_of_a_street_is_kept_as_two_parallel_stretches():
    made = chains(links((0, 1), (1, 2), (1, 4), (2, 3), (3, 4)))
    assert sum(len(part) - 1 for part in made) == 5
    assert all(part[0] != part[-1] for part in made)


@settings(deadline=None, derandomize=True)
@given(st.lists(st.tuples(st.integers(0, 25), st.integers(0, 25)), min_size=1, max_size=70))
def test_every_link_lies_in_exactly_one_stretch(pairs):
    distinct = sorted({(min(p), max(p)) for p in pairs if p[0] != p[1]} or {(0, 1)})
    whole = links(*distinct)
    kept, _ = largest_component(whole, np.ones(len(whole.a)))
    made = chains(kept)
    walked = sorted(tuple(sorted(step)) for part in made for step in itertools.pairwise(part))
    assert walked == sorted(zip(kept.a.tolist(), kept.b.tolist(), strict=True))
    assert all(part[0] != part[-1] for part in made)


def test_the_longest_part_is_kept():
    network = links((0, 1), (2, 3), (3, 4))
    kept, left_out = largest_component(network, np.array([500.0, 1.0, 1.0]))
    assert (kept.a.tolist(), left_out) == ([0], 1)


@settings(deadline=None, derandomize=True)
@given(
    st.lists(
        st.lists(st.tuples(st.integers(-900, 900), st.integers(-900, 900)), min_size=2, max_size=8),
        min_size=1,
        max_size=6,
    )
)
def test_cutting_keeps_length_order_and_ends(edges):
    first = np.cumsum([0] + [len(edge) for edge in edges])
    xy = np.array([point for edge in edges for point in edge], np.float64)
    u, v = np.arange(len(edges)) * 2, np.arange(len(edges)) * 2 + 1
    made = cut(first, xy, u, v, junctions=2 * len(edges), target=100.0)
    for number, edge in enumerate(edges):
        rows = np.flatnonzero(made.edge == number)
        total = float(np.hypot(*np.diff(np.array(edge, np.float64), axis=0).T).sum())
        assert len(rows) == max(1, round(total / 100))
        assert made.length[rows].sum() == pytest.approx(total, rel=1e-9, abs=0.2)
        assert made.u[rows[0]] == u[number]
        assert made.v[rows[-1]] == v[number]
        np.testing.assert_array_equal(made.v[rows[:-1]], made.u[rows[1:]])
        np.testing.assert_allclose(made.xy[made.start[rows[0]]], edge[0])
        np.testing.assert_allclose(made.xy[made.start[rows[-1] + 1] - 1], edge[-1])
    drawn = [np.hypot(*np.diff(line, axis=0).T).sum() for line in np.split(made.xy, made.start[1:-1])]
    np.testing.assert_allclose(drawn, made.length, atol=0.11)


def test_the_middle_of_a_bent_line_lies_on_it():
    xy = np.array([[0.0, 0.0], [10.0, 0.0], [10.0, 30.0]])
    np.testing.assert_allclose(middle(np.array([0, 3]), xy), [[10.0, 10.0]])


def test_segments_of_an_edge_follow_one_another(helsinki):
    streets = helsinki.streets
    same = np.diff(streets.edge) == 0
    assert (np.diff(streets.edge) >= 0).all()
    np.testing.assert_array_equal(streets.v[:-1][same], streets.u[1:][same])
    first = np.flatnonzero(np.r_[True, ~same])
    last = np.append(first[1:], len(same) + 1) - 1
    np.testing.assert_array_equal(streets.u[first], streets.edge_u)
    np.testing.assert_array_equal(streets.v[last], streets.edge_v)
    assert helsinki.nodes.junction[streets.edge_u].all()


def test_two_ways_on_the_same_nodes_make_one_street(write_map):
    nodes = {1: (0.0, 0.0, {}), 2: (90.0, 0.0, {})}
    city = City.from_osm(write_map(nodes, [([1, 2], STREET), ([2, 1], {"highway": "footway"})]))
    assert city.segments == 1


def test_an_island_is_left_out_and_said(write_map):
    nodes = {i: (i * 100.0, 0.0, {}) for i in range(1, 4)} | {8: (0.0, 900.0, {}), 9: (50.0, 900.0, {})}
    city = City.from_osm(write_map(nodes, [([1, 2, 3], STREET), ([8, 9], STREET)]))
    assert city.segments == 2
    assert any("not connected" in note for note in city.notes)


def test_two_nodes_on_one_spot_still_make_a_step(write_map):
    nodes = {1: (0.0, 0.0, {}), 2: (0.0, 0.0, {}), 3: (50.0, 0.0, {})}
    city = City.from_osm(write_map(nodes, [([1, 2], STREET), ([2, 3], STREET | {"name": "B"})]))
    assert city.segments == 2
    assert (city.streets.length > 0).all()
