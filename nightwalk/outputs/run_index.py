"""The index of what an outputs folder holds: one SQLite file, `index.sqlite`, beside the folders themselves.

The folders are the truth. One deleted by hand is forgotten, a finished study that is not in the index is taken into it,
and the index itself may be deleted. Several processes may write to it at a time. Where it cannot be written, what is
run goes on without a note.
"""

from __future__ import annotations

import json
import shutil
import sqlite3
from contextlib import closing, contextmanager, suppress
from dataclasses import astuple, dataclass, fields, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Literal

from nightwalk.base.errors import RunError, nearest

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

__all__ = ["FINISHED", "UNFINISHED", "Entry", "RunIndex", "State", "now"]

State = Literal["finished", "unfinished"]
FINISHED: State = "finished"
UNFINISHED: State = "unfinished"
FILE = "index.sqlite"
PARTIAL = ".partial"
PATIENCE = 60.0  # seconds to wait for another process that writes


@dataclass(frozen=True)
class Entry:
    """One study or ensemble.

    Attributes:
        id: Name of its folder.
        kind: What it is: study, sensitivity.
        name: Its title.
        scenarios: Names of the scenarios, the first one is the base.
        runs: How many runs it has, or is to have.
        state: finished, or unfinished: still running, or interrupted and to be continued.
        size: Bytes on disk; 0 while unfinished.
        when: When it was begun or finished, ISO 8601.
    """

    id: str
    kind: str
    name: str
    scenarios: tuple[str, ...]
    runs: int
    state: State
    size: int
    when: str


def now() -> str:
    """Return this second, ISO 8601."""
    return datetime.now(UTC).isoformat(timespec="seconds")


class RunIndex:
    """The studies and ensembles of one outputs folder.

    Args:
        out: The outputs folder.
    """

    def __init__(self, out: Path) -> None:
        self.out = out

    def begin(self, folder: str, kind: str, name: str, scenarios: Iterable[str], runs: int) -> None:
        """Note that something is run into a folder of the outputs folder."""
        with suppress(RunError):
            self._write([Entry(folder, kind, name, tuple(scenarios), runs, UNFINISHED, 0, now())])

    def finish(self, folder: str) -> None:
        """Note that it is whole, and how large."""
        with suppress(RunError), self._opened() as base:
            base.execute(
                "UPDATE entries SET state = ?, size = ?, at = ? WHERE id = ?",
                (FINISHED, _size(self.out / folder), now(), folder),
            )

    def entries(self, *, kind: str = "", state: str = "", name: str = "") -> list[Entry]:
        """Return what there is, the latest first; a text in `name` is looked for in titles, scenarios and ids.

        Raises:
            RunError: if the folder or its index cannot be read.
        """
        if not self.out.is_dir():
            return []
        there = {path.name for path in self.out.iterdir() if path.is_dir()}
        known = {one.id: one for one in self._read()}
        gone = [one for one in known if not there & {one, one + PARTIAL}]
        self._forget(gone)
        self._write(found := [one for path in there - set(known) if (one := _study(self.out / path))])
        listed = [one for one in known.values() if one.id not in gone] + found
        chosen = [one for one in listed if _is_wanted(one, kind, state, name)]
        return sorted(chosen, key=lambda one: (one.when, one.id), reverse=True)

    def remove(self, ids: Iterable[str]) -> None:
        """Delete studies and ensembles, their folders first.

        Raises:
            RunError: for an id that is not there, before anything is deleted, or if a folder cannot be deleted.
        """
        known = [one.id for one in self.entries()]
        chosen = list(ids)
        for one in chosen:
            if one not in known:
                raise RunError(f"There is no {one!r} in {self.out}.{nearest(one, known)}")
        for one in chosen:
            for path in (self.out / one, self.out / f"{one}{PARTIAL}"):
                _delete(path)
            self._forget([one])

    def _read(self) -> list[Entry]:
        with self._opened() as base:
            rows = base.execute("SELECT * FROM entries").fetchall()
        return [replace(one, scenarios=tuple(json.loads(row[3]))) for row in rows for one in (Entry(*row),)]

    def _write(self, entries: list[Entry]) -> None:
        if not entries:
            return
        rows = [astuple(replace(one, scenarios=_text(one))) for one in entries]
        marks = ", ".join("?" * len(fields(Entry)))
        with self._opened() as base:
            base.executemany(f"INSERT OR REPLACE INTO entries VALUES ({marks})", rows)  # noqa: S608 - marks only

    def _forget(self, ids: list[str]) -> None:
        if ids:
            with self._opened() as base:
                base.executemany("DELETE FROM entries WHERE id = ?", [(one,) for one in ids])

    @contextmanager
    def _opened(self) -> Iterator[sqlite3.Connection]:
        path = self.out / FILE
        try:
            self.out.mkdir(parents=True, exist_ok=True)
            with closing(sqlite3.connect(path, timeout=PATIENCE)) as base, base:
                base.execute(
                    "CREATE TABLE IF NOT EXISTS entries (id TEXT PRIMARY KEY, kind TEXT, name TEXT, scenarios TEXT, "
                    "runs INTEGER, state TEXT, size INTEGER, at TEXT)"
                )
                yield base
        except (OSError, sqlite3.Error) as error:
            raise RunError(
                f"{path} cannot be used: {error}; it can be deleted, finished studies are found again."
            ) from error


def _text(one: Entry) -> Any:
    return json.dumps(one.scenarios, ensure_ascii=False)


def _is_wanted(one: Entry, kind: str, state: str, name: str) -> bool:
    text = "\n".join((one.id, one.name, *one.scenarios)).casefold()
    return kind in ("", one.kind) and state in ("", one.state) and name.casefold() in text


def _study(folder: Path) -> Entry | None:
    """Return the entry of a finished study that the index does not know; None for any other folder."""
    try:
        said = json.loads((folder / "run.json").read_text(encoding="utf-8"))
        scenarios = tuple(one["name"] for one in said["scenarios"])
        runs, name, when = len(scenarios) * len(said["seeds"]), said["name"], said["when"]["finished"]
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return Entry(folder.name, "study", name, scenarios, runs, FINISHED, _size(folder), when)


def _size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def _delete(path: Path) -> None:
    try:
        if path.exists():
            shutil.rmtree(path)
    except OSError as error:
        raise RunError(f"Could not delete {path}: {error.strerror or error}.") from error
