"""The log of a session: one line for each thing done, whole on disk before the room sees it."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, Any

from nightwalk import RunError

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["Journal"]

Record = dict[str, Any]


class Journal:
    """An append-only file of JSON lines.

    A line that was cut off when the machine stopped is dropped when the file is opened again.

    Raises:
        RunError: if the file cannot be written, or is damaged before its end.
    """

    def __init__(self, path: Path) -> None:
        self.path = path

    def records(self) -> list[Record]:
        """Return everything noted so far."""
        if not self.path.exists():
            return []
        raw = self.path.read_bytes()
        whole = raw.rfind(b"\n") + 1
        if whole < len(raw):
            with self.path.open("r+b") as file:
                file.truncate(whole)
        return [self._read(number, line) for number, line in enumerate(raw[:whole].splitlines(), 1)]

    def note(self, record: Record) -> None:
        """Write one record and wait until it is on disk."""
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with open(self.path, "ab", opener=_for_owner) as file:
                file.write(json.dumps(record, ensure_ascii=False).encode() + b"\n")
                file.flush()
                os.fsync(file.fileno())
        except OSError as error:
            raise RunError(
                f"The session cannot be kept in {self.path}: {error.strerror or error}."
            ) from error

    def _read(self, number: int, line: bytes) -> Record:
        try:
            record = json.loads(line)
        except ValueError as error:
            raise RunError(
                f"Line {number} of {self.path} is damaged; take it out or start a new folder."
            ) from error
        return dict(record)


def _for_owner(path: str, flags: int) -> int:
    """Open a file that only its owner may read: the log holds the keys."""
    return os.open(path, flags, 0o600)
