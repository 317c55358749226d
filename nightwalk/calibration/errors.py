"""What can go wrong with a survey or a study."""

from __future__ import annotations

from nightwalk.base.errors import NightwalkError

__all__ = ["CalibrationError"]


class CalibrationError(NightwalkError, ValueError):
    """A survey, a mapping or a study file that cannot be used."""
