"""The routes people ask for: distinct sets of origin, destination and class of persons (rule 20)."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

__all__ = ["CLASSES", "Demand", "demand", "joined"]

CLASSES = 4  # sex x under or over 65


class Demand(NamedTuple):
    """The route sets people need, in the order they are first asked for, which is that of the people."""

    origin: np.ndarray  # int32 (Q,) node
    target: np.ndarray  # int32 (Q,) node
    person_class: np.ndarray  # int32 (Q,) sex + 2 * (over 65)
    by_target: np.ndarray  # int32 (Q,) rows sorted by destination


def demand(origin: np.ndarray, target: np.ndarray, person_class: np.ndarray) -> tuple[Demand, np.ndarray]:
    """Return the distinct route sets and, per request, the row of its set.

    Args:
        origin: int32 (n,) nodes; negative = no request.
        target: int32 (n,) nodes.
        person_class: int32 (n,).

    Returns:
        The demand and int32 (n,) rows, -1 where there is no request.
    """
    asked = (origin >= 0) & (target >= 0)
    nodes = int(origin.max(initial=0)) + 1
    keys = (target[asked].astype(np.int64) * CLASSES + person_class[asked]) * nodes + origin[asked]
    distinct, first, back = np.unique(keys, return_index=True, return_inverse=True)
    asked_order = np.argsort(first)
    by_target = np.argsort(asked_order)
    rows = np.full(len(origin), -1, dtype=np.int32)
    rows[asked] = by_target[back]
    ends, origins = np.divmod(distinct[asked_order], nodes)
    targets, classes = np.divmod(ends, CLASSES)
    return Demand(*(column.astype(np.int32) for column in (origins, targets, classes, by_target))), rows


def joined(first: Demand, second: Demand) -> Demand:
    """Return the route sets of both; those of the second get the rows after the first's."""
    after = np.int32(len(first.origin))
    moved = second._replace(by_target=second.by_target + after)
    return Demand(*(np.concatenate([a, b]) for a, b in zip(first, moved, strict=True)))
