"""The machine and the versions the figures hold for."""

from __future__ import annotations

import os
import platform
from importlib.metadata import version
from pathlib import Path

__all__ = ["machine", "peak_memory", "resident_memory"]

CPU_FILE = Path("/proc/cpuinfo")
STATUS = Path("/proc/self/status")
KIBI = 1024


def machine() -> dict[str, str | int]:
    """Return processor, cores, memory, system and the versions that decide on speed."""
    return {
        "processor": _processor(),
        "cores": os.cpu_count() or 1,
        "system": f"{platform.system()} {platform.machine()}",
        "python": platform.python_version(),
        **{name: version(name) for name in ("numba", "numpy", "scipy", "mesa", "osmium")},
    }


def peak_memory() -> float | None:
    """Return the most bytes this process has held in memory; None where the system does not say."""
    return _status("VmHWM")


def resident_memory() -> float | None:
    """Return the bytes this process holds in memory now; None where the system does not say."""
    return _status("VmRSS")


def _status(name: str) -> float | None:
    """Return a line of Linux's account of the process; `ru_maxrss` would count the parent's pages too."""
    if not STATUS.exists():
        return None
    lines = STATUS.read_text(encoding="ascii").splitlines()
    return next(float(line.split()[1]) * KIBI for line in lines if line.startswith(f"{name}:"))


def _processor() -> str:
    if not CPU_FILE.exists():
        return platform.processor() or "unknown"
    facts = dict(
        line.split(":", 1) for line in CPU_FILE.read_text(encoding="utf-8").splitlines() if ":" in line
    )
    named = {key.strip(): value.strip() for key, value in facts.items()}
    family = f"family {named['cpu family']} model {named['model']}" if "cpu family" in named else ""
    return " ".join(filter(None, (named.get("model name", platform.processor()), family)))
