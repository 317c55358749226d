"""How scenarios stand up to what is not known: regret, and how often they are good enough."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["robustness"]

MOSTLY = 0.9  # the regret that is not passed in nine of ten futures


def robustness(values: pd.DataFrame, *, lower_is_better: bool, target: float) -> pd.DataFrame:
    """Return how every scenario does across the futures.

    Args:
        values: An outcome by future (row) and scenario (column); futures with a missing value are left out.
        lower_is_better: The wanted direction.
        target: What is good enough.

    Returns:
        One row per scenario: scenario, mean, regret_mean, regret_most (not passed in 90 % of the futures),
        regret_worst (how much worse than the best scenario of the same future, at least 0), best (share of the
        futures in which no scenario is better), good_enough (share in which the target is met) with its 95 %
        interval low, high, and futures.
    """
    import pandas as pd

    whole = values.dropna()
    loss = whole if lower_is_better else -whole
    regret = loss.sub(loss.min(axis=1), axis=0)
    enough = loss <= (target if lower_is_better else -target)
    ends = {name: _interval(int(enough[name].sum()), len(whole)) for name in whole}
    rows = [
        (
            name, float(whole[name].mean()), float(regret[name].mean()), float(regret[name].quantile(MOSTLY)),
            float(regret[name].max()), float((regret[name] <= 0.0).mean()), float(enough[name].mean()), *ends[name],
            len(whole),
        )
        for name in whole
    ]  # fmt: skip
    columns = ["scenario", "mean", "regret_mean", "regret_most", "regret_worst", "best", "good_enough", "low", "high",
               "futures"]  # fmt: skip
    return pd.DataFrame(rows, columns=columns)


def _interval(hits: int, of: int) -> tuple[float, float]:
    """Return the 95 % interval of a share (Wilson)."""
    from scipy.stats import binomtest

    if of == 0:
        return float(np.nan), float(np.nan)
    found = binomtest(hits, of).proportion_ci(method="wilson")
    return float(found.low), float(found.high)
