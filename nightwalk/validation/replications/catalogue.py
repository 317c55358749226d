"""Every replication by number; each is read in when it is played."""

from __future__ import annotations

from dataclasses import replace
from importlib import import_module
from time import perf_counter
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from nightwalk.validation.rows import Row

__all__ = ["REPLICATIONS", "replicate"]

REPLICATIONS: Mapping[str, str] = MappingProxyType(
    {
        **dict.fromkeys(("D1", "D2", "D3", "D4", "D5"), "fear_kernel"),
        "D6": "street_robbery",
        "D7": "concentration",
        "D8": "signatures",
        "D9": "night_flows",
        "D10": "light_curve",
        "D11": "audit",
        "D12": "survey_levels",
        "D13": "rtm",
    }
)
"""Module of each number; it has a function of that name in lower case: d1(seeds, quick=...)."""


def replicate(number: str, seeds: int, *, quick: bool = False) -> list[Row]:
    """Play one replication with so many seeds; return its rows with the seconds they took."""
    module = import_module(f"nightwalk.validation.replications.{REPLICATIONS[number]}")
    began = perf_counter()
    rows: list[Row] = getattr(module, number.lower())(seeds, quick=quick)
    each = round((perf_counter() - began) / max(len(rows), 1), 2)
    return [replace(one, seconds=each) for one in rows]
