"""What a calibration gives a study: a draw of the fitted parameters for each seed, and which calibration it was."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

__all__ = ["Fitted", "HasFitted"]


@dataclass(frozen=True)
class Fitted:
    """The fitted parameters of every seed of a study.

    Attributes:
        name: What was calibrated.
        digest: SHA-256 of all draws of the posterior.
        ground: Where those who answered live: `streets` that were looked at, a `town` whose streets are known, or
            `elsewhere`.
        values: Parameters by seed.
    """

    name: str
    digest: str
    ground: str
    values: Mapping[int, Mapping[str, float]]

    def fitted(self, seeds: Iterable[int]) -> Fitted:
        """Return the same for some of its seeds."""
        return replace(self, values={seed: self.values[seed] for seed in seeds})

    def record(self) -> dict[str, Any]:
        """Return what run.json says: all that is needed to run again."""
        return {**vars(self), "values": {str(seed): dict(row) for seed, row in self.values.items()}}

    @staticmethod
    def of_record(record: Mapping[str, Any]) -> Fitted:
        """Return what a run.json says."""
        rows = {int(seed): row for seed, row in record["values"].items()}
        return Fitted(record["name"], record["digest"], record["ground"], rows)


class HasFitted(Protocol):
    """Something with draws of fitted parameters: a posterior, or what one gave before."""

    def fitted(self, seeds: Iterable[int]) -> Fitted:
        """Return a draw for each seed."""
        ...
