"""What the command line shows: progress on stderr, tables and sentences on stdout."""

from __future__ import annotations

import json
import math
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from rich.console import Console

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    Progress = Callable[[str, float], None]

__all__ = ["doing", "print_json", "progress", "say", "say_where", "show"]

STEP = 0.1


def say(text: str) -> None:
    """Print a line on stderr."""
    Console(stderr=True, highlight=False, soft_wrap=True).print(text, markup=False)


def show(text: str) -> None:
    """Print a line on stdout."""
    Console(highlight=False, soft_wrap=True).print(text, markup=False)


def say_where(folder: Path, page: str = "report.html") -> None:
    """Print where the report of a study is."""
    show(f"Report: {folder / page}")


def print_json(content: Any) -> None:
    """Print something a script reads; what is not a number becomes null."""
    print(json.dumps(_plain(content), indent=1, ensure_ascii=False, allow_nan=False))  # noqa: T201


@contextmanager
def progress(*, quiet: bool = False) -> Iterator[Progress]:
    """Give a callback that shows what is being done and the share done (0-1), on stderr.

    A bar on a terminal, a line for every tenth elsewhere, nothing if `quiet`.
    """
    if quiet:
        yield lambda what, done: None  # noqa: ARG005
    elif not sys.stderr.isatty():
        yield _lines()
    else:
        with _bar() as update:
            yield update


@contextmanager
def doing(what: str, *, quiet: bool = False) -> Iterator[None]:
    """Show that something of unknown length is going on, on stderr."""
    if quiet or not sys.stderr.isatty():
        yield
        return
    with Console(stderr=True).status(f"{what} ..."):
        yield


def _lines() -> Progress:
    said = [-1]

    def update(what: str, done: float) -> None:
        tenth = int(done / STEP + 1e-9)
        if tenth > said[0]:
            said[0] = tenth
            say(f"{what} {done:.0%}")

    return update


@contextmanager
def _bar() -> Iterator[Progress]:
    from rich.progress import BarColumn, TaskProgressColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeRemainingColumn())
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("preparing", total=1.0)
        yield lambda what, done: bar.update(task, description=what, completed=done)


def _plain(content: Any) -> Any:
    if isinstance(content, dict):
        return {str(key): _plain(value) for key, value in content.items()}
    if isinstance(content, (list, tuple)):
        return [_plain(value) for value in content]
    if isinstance(content, float) and not math.isfinite(content):
        return None
    return content
