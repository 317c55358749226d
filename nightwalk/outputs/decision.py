"""The tables a decision rests on, computed from the runs of a study."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nightwalk.outputs.compare import comparisons
from nightwalk.outputs.costs import acceptability, costs
from nightwalk.outputs.displacement import displacement
from nightwalk.outputs.equity import equity, left_behind
from nightwalk.outputs.perception import day_dark, perception_gaps
from nightwalk.outputs.tables import COMPARISON

if TYPE_CHECKING:
    from collections.abc import Callable

    import pandas as pd

    from nightwalk.outputs.ensemble import Ensemble

__all__ = ["DECISION_TABLES"]

DECISION_TABLES: dict[str, Callable[[Ensemble], pd.DataFrame]] = {
    COMPARISON: comparisons,
    "costs": costs,
    "acceptability": acceptability,
    "displacement": displacement,
    "perception_gaps": perception_gaps,
    "day_dark": day_dark,
    "equity": equity,
    "left_behind": left_behind,
}
"""By name, as in the study folder; each is a function of the study alone."""
