"""What trials gave, kept in one SQLite file as each is finished: a killed driver loses none, and more can be added."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING, NamedTuple

from nightwalk.base.errors import RunError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

__all__ = ["Row", "TrialStore"]

PATIENCE = 60.0  # seconds to wait for another process that writes


class Row(NamedTuple):
    """One value of a trial; NaN where there is none."""

    scenario: str
    indicator: str
    split: str
    group: str
    value: float


class TrialStore:
    """A file of finished trials by key.

    Args:
        path: Where it is, or is to be.

    Raises:
        RunError: if it cannot be made or is no such file.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        with self._opened() as base:
            base.execute("CREATE TABLE IF NOT EXISTS trials (key TEXT PRIMARY KEY, rows TEXT NOT NULL)")

    def find(self, keys: Iterable[str]) -> dict[str, list[Row]]:
        """Return the rows of those of the trials that are there."""
        wanted = set(keys)
        with self._opened() as base:
            return {
                key: [Row(*row) for row in json.loads(rows)]
                for key, rows in base.execute("SELECT key, rows FROM trials")
                if key in wanted
            }

    def keep(self, found: Iterable[tuple[str, list[Row]]]) -> None:
        """Add finished trials, all of them or none."""
        with self._opened() as base:
            base.executemany(
                "INSERT OR REPLACE INTO trials VALUES (?, ?)",
                [(key, json.dumps(rows, separators=(",", ":"))) for key, rows in found],
            )

    @contextmanager
    def _opened(self) -> Iterator[sqlite3.Connection]:
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with closing(sqlite3.connect(self.path, timeout=PATIENCE)) as base, base:
                yield base
        except (OSError, sqlite3.Error) as error:
            raise RunError(
                f"{self.path} cannot be used: {error}; remove it, free some space or choose another folder with -o."
            ) from error
