"""Effect sizes drawn from their priors, the same in every scenario of a seed (rule 31)."""

from __future__ import annotations

import zlib
from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeVar

from nightwalk.base.quantity import Fixed, quantities

if TYPE_CHECKING:
    from collections.abc import Container

__all__ = ["DRAWN", "drawn_from_priors"]

DRAWN = ("prior", "posterior")
"""Modes of a study in which every seed has effect sizes of its own."""

T = TypeVar("T")


def drawn_from_priors(stated: T, name: str, seed: int, *, kept: Container[str] = ()) -> T:
    """Return a dataclass with every number that has a prior and was left at its default drawn from that prior.

    Args:
        stated: an instance with declared numbers.
        name: what it is filed under; with the name of the number, the key of the draw.
        seed: the run's seed.
        kept: numbers that are never drawn.
    """
    from nightwalk.base.streams import Decision, uniforms

    drawn: dict[str, Any] = {}
    for key, declared in quantities(stated).items():
        left = getattr(stated, key) == declared.default
        if key not in kept and left and not isinstance(declared.prior, Fixed):
            first = zlib.crc32(f"{name}.{key}".encode())
            drawn[key] = declared.draw(float(uniforms(seed, Decision.PARAMETER, 1, first=first, slot=1)[0]))
    return replace(stated, **drawn) if drawn else stated  # type: ignore[type-var]
