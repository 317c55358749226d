"""Street graphs of all kinds, and the same for networkx."""

from __future__ import annotations

import networkx as nx
import numpy as np
from hypothesis import strategies as st

NEAR_AND_FAR = st.one_of(st.integers(1, 4), st.integers(1, 1_000_000))


@st.composite
def multigraphs(draw, *, most_nodes=14, cost=NEAR_AND_FAR, measures=None):
    """Nodes, edges with parallels, loops and parts that do not meet, and int32 (E, K) costs."""
    nodes = draw(st.integers(1, most_nodes))
    ends = st.integers(0, nodes - 1)
    pairs = draw(st.lists(st.tuples(ends, ends), min_size=1, max_size=3 * most_nodes))
    count = draw(st.integers(1, 4)) if measures is None else measures
    row = st.lists(cost, min_size=count, max_size=count)
    costs = draw(st.lists(row, min_size=len(pairs), max_size=len(pairs)))
    return nodes, np.array(pairs, dtype=np.int32), np.array(costs, dtype=np.int32)


def networkx_of(nodes, pairs, costs):
    """The same graph, with numbers of Python, which do not run over."""
    graph = nx.MultiGraph()
    graph.add_nodes_from(range(nodes))
    edges = zip(pairs.tolist(), costs.tolist(), strict=True)
    graph.add_edges_from((a, b, {"cost": cost}) for (a, b), cost in edges)
    return graph
