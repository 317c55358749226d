"""Rules from a shallow tree: a second opinion on where the failures are."""

from __future__ import annotations

from math import inf
from typing import TYPE_CHECKING, Any

import numpy as np

from nightwalk.experiments.discovery.box import Box, coverage, density
from nightwalk.experiments.discovery.prim import SMALLEST

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd

__all__ = ["tree_rules"]

DEPTH = 3  # questions to a rule at most: longer ones nobody remembers
MOSTLY = 0.5  # a leaf is a rule if more of it fails than not


def tree_rules(inputs: pd.DataFrame, failed: np.ndarray) -> list[Box]:
    """Return the leaves of a decision tree in which most cases fail, the widest cover first."""
    from sklearn.tree import DecisionTreeClassifier

    fewest = max(2, round(SMALLEST * len(inputs)))
    tree = DecisionTreeClassifier(max_depth=DEPTH, min_samples_leaf=fewest, random_state=0)
    tree.fit(inputs.to_numpy(float), failed)
    leaves = list(_leaves(tree.tree_, [str(name) for name in inputs], 0, Box({})))
    rules = [box for box in leaves if box.limits and density(box.holds(inputs), failed) > MOSTLY]
    return sorted(rules, key=lambda box: -coverage(box.holds(inputs), failed))


def _leaves(tree: Any, names: list[str], node: int, box: Box) -> Iterator[Box]:
    if tree.children_left[node] < 0:
        yield box
        return
    name, cut = names[tree.feature[node]], float(tree.threshold[node])
    low, high = box.limits.get(name, (-inf, inf))
    yield from _leaves(tree, names, tree.children_left[node], box.limited(name, low, min(cut, high)))
    beyond = max(low, float(np.nextafter(cut, inf)))
    yield from _leaves(tree, names, tree.children_right[node], box.limited(name, beyond, high))
