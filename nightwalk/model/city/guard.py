"""Refuse what is not an OpenStreetMap file before a parser sees it."""

from __future__ import annotations

import bz2
import gzip
import re
import zlib
from typing import TYPE_CHECKING

from nightwalk.base.errors import CityError

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["ENDINGS", "check_map_file"]

ENDINGS = (".osm", ".osm.bz2", ".osm.gz", ".osm.pbf")
HEAD = 65_536  # bytes read to find the root element
ROOT = re.compile(rb"(?:\xef\xbb\xbf)?(?:\s+|<\?.*?\?>|<!--.*?-->)*<(!?[A-Za-z]+)", re.DOTALL)
NOT_OSM = "is not OpenStreetMap data; expected a map saved as " + ", ".join(ENDINGS)


def check_map_file(path: Path) -> bytes:
    """Refuse a path that cannot be a readable OpenStreetMap file; return how the file begins.

    Raises:
        CityError: for a missing file, a folder, another ending, an empty file, anything that
            is not OpenStreetMap, or XML that declares entities (an "XML bomb").
    """
    if path.is_dir():
        raise CityError(f"{path} is a folder; expected one map file ending in {', '.join(ENDINGS)}.")
    if not path.exists():
        raise CityError(f"Map file {path} does not exist; check the path.")
    if not path.name.lower().endswith(ENDINGS):
        raise CityError(
            f"{path} does not end in {', '.join(ENDINGS)}; save or rename the map as one of these."
        )
    try:
        head = _prolog(path)
    except (EOFError, OSError, zlib.error) as error:
        raise CityError(f"{path} cannot be read: {_reason(error)}; download it again.") from error
    if not head:
        raise CityError(f"{path} is empty; download it again.")
    if path.name.lower().endswith(".pbf"):
        _check_pbf(path, head)
    else:
        _check_xml(path, head)
    return head


def _prolog(path: Path) -> bytes:
    """Return the first bytes of a map, decompressed, and never more than a few kilobytes of it."""
    name = path.name.lower()
    if name.endswith(".bz2"):
        with bz2.open(path) as packed:
            return packed.read(HEAD)
    if name.endswith(".gz"):
        with gzip.open(path) as zipped:
            return zipped.read(HEAD)
    with path.open("rb") as plain:
        return plain.read(HEAD)


def _reason(error: Exception) -> str:
    if isinstance(error, PermissionError):
        return "no permission"
    return "it is cut short or not what its ending says"


def _check_pbf(path: Path, head: bytes) -> None:
    if b"OSMHeader" not in head[:64]:
        raise CityError(f"{path} {NOT_OSM}.")


def _check_xml(path: Path, head: bytes) -> None:
    found = ROOT.match(head)
    root = found.group(1).lower() if found else b""
    if root in {b"!doctype", b"!entity"}:
        raise CityError(f"{path} declares XML entities, which no OpenStreetMap file needs; it is refused.")
    if root != b"osm":
        raise CityError(f"{path} {NOT_OSM}.")
