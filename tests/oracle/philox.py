"""Philox4x32-10 in plain Python integers (Salmon et al. 2011), for the per-agent twin."""

from __future__ import annotations

from math import exp, log

__all__ = ["Draws", "philox", "poisson"]

LOW = 0xFFFFFFFF
M0, M1 = 0xD2511F53, 0xCD9E8D57  # multipliers of the two halves
W0, W1 = 0x9E3779B9, 0xBB67AE85  # what the key moves by in each round
ROUNDS = 10


def round_keys(key0: int, key1: int) -> tuple[tuple[int, int], ...]:
    """Return the keys of the ten rounds."""
    return tuple(((key0 + r * W0) & LOW, (key1 + r * W1) & LOW) for r in range(ROUNDS))


def philox(
    keys: tuple[tuple[int, int], ...], c0: int, c1: int, c2: int, c3: int
) -> tuple[int, int, int, int]:
    """Return the four 32-bit words of a counter."""
    for k0, k1 in keys:
        p0, p1 = M0 * c0, M1 * c2
        c0 = p1 >> 32 ^ c1 ^ k0
        c1 = p1 & LOW
        c2 = p0 >> 32 ^ c3 ^ k1
        c3 = p0 & LOW
    return c0, c1, c2, c3


class Draws:
    """The random numbers of a seed: each a function of hour, entity, decision and slot."""

    def __init__(self, seed: int) -> None:
        self.keys = round_keys(seed & LOW, seed >> 32)

    def uniform(self, hour: int, entity: int, decision: int, slot: int = 0) -> float:
        """Return a number between 0 and 1 made of 53 bits."""
        c0, c1, _, _ = philox(self.keys, hour & LOW, entity & LOW, decision, slot & LOW)
        return (((c0 >> 5) << 26) + (c1 >> 6) + 0.5) * 2.0**-53

    def gumbel(self, hour: int, entity: int, decision: int, slot: int = 0) -> float:
        """Return the luck of a candidate in a race: highest log weight + luck wins."""
        return -log(-log(self.uniform(hour, entity, decision, slot)))


def poisson(mean: float, u: float) -> int:
    """Return the Poisson count at quantile `u`."""
    count, term = 0, exp(-mean)
    below = term
    while u > below and count < 1000:
        count += 1
        term *= mean / count
        below += term
    return count
