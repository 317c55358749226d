"""Compressed rows: the entries of all rows side by side, and where each row begins."""

from __future__ import annotations

import numpy as np

__all__ = ["row_starts"]


def row_starts(row: np.ndarray, rows: int) -> np.ndarray:
    """Return where each row begins once the entries are sorted by row, int64 (rows+1,).

    Args:
        row: integers (n,), the row of each entry, 0 to rows-1, in any order.
        rows: how many rows there are, empty ones included.
    """
    return np.concatenate([[0], np.cumsum(np.bincount(row, minlength=rows))]).astype(np.int64)
