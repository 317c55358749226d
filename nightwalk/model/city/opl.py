"""A map as lines of text (OPL), one object each: cutting text is much faster than asking for each object."""

from __future__ import annotations

import re
import shutil
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from nightwalk.base.errors import RunError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nightwalk.model.city.raw import Tags

__all__ = ["ends_of", "members_of", "opl_file", "tags_of"]

FORMAT = "opl,add_metadata=timestamp"
GROWTH = 20  # bytes of text per byte of a packed map; about 7 in practice
ESCAPED = re.compile("%([0-9a-f]+)%")


@contextmanager
def opl_file(path: Path) -> Iterator[tuple[Path, str]]:
    """Give the map rewritten as OPL in a temporary file, and the date in its header ("" where none).

    Raises:
        RunError: if there is no room for it.
        RuntimeError: if the map is damaged.
    """
    import osmium

    with _roomy_folder(path) as folder:
        text = Path(folder) / "map.opl"
        with (
            osmium.io.Reader(str(path)) as reader,
            osmium.SimpleWriter(osmium.io.File(str(text), FORMAT)) as writer,
        ):
            date = str(reader.header().get("osmosis_replication_timestamp", ""))[:10]
            osmium.apply(reader, writer)
        yield text, date


def _roomy_folder(path: Path) -> TemporaryDirectory[str]:
    """Return a temporary folder with room for the text: on a full disk osmium would end the process."""
    needed = path.stat().st_size * (1 if path.suffix.lower() == ".osm" else GROWTH)
    try:
        folder = TemporaryDirectory(prefix="nightwalk-")
    except OSError as error:
        raise RunError("There is no temporary folder to read the map in; free some space.") from error
    if shutil.disk_usage(folder.name).free < needed:
        folder.cleanup()
        raise RunError(f"Reading {path} can take {needed / 1e6:.0f} MB in {folder.name}; free some space.")
    return folder


def tags_of(text: str) -> Tags:
    """Return the tags of ``Tkey=value,key=value``; none in ``T``."""
    if len(text) == 1:
        return {}
    pairs = [pair.split("=") for pair in text[1:].split(",")]
    return {_plain(key): _plain(word) for key, word in pairs} if "%" in text else dict(pairs)


@lru_cache(maxsize=4096)
def _plain(text: str) -> str:
    """Undo the escapes of OPL: ``%20%`` is a space."""
    return ESCAPED.sub(lambda found: chr(int(found[1], 16)), text) if "%" in text else text


def ends_of(text: str) -> list[int]:
    """Return the node numbers of ``Nn1,n2``."""
    return [int(ref) for ref in text[2:].split(",n")] if len(text) > 1 else []


def members_of(text: str) -> list[tuple[str, int, str]]:
    """Return kind ("n", "w", "r"), number and role (escaped) of each member in ``Mw1@outer,n2@``."""
    parts = [member.split("@") for member in text[1:].split(",")] if len(text) > 1 else []
    return [(name[0], int(name[1:]), role) for name, role in parts]
