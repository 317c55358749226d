"""The workshop: a page for the room, on one laptop and its Wi-Fi, without the internet."""

from __future__ import annotations

from typing import Any

__all__ = ["serve"]


def __getattr__(name: str) -> Any:
    """Load `serve` on first use: it needs the extra ``nightwalk[workshop]``."""
    if name != "serve":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from nightwalk.workshop.server import serve

    return serve
