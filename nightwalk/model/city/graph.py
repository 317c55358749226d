"""The streets as a networkx graph, for those who want one."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import networkx as nx

    from nightwalk.model.city.city import City

__all__ = ["graph_of"]


def graph_of(city: City) -> nx.MultiGraph:
    """Return a MultiGraph: nodes (rows of `city.nodes`) with x, y; one edge per segment, keyed by id."""
    import networkx as nx

    graph = nx.MultiGraph(crs=city.crs, name=city.name)
    nodes, streets = city.nodes, city.streets
    used = sorted({*streets.u.tolist(), *streets.v.tolist()})
    graph.add_nodes_from((row, {"x": float(nodes.x[row]), "y": float(nodes.y[row])}) for row in used)
    columns = zip(
        streets.u.tolist(),
        streets.v.tolist(),
        streets.id.tolist(),
        streets.length.tolist(),
        streets.name.tolist(),
        strict=True,
    )
    graph.add_edges_from(
        (u, v, key, {"length": length, "id": key, "row": row, "name": name})
        for row, (u, v, key, length, name) in enumerate(columns)
    )
    return graph
