"""A posterior: draws of the fitted parameters with what they rest on; never a respondent."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from nightwalk.base.errors import QuantityError
from nightwalk.base.files import whole_file, write_whole
from nightwalk.calibration.errors import CalibrationError
from nightwalk.scenarios.fitted import Fitted

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from nightwalk.model.parameters import Parameters

__all__ = ["Posterior"]

DRAWS, DESCRIPTION = "posterior.parquet", "posterior.json"
DIGEST = "draws"  # key of the description: the digest of the draws beside it
ELSEWHERE = "elsewhere"


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

    @property
    def digest(self) -> str:
        """SHA-256 of names and draws, in hexadecimal."""
        rows = np.ascontiguousarray(self.draws, dtype="<f8")
        return hashlib.sha256(repr(self.names).encode() + rows.tobytes()).hexdigest()

    def values(self, seed: int) -> dict[str, float]:
        """Return the draw of the fitted parameters for a seed."""
        row = self.draws[seed % len(self.draws)]
        return dict(zip(self.names, map(float, row), strict=True))

    def parameters(self, seed: int) -> Parameters:
        """Return all parameters for a seed: a draw of the fitted ones, the others from their priors.

        The same for every scenario with this seed.
        """
        from nightwalk.model.parameters import Parameters

        return Parameters().draw(seed).with_values(self.values(seed))

    def fitted(self, seeds: Iterable[int]) -> Fitted:
        """Return what a study with these seeds takes from it."""
        said = self.description
        name, ground = said.get("name", "a calibration"), said.get("ground", ELSEWHERE)
        return Fitted(name, self.digest, ground, {seed: self.values(seed) for seed in seeds})

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
        described = {**self.description, DIGEST: self.digest}
        write_whole(folder / DESCRIPTION, json.dumps(described, indent=1, ensure_ascii=False) + "\n")

    @staticmethod
    def load(folder: Path | str) -> Posterior:
        """Read a posterior from its folder.

        Raises:
            CalibrationError: if there is none, if its files do not belong together, or if it does not fit this
                version's parameters.
        """
        place = Path(folder)
        if not (place / DRAWS).is_file() or not (place / DESCRIPTION).is_file():
            raise CalibrationError(
                f"{folder} holds no posterior; give the folder of a calibration, with {DRAWS} and {DESCRIPTION}."
            )
        names, draws, description = _read(place)
        _check(names, draws, place)
        said = description.pop(DIGEST, None)
        found = Posterior(names, draws, description)
        if said != found.digest:
            raise CalibrationError(
                f"The draws in {folder} are not those {DESCRIPTION} describes, so one of the two was changed; "
                "calibrate again."
            )
        return found


def _read(place: Path) -> tuple[tuple[str, ...], np.ndarray, dict[str, Any]]:
    """Return names, draws (D, K) and description as they stand in a folder."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        table = pq.read_table(place / DRAWS)
        draws = np.column_stack([table[name].to_numpy().astype(float) for name in table.column_names])
        description = dict(json.loads((place / DESCRIPTION).read_text(encoding="utf-8")))
    except (pa.ArrowInvalid, OSError, ValueError, TypeError) as error:
        raise CalibrationError(f"The posterior in {place} is damaged; calibrate again.") from error
    return tuple(table.column_names), draws, description


def _check(names: tuple[str, ...], draws: np.ndarray, place: Path) -> None:
    """Refuse parameters this version does not know, or allows only other values of."""
    from nightwalk.model.parameters import Parameters

    known = Parameters.declared()
    for name in names:
        if name not in known:
            raise CalibrationError(
                f"The posterior in {place} holds {name!r}, which this version does not know; calibrate again."
            )
    if not len(draws):
        raise CalibrationError(f"The posterior in {place} holds no draw; calibrate again.")
    for name, column in zip(names, draws.T, strict=True):
        for value in (column.min(), column.max()):
            try:
                known[name].check(name, float(value))
            except QuantityError as error:
                raise CalibrationError(f"The posterior in {place} does not fit: {error}") from error
