"""What the room refuses, said in one sentence."""

from __future__ import annotations

from nightwalk import NightwalkError

__all__ = ["RoomError"]


class RoomError(NightwalkError, ValueError):
    """An action nobody may do, or not now, or not like that."""
