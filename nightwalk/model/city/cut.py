"""Cut edges into segments of about 100 m."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from nightwalk.base.rows import row_starts

__all__ = ["Segments", "cut", "middle"]

SHORTEST = 0.1  # metres; two map nodes on one spot still make a step
TOUCH = 1e-6  # metres; nearer than this a point is the cut itself


@dataclass(frozen=True)
class Segments:
    """Equal parts of edges; cut points are numbered after the junctions."""

    edge: np.ndarray  # int32 (S,)
    u: np.ndarray  # int32 (S,)
    v: np.ndarray  # int32 (S,)
    length: np.ndarray  # float64 (S,) metres
    start: np.ndarray  # int64 (S+1,) first point in xy
    xy: np.ndarray  # float64 (P, 2)
    cut_xy: np.ndarray  # float64 (C, 2) the new nodes


def cut(
    first: np.ndarray, xy: np.ndarray, u: np.ndarray, v: np.ndarray, *, junctions: int, target: float
) -> Segments:
    """Cut each edge into ``max(1, round(length / target))`` equal parts.

    Args:
        first: int64 (E+1,) first point of each edge in `xy`.
        xy: float64 (P, 2) metres.
        u: int (E,) junction where the edge begins.
        v: int (E,) junction where it ends.
        junctions: number of junctions; cut points get the numbers that follow.
        target: wanted length of a segment, metres.
    """
    along, total = _along(first, xy)
    parts = np.maximum(1, np.round(total / target)).astype(np.int64)
    step = total / parts
    begin = np.concatenate([[0], np.cumsum(parts)])
    edge = np.repeat(np.arange(len(parts)), parts)
    part = np.arange(begin[-1]) - begin[edge]
    inner = part > 0  # segments that begin at a cut point
    cut_xy = _interpolate(first, xy, along, total, edge[inner], part[inner] * step[edge[inner]])
    seg_u = np.where(inner, junctions + np.cumsum(inner) - 1, u[edge])
    last = part == parts[edge] - 1
    seg_v = np.where(last, v[edge], junctions + np.cumsum(inner))
    head = (
        np.where(inner[:, None], cut_xy[np.cumsum(inner) - 1], xy[first[edge]])
        if len(cut_xy)
        else xy[first[edge]]
    )
    tail = np.where(last[:, None], xy[first[edge + 1] - 1], np.roll(head, -1, axis=0))
    start, points = _points(first, xy, along, step, parts, begin, head, tail)
    length = np.maximum(step[edge], SHORTEST)
    return Segments(
        edge.astype(np.int32), seg_u.astype(np.int32), seg_v.astype(np.int32), length, start, points, cut_xy
    )


def _along(first: np.ndarray, xy: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the distance of each point from the beginning of its edge, and each edge's length."""
    step = np.zeros(len(xy))
    step[1:] = np.hypot(*np.diff(xy, axis=0).T)
    step[first[:-1]] = 0.0
    run = np.cumsum(step)
    along = run - np.repeat(run[first[:-1]], np.diff(first))
    return along, np.add.reduceat(step, first[:-1])


def _interpolate(
    first: np.ndarray, xy: np.ndarray, along: np.ndarray, total: np.ndarray, edge: np.ndarray, at: np.ndarray
) -> np.ndarray:
    base = np.concatenate([[0], np.cumsum(total + 1.0)])[:-1]  # one rising ruler for all edges
    ruler = along + np.repeat(base, np.diff(first))
    left = np.searchsorted(ruler, at + base[edge], side="right") - 1
    left = np.clip(left, first[edge], first[edge + 1] - 2)
    gap = along[left + 1] - along[left]
    share = np.clip((at - along[left]) / np.where(gap > 0, gap, 1.0), 0.0, 1.0)
    return np.asarray(xy[left] + share[:, None] * (xy[left + 1] - xy[left]))


def _points(
    first: np.ndarray,
    xy: np.ndarray,
    along: np.ndarray,
    step: np.ndarray,
    parts: np.ndarray,
    begin: np.ndarray,
    head: np.ndarray,
    tail: np.ndarray,
) -> tuple[np.ndarray, np.ndarray]:
    owner = np.repeat(np.arange(len(parts)), np.diff(first))
    between = np.ones(len(xy), bool)
    between[first[:-1]] = between[first[1:] - 1] = False
    width = np.where(step > 0, step, 1.0)[owner]
    part = np.clip(np.floor(along / width), 0, parts[owner] - 1).astype(np.int64)
    off = np.abs(along - np.round(along / width) * width)
    between &= off > TOUCH
    segment = np.concatenate(
        [np.arange(len(head)), begin[owner[between]] + part[between], np.arange(len(tail))]
    )
    rank = np.repeat([0, 1, 2], [len(head), int(between.sum()), len(tail)])
    distance = np.concatenate([np.zeros(len(head)), along[between], np.zeros(len(tail))])
    order = np.lexsort((distance, rank, segment))
    points = np.concatenate([head, xy[between], tail])[order]
    return row_starts(segment, len(head)), points


def middle(start: np.ndarray, xy: np.ndarray) -> np.ndarray:
    """Return the point half way along each line, float64 (S, 2), for lines laid end to end in `xy`."""
    along, total = _along(start, xy)
    return _interpolate(start, xy, along, total, np.arange(len(start) - 1), total / 2)
