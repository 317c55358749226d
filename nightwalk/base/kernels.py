"""Compiled kernels: Numba functions cached on disk under the digest of the folders they stand in.

Numba's own cache looks only at the file a function stands in; a change in a function it calls
would go unseen and the old code would run. One cache folder for each state of the source cures that.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

import numba

from nightwalk.base.files import cache_folder
from nightwalk.base.source import source_digest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

__all__ = ["FOLDERS", "allocating_kernel", "kernel", "kernel_folder"]

FOLDERS = ("agents", "base", "model", "validation/replications")  # kernels stand in these only

KEPT = 8  # cache folders of earlier states of the source


def kernel_folder() -> Path:
    """Return where the compiled kernels of this state of the source are kept."""
    return cache_folder() / "kernels" / source_digest(*FOLDERS)[:16]


@cache
def _cached_here() -> None:
    """Point Numba's cache at the folder of this state of the source; drop the oldest others."""
    import shutil

    folder = kernel_folder()
    folder.mkdir(parents=True, exist_ok=True)
    others = sorted(folder.parent.iterdir(), key=lambda one: one.stat().st_mtime, reverse=True)
    for old in others[KEPT:]:
        shutil.rmtree(old, ignore_errors=True)
    numba.config.CACHE_DIR = str(folder)  # type: ignore[attr-defined]


def kernel(function: Callable[..., Any]) -> Any:
    """Compile a function on first use, cached on disk: no fast-math, no threads of its own (rule 9).

    It works on the arrays it is given and allocates nothing; so Numba need not count who holds
    them, which costs more than the work itself where a function is called for every person.
    """
    _cached_here()
    return numba.njit(cache=True, nogil=True, _nrt=False)(function)  # type: ignore[call-overload]


def allocating_kernel(function: Callable[..., Any]) -> Any:
    """Compile a function that makes arrays; else as `kernel`."""
    _cached_here()
    return numba.njit(cache=True, nogil=True)(function)
