"""Compiled kernels: Numba functions cached on disk under the digest of the whole package.

Numba's own cache looks only at the file a function stands in; a change in a function it calls
would go unseen and the old code would run. One cache folder for each state of the source cures that.
"""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numba

from nightwalk.base.files import cache_folder

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["kernel", "source_digest"]

KEPT = 8  # cache folders of earlier states of the source


@cache
def source_digest() -> str:
    """Return SHA-256 over every source file of the package, in hexadecimal."""
    root = Path(__file__).parents[1]
    total = hashlib.sha256()
    for path in sorted(root.rglob("*.py"), key=lambda one: one.relative_to(root).as_posix()):
        total.update(path.relative_to(root).as_posix().encode())
        total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()


@cache
def _cached_here() -> None:
    """Point Numba's cache at the folder of this state of the source; drop the oldest others."""
    import shutil

    folder = cache_folder() / "kernels" / source_digest()[:16]
    folder.mkdir(parents=True, exist_ok=True)
    others = sorted(folder.parent.iterdir(), key=lambda one: one.stat().st_mtime, reverse=True)
    for old in others[KEPT:]:
        shutil.rmtree(old, ignore_errors=True)
    numba.config.CACHE_DIR = str(folder)


def kernel(function: Callable[..., Any]) -> Any:
    """Compile a function on first use, cached on disk: no fast-math, no threads of its own (rule 9)."""
    _cached_here()
    return numba.njit(cache=True)(function)
