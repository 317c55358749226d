"""How much one client may do: a few things at once, then at a steady pace."""

from __future__ import annotations

from dataclasses import dataclass, field

__all__ = ["Bucket", "Buckets"]

MOST_CLIENTS = 2000  # clients remembered; the one not seen for longest is let go


@dataclass
class Bucket:
    """Tokens that are spent one by one and come back at a steady rate.

    Attributes:
        rate: Tokens a second.
        burst: Most tokens at a time.
    """

    rate: float
    burst: float
    left: float = field(init=False)
    seen: float = 0.0

    def __post_init__(self) -> None:
        self.left = self.burst

    def take(self, now: float) -> bool:
        """Spend one token at a time in seconds; say whether there was one."""
        self.left = min(self.burst, self.left + max(0.0, now - self.seen) * self.rate)
        self.seen = now
        if self.left < 1.0:
            return False
        self.left -= 1.0
        return True


@dataclass
class Buckets:
    """One bucket for each client."""

    rate: float
    burst: float
    most: int = MOST_CLIENTS
    _known: dict[str, Bucket] = field(default_factory=dict)

    def take(self, client: str, now: float) -> bool:
        """Spend one token of a client; say whether there was one."""
        bucket = self._known.pop(client, None) or Bucket(self.rate, self.burst)
        while len(self._known) >= self.most:
            self._known.pop(next(iter(self._known)))
        self._known[client] = bucket
        return bucket.take(now)
