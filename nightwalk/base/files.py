"""Writing that leaves either the whole file or nothing."""

from __future__ import annotations

import os
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from nightwalk.base.errors import RunError

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["cache_folder", "whole_file", "write_whole"]


@contextmanager
def whole_file(path: Path) -> Iterator[Path]:
    """Give a temporary name beside `path` to write to; rename it when the block succeeds.

    Raises:
        RunError: if the disk is full or the folder cannot be written.
    """
    path = Path(path)
    part = path.with_name(f".{path.stem}.{os.getpid()}.part{path.suffix}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        yield part
        part.replace(path)
    except OSError as error:
        raise RunError(
            f"Could not write {path}: {error.strerror or error}; free some space or choose another folder with -o."
        ) from error
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)


def write_whole(path: Path, content: bytes | str) -> None:
    """Write a small file so that a reader sees the old content or the new, never half.

    Raises:
        RunError: if the disk is full or the folder cannot be written.
    """
    raw = content.encode() if isinstance(content, str) else content
    with whole_file(path) as part:
        part.write_bytes(raw)


def cache_folder() -> Path:
    """Return the folder for what can be computed again (``NIGHTWALK_CACHE`` overrides it)."""
    from platformdirs import user_cache_path

    chosen = os.environ.get("NIGHTWALK_CACHE")
    folder = Path(chosen) if chosen else user_cache_path("nightwalk", appauthor=False)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        import tempfile

        folder = Path(tempfile.gettempdir()) / "nightwalk-cache"
        folder.mkdir(parents=True, exist_ok=True)
    return folder
