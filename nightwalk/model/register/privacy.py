"""k-anonymity: a count below k is never shown, nor can it be worked out from what is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from nightwalk.base.errors import CityError

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["pooled", "shared_out"]


def pooled(
    counts: np.ndarray, exposure: np.ndarray, splits: Sequence[np.ndarray], fewest: float
) -> tuple[np.ndarray, np.ndarray]:
    """Return counts in which segments with few reports share the rate of their group.

    Segments with fewer than `fewest` reports are put together (microaggregation): by the first split, within it by the
    second, as long as every group has `fewest` reports; the rest joins the smallest group. Where all of them together
    have fewer, the least of the others joins them.

    Args:
        counts: float64 (S,) reports.
        exposure: float64 (S,).
        splits: labels, int (S,) each, from coarse to fine.
        fewest: k.

    Returns:
        Counts with those below k replaced by the group's rate x exposure, and which are shown as they are, bool (S,).

    Raises:
        CityError: if there are fewer than `fewest` reports in all.
    """
    if counts.sum() < fewest:
        raise CityError(
            f"There are only {counts.sum():.0f} reports on the streets; fewer than {fewest:g} are never shown."
        )
    few = np.flatnonzero(counts < fewest)
    others = np.flatnonzero(counts >= fewest)
    if len(few) and counts[few].sum() < fewest:
        few = np.append(few, others[np.argmin(counts[others])])
    out, shown = counts.astype(float), np.ones(len(counts), bool)
    for group in _groups(few, counts, splits, fewest) if len(few) else ():
        out[group] = exposure[group] * counts[group].sum() / exposure[group].sum()
        shown[group] = False
    return out, shown


def _groups(
    rows: np.ndarray, counts: np.ndarray, splits: Sequence[np.ndarray], fewest: float
) -> list[np.ndarray]:
    """Return the rows in groups that each hold at least `fewest` reports, as fine as the splits allow."""
    if not splits:
        return [rows]
    labels = splits[0][rows]
    parts = [rows[labels == label] for label in np.unique(labels)]
    good = [part for part in parts if counts[part].sum() >= fewest]
    rest = [part for part in parts if counts[part].sum() < fewest]
    if not good:
        return _groups(rows, counts, splits[1:], fewest)
    if rest:
        left = np.concatenate(rest)
        if counts[left].sum() >= fewest:
            good.append(left)
        else:
            least = int(np.argmin([counts[part].sum() for part in good]))
            good[least] = np.concatenate([good[least], left])
    return [group for part in good for group in _groups(part, counts, splits[1:], fewest)]


def shared_out(counts: np.ndarray, weight: np.ndarray, area: np.ndarray, fewest: float) -> np.ndarray:
    """Return counts known by area only, spread over its segments by weight, float64 (S,).

    Areas with fewer than `fewest` reports are taken together; zero everywhere where all of them have fewer.

    Args:
        counts: float64 (S,) reports.
        weight: float64 (S,) above 0.
        area: int (S,) area of each segment.
        fewest: k.
    """
    out = np.zeros(len(counts))
    if counts.sum() < fewest:
        return out
    for group in _groups(np.arange(len(counts)), counts, [area], fewest):
        out[group] = weight[group] * counts[group].sum() / weight[group].sum()
    return out
