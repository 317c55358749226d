"""Published shares beside what the fitted model and two simpler ones expect of them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from nightwalk.calibration.errors import CalibrationError
from nightwalk.calibration.measurement.density import Density
from nightwalk.calibration.measurement.evidence import Cells, published_cells
from nightwalk.calibration.predictive import Forecast, forecast

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from nightwalk.calibration.measurement.fit import Fit
    from nightwalk.calibration.study import Study
    from nightwalk.calibration.survey.published import Published, PublishedCell

__all__ = ["compared", "items_of", "kept_aside", "of_items"]


def items_of(table: Published) -> tuple[str, ...]:
    """Return the items of a table."""
    return tuple(dict.fromkeys(cell.item for cell in table.cells))


def of_items(table: Published, items: tuple[str, ...]) -> Published:
    """Return the cells of some items of a table."""
    return replace(table, cells=tuple(cell for cell in table.cells if cell.item in items))


def kept_aside(table: Published, holdout: str | Mapping[str, Sequence[str]]) -> Published:
    """Return the table with the waves kept aside marked as only compared.

    Raises:
        CalibrationError: if something else than waves is kept aside, or nothing is left to fit.
    """
    if not holdout:
        return table
    if isinstance(holdout, str) or "wave" not in holdout:
        raise CalibrationError("Of a table only waves can be kept aside: holdout = { wave = ['...'] }.")
    waves = {cell.wave for cell in table.cells}
    for wave in holdout["wave"]:
        if wave not in waves:
            raise CalibrationError(f"The table has no wave {wave!r}; its waves: {', '.join(sorted(waves))}.")
    cells = tuple(replace(cell, check=cell.check or cell.wave in holdout["wave"]) for cell in table.cells)
    if all(cell.check for cell in cells):
        raise CalibrationError("Keeping these waves aside leaves no cell to fit; keep fewer aside.")
    return replace(table, cells=cells)


def compared(
    study: Study, table: Published, fit: Fit, draws: np.ndarray
) -> list[tuple[PublishedCell, dict[str, Forecast]]]:
    """Return each published share with the forecast of each model; `draws` float64 (D, K)."""
    evidence = published_cells(table, items_of(table), study.ground.population, fitted=False, n=study.n)
    density = Density(evidence, study.ground, fit.scale)
    expected = np.array([evidence.expected(density.log_likelihood(values)) for values in draws])
    return [
        (cell, {"model": _of(expected[:, k], cell, size), **_nulls(table, evidence, cell, size)})
        for k, (cell, size) in enumerate(zip(table.cells, evidence.size, strict=True))
    ]


def _of(expected: np.ndarray, cell: PublishedCell, size: float) -> Forecast:
    return forecast(float(expected.mean()), float(expected.var()), cell.share, size)


def _nulls(table: Published, evidence: Cells, cell: PublishedCell, size: float) -> dict[str, Forecast]:
    """Return the forecasts by the fitted shares of the same answers: of all, and of the same group."""
    alike = np.array([
        not one.check and (one.item, one.answers, one.among) == (cell.item, cell.answers, cell.among)
        for one in table.cells
    ])  # fmt: skip
    group = alike & np.array([(one.sex, one.ages) == (cell.sex, cell.ages) for one in table.cells])
    made = {}
    for name, chosen in (("everyone", alike), ("group", group if group.any() else alike)):
        people = evidence.size[chosen]
        share = float(evidence.share[chosen] @ people / people.sum()) if chosen.any() else 0.5
        made[name] = forecast(share, share * (1.0 - share) / max(people.sum(), 1.0), cell.share, size)
    return made
