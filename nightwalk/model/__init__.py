"""The place and the loop: city, conditions, clock, parameters, Simulation."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from nightwalk.model.simulation import Simulation, spin_up

__all__ = ["Simulation", "spin_up"]


def __getattr__(name: str) -> object:
    if name in __all__:
        from nightwalk.model import simulation

        return getattr(simulation, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
