"""Follow links from junction to junction."""

from __future__ import annotations

import numpy as np

from nightwalk.base.kernels import allocating_kernel

__all__ = ["trace"]


@allocating_kernel
def trace(begin, neighbour, link, junction, links):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN201
    """Return the chains between junctions of a connected graph.

    Args:
        begin: int64 (N+1,) first half-link of each node.
        neighbour: int64 (2K,) node at the other end of each half-link.
        link: int64 (2K,) number of the link of each half-link.
        junction: bool (N,) where chains end; at least one.
        links: number of links K.

    Returns:
        first int64 (E+1,), node int64 (P,) the chains one after the other, and link int64 (E,)
        the first link of each chain. Every link is in exactly one chain.
    """
    used = np.zeros(links, np.bool_)
    node = np.empty(2 * links, np.int64)
    first = np.zeros(links + 1, np.int64)
    of_link = np.empty(links, np.int64)
    chains, points = 0, 0
    for start in range(junction.size):
        if not junction[start]:
            continue
        for half in range(begin[start], begin[start + 1]):
            if used[link[half]]:
                continue
            of_link[chains] = link[half]
            node[points] = start
            points += 1
            here, step = start, half
            while True:
                used[link[step]] = True
                came = link[step]
                here = neighbour[step]
                node[points] = here
                points += 1
                if junction[here]:
                    break
                step = begin[here]
                if link[step] == came:
                    step += 1
            chains += 1
            first[chains] = points
    return first[: chains + 1].copy(), node[:points].copy(), of_link[:chains].copy()
