"""What this machine has left: cores, memory and disk, on every system and inside a container."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["available_memory", "cores", "free_disk"]

GROUPS = Path("/sys/fs/cgroup")
PROCESS = Path("/proc")
LIMITS = {  # files of a control group: limit, use, and the name of what is given back under pressure
    2: ("memory.max", "memory.current", "inactive_file"),
    1: ("memory.limit_in_bytes", "memory.usage_in_bytes", "total_inactive_file"),
}
RECLAIMED = ("free", "inactive", "speculative", "purgeable")  # pages macOS gives to who asks


def cores() -> int:
    """Return how many cores this process may use."""
    allowed = getattr(os, "sched_getaffinity", None)
    return len(allowed(0)) if allowed else os.cpu_count() or 1


def free_disk(folder: Path) -> int:
    """Return the bytes free on the disk of a folder, there or still to be made."""
    there = next(one for one in (folder, *folder.absolute().parents) if one.exists())
    return shutil.disk_usage(there).free


def available_memory() -> int | None:
    """Return the bytes of memory still to be had without swapping; None where the system does not say."""
    ask = {"win32": _windows, "darwin": _mac}.get(sys.platform, _linux)
    try:
        return ask()
    except (OSError, ValueError, AttributeError, subprocess.SubprocessError):
        return None


def _linux() -> int:
    told = re.search(r"^MemAvailable:\s+(\d+) kB", (PROCESS / "meminfo").read_text(), re.MULTILINE)
    if told is None:
        raise ValueError
    return min([int(told[1]) * 1024, *_left_in_groups()])


def _left_in_groups() -> Iterator[int]:
    """Yield what each control group of this process, and each one around it, has left."""
    with suppress(OSError):
        for line in (PROCESS / "self" / "cgroup").read_text().splitlines():
            number, kinds, place = line.split(":", 2)
            if number == "0":
                yield from _left_above(GROUPS, place, 2)
            elif "memory" in kinds.split(","):
                yield from _left_above(GROUPS / "memory", place, 1)


def _left_above(top: Path, place: str, version: int) -> Iterator[int]:
    own = top / place.lstrip("/")
    for group in (own, *own.parents):
        if group.is_relative_to(top):
            yield from _left(group, version)


def _left(group: Path, version: int) -> Iterator[int]:
    limit, used, inactive = LIMITS[version]
    with suppress(OSError, ValueError):  # no such group here, or the limit "max"
        most = int((group / limit).read_text())
        kept = dict(line.split() for line in (group / "memory.stat").read_text().splitlines())
        yield max(0, most - int((group / used).read_text()) + int(kept.get(inactive, 0)))


def _mac() -> int:
    return _mac_pages(subprocess.run(["/usr/bin/vm_stat"], capture_output=True, text=True, check=True).stdout)


def _mac_pages(text: str) -> int:
    """Return the bytes in the pages that can be had, of what ``vm_stat`` prints."""
    size = re.search(r"page size of (\d+) bytes", text)
    if size is None:
        raise ValueError
    pages = re.findall(rf"^Pages (?:{'|'.join(RECLAIMED)}):\s+(\d+)", text, re.MULTILINE)
    return int(size[1]) * sum(map(int, pages))


def _windows() -> int:
    import ctypes

    class Status(ctypes.Structure):
        """What GlobalMemoryStatusEx fills in."""

        _fields_ = (
            ("length", ctypes.c_uint32), ("load", ctypes.c_uint32), ("total", ctypes.c_uint64),
            ("available", ctypes.c_uint64), ("others", ctypes.c_uint64 * 5),
        )  # fmt: skip

    status = Status(length=ctypes.sizeof(Status))
    if not ctypes.windll.kernel32.GlobalMemoryStatusEx(ctypes.byref(status)):  # type: ignore[attr-defined]
        raise OSError
    return int(status.available)
