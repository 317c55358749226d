"""What a run takes from a risk register: opportunity, social incivility, what the authority knows."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from nightwalk.model.register.estimate import Risk

__all__ = ["StreetCrime"]


class StreetCrime(NamedTuple):
    """Columns by segment id; a run looks its streets up, so that closed ones are left out and new ones have none."""

    id: np.ndarray  # int64 (S,) ascending
    yearly: Risk | None  # recorded crimes a year of each segment; None = no incidents were imported
    social: np.ndarray  # float64 (S,) social incivility 0-1 from citizen reports and audits
    week: np.ndarray  # float64 (S,) recorded crimes + 0.5 x citizen reports in a week of the last four
    drawn: bool = False  # whether opportunity is a draw from the posterior instead of its mean

    def log_rate(self, ids: np.ndarray, u: np.ndarray) -> np.ndarray:
        """Return the log of the crimes a year of each street, float64 (S,), centred; 0 for streets it does not know.

        Args:
            ids: ids of the streets.
            u: uniform draws of the streets; read only where the posterior is drawn from.
        """
        if self.yearly is None:
            return np.zeros(len(ids))
        rows, known = self._rows(ids)
        found = Risk(self.yearly.shape[rows], self.yearly.rate[rows])
        rate = np.maximum(found.quantile(u) if self.drawn else found.mean, LEAST)
        log = np.where(known, np.log(rate), 0.0)
        return np.where(known, log - log[known].mean(), 0.0) if known.any() else log

    def social_of(self, ids: np.ndarray) -> np.ndarray:
        """Return social incivility of the streets, float64 (S,); 0 for those it does not know."""
        rows, known = self._rows(ids)
        return np.where(known, self.social[rows], 0.0)

    def week_of(self, ids: np.ndarray) -> np.ndarray:
        """Return what was recorded in a week of the last four, float64 (S,)."""
        rows, known = self._rows(ids)
        return np.where(known, self.week[rows], 0.0)

    def _rows(self, ids: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        rows = np.minimum(np.searchsorted(self.id, ids), len(self.id) - 1)
        return rows, self.id[rows] == ids


LEAST = 1e-9  # crimes a year: a posterior with a shape near 0 may draw none at all
