"""Who is left worse off or behind, as the first page says it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from nightwalk.outputs.answers import answers
from nightwalk.outputs.compare import flagged
from nightwalk.outputs.decision_words import behind_line
from nightwalk.outputs.equity import left_behind
from nightwalk.outputs.indicators import HEADLINE
from nightwalk.outputs.wording import worse_off

if TYPE_CHECKING:
    import pandas as pd

    from nightwalk.outputs.ensemble import Ensemble

__all__ = ["left_worse_off"]

_FELT = (HEADLINE, "very_unsafe_after_dark", "stays_in_after_dark", "unsafe_by_day")
"""What the first page looks at."""


def left_worse_off(ensemble: Ensemble, rows: pd.DataFrame) -> list[str]:
    """Return one line per group that is clearly worse off in what people feel and do, or is left behind."""
    worse = flagged(rows[rows["indicator"].isin(_FELT)])
    felt = worse[worse["indicator"] == HEADLINE]
    told = set(zip(felt["scenario"], felt["split"], felt["group"], strict=True))
    behind: Any = left_behind(ensemble).itertuples()
    late = [row for row in behind if (row.scenario, row.split, row.group) not in told]
    return [*worse_off(answers(worse)), *map(behind_line, late)]
