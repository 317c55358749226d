"""The state of the package's source, as one number."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

__all__ = ["source_digest"]

ENDINGS = (".py", ".toml", ".html", ".css")


@cache
def source_digest(*folders: str) -> str:
    """Return SHA-256 over the source files of the package, or of these folders in it, in hexadecimal."""
    root = Path(__file__).parents[1]
    files = [one for folder in folders or (".",) for one in (root / folder).rglob("*")]
    names = {one.relative_to(root).as_posix(): one for one in files if one.suffix in ENDINGS}
    total = hashlib.sha256()
    for name in sorted(names):
        total.update(name.encode())
        total.update(hashlib.sha256(names[name].read_bytes()).digest())
    return total.hexdigest()
