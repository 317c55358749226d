"""What an event adds to memory: all of its jump, until memory is full (model section 3.4)."""

from __future__ import annotations

from nightwalk.base.kernels import kernel

__all__ = ["impressed"]


@kernel
def impressed(memory: float, jump: float, ceiling: float) -> float:
    """Return memory after an event: min(M + jump, ceiling).

    Args:
        memory: M before it, logits.
        jump: what the event adds, logits, 0 or more.
        ceiling: `memory_ceiling`, logits.
    """
    return min(memory + jump, ceiling)
