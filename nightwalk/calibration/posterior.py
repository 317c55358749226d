"""A posterior: draws of the fitted parameters with what they rest on; never a respondent."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from nightwalk.base.files import whole_file, write_whole
from nightwalk.calibration.errors import CalibrationError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from nightwalk.model.parameters import Parameters

__all__ = ["Posterior"]

DRAWS, DESCRIPTION = "posterior.parquet", "posterior.json"


@dataclass(frozen=True)
class Posterior:
    """Draws from what is known of some parameters after a calibration.

    Attributes:
        names: The fitted parameters.
        draws: Values, one row per draw, float64 (D, K).
        description: What was fitted to what, how, and what came of it, as JSON holds it.
    """

    names: tuple[str, ...]
    draws: np.ndarray
    description: Mapping[str, Any]

    def parameters(self, seed: int) -> Parameters:
        """Return all parameters for a seed: a draw of the fitted ones, the others from their priors.

        The same for every scenario with this seed.
        """
        from nightwalk.model.parameters import Parameters

        row = self.draws[seed % len(self.draws)]
        return Parameters().draw(seed).with_values(dict(zip(self.names, map(float, row), strict=True)))

    def joined(self, names: tuple[str, ...], draws: np.ndarray, **description: Any) -> Posterior:
        """Return the posterior with the parameters of another layer beside, float64 (D, k)."""
        return Posterior(
            (*self.names, *names), np.column_stack([self.draws, draws]), {**self.description, **description}
        )

    def of_seeds(self, seeds: np.ndarray) -> Posterior:
        """Return the posterior with the draws of some seeds, in their order, int64 (n,)."""
        return Posterior(self.names, self.draws[seeds % len(self.draws)], self.description)

    def save(self, folder: Path) -> None:
        """Write the draws and the description into a folder.

        Raises:
            RunError: if the folder cannot be written.
        """
        import pyarrow as pa
        import pyarrow.parquet as pq

        folder.mkdir(parents=True, exist_ok=True)
        with whole_file(folder / DRAWS) as part:
            pq.write_table(pa.table(dict(zip(self.names, self.draws.T, strict=True))), part)
        write_whole(folder / DESCRIPTION, json.dumps(self.description, indent=1, ensure_ascii=False) + "\n")

    @staticmethod
    def load(folder: Path | str) -> Posterior:
        """Read a posterior from its folder.

        Raises:
            CalibrationError: if there is none, or it does not fit this version's parameters.
        """
        import pyarrow.parquet as pq

        from nightwalk.model.parameters import Parameters

        place = Path(folder)
        if not (place / DRAWS).is_file() or not (place / DESCRIPTION).is_file():
            raise CalibrationError(
                f"{folder} holds no posterior; give the folder of a calibration, with {DRAWS} and {DESCRIPTION}."
            )
        table = pq.read_table(place / DRAWS)
        unknown = [name for name in table.column_names if name not in Parameters.declared()]
        if unknown:
            raise CalibrationError(
                f"The posterior in {folder} holds {unknown[0]!r}, which this version does not know; calibrate again."
            )
        draws = np.column_stack([table[name].to_numpy() for name in table.column_names])
        return Posterior(
            tuple(table.column_names), draws, json.loads((place / DESCRIPTION).read_text(encoding="utf-8"))
        )
