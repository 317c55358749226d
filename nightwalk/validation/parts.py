"""Work in parts that are kept: what is there already is not done again."""

from __future__ import annotations

import json
from concurrent.futures import as_completed
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from nightwalk.base.executors import executor
from nightwalk.base.files import write_whole

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from concurrent.futures import Future
    from pathlib import Path

__all__ = ["Part", "finished"]


@dataclass(frozen=True)
class Part:
    """A piece of work whose result is plain data.

    Attributes:
        name: Its name, unique.
        path: Where the result is kept; None keeps nothing.
        what: A function of a module, so that a worker can be told.
        given: Its arguments.
    """

    name: str
    path: Path | None
    what: Callable[..., Any]
    given: tuple[Any, ...]

    def made(self) -> Any:
        """Return the result, written to its place."""
        found = self.what(*self.given)
        if self.path is not None:
            write_whole(self.path, json.dumps(found))
        return found

    def kept(self) -> Any:
        """Return the result kept before, None where there is none."""
        if self.path is None or not self.path.is_file():
            return None
        return json.loads(self.path.read_text(encoding="utf-8"))


def finished(
    parts: Sequence[Part], workers: int, tell: Callable[[str, float], None] | None = None
) -> dict[str, Any]:
    """Return the results of all parts by name; each is kept by whoever makes it, as soon as it is made.

    Args:
        parts: What is wanted.
        workers: Processes; 1 works here.
        tell: Called with the name of each part made and the share that is done, 0-1.
    """
    done = {one.name: found for one in parts if (found := one.kept()) is not None}
    todo = [one for one in parts if one.name not in done]

    def note(name: str, future: Future[Any]) -> None:
        done[name] = future.result()
        if tell is not None:
            tell(name, len(done) / len(parts))

    with executor(None, min(workers, max(len(todo), 1))) as pool:
        waiting: dict[Future[Any], str] = {}
        for one in todo:
            future = pool.submit(one.made)
            if future.done():  # in this process
                note(one.name, future)
            else:
                waiting[future] = one.name
        for future in as_completed(waiting):
            note(waiting[future], future)
    return done
