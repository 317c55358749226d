"""How much of a plan is delivered, and how late: the formulas of governance, nothing else (rule 2).

They set fidelity and delay and wear down upkeep; governance is no force of its own.
"""

from __future__ import annotations

__all__ = ["agreement", "council_fidelity", "delay_ratio", "kept_at_election"]

FACTORS = 3.0  # a geometric mean: what one factor lacks the others cannot make up for


def agreement(commitment: float, capacity: float, diversity: float) -> float:
    """Return the geometric mean (0-1) of the three factors a local council lives on."""
    return float((commitment * capacity * diversity) ** (1.0 / FACTORS))


def council_fidelity(base: float, gain: float, agreed: float) -> float:
    """Return the fidelity (0-1) with a local council: f0 + (1 - f0) g (commitment capacity diversity)^(1/3).

    Args:
        base: f0, the fidelity without it, 0-1.
        gain: g, the share of what is missing that a council in full agreement adds, 0-1.
        agreed: the agreement, 0-1.
    """
    return base + (1.0 - base) * gain * agreed


def delay_ratio(capacity: float) -> float:
    """Return the ratio on the days until the authority knows: 1 at full capacity, 2 without any."""
    return 2.0 - capacity


def kept_at_election(memory: float, loss: float) -> float:
    """Return what an election leaves of fidelity and upkeep (0-1): 1 - loss (1 - memory)."""
    return 1.0 - loss * (1.0 - memory)
