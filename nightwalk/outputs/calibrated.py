"""Which calibration the numbers of a study come from, and whether it was one of this town."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from nightwalk.outputs.language import _

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["calibrated", "drawing_of", "varied"]

DIGITS = 12  # of the digest that are shown


def varied(study: Mapping[str, Any]) -> bool:
    """Return whether every run has effect sizes of its own."""
    return study.get("parameter_mode") in {"prior", "posterior"}


def drawing_of(study: Mapping[str, Any]) -> str:
    """Return how the effect sizes of a run came about."""
    if study.get("posterior"):
        return _("drawn anew for every run, from the calibration where fitted, else from their ranges")
    if varied(study):
        return _("drawn anew for every run from their ranges, the same for all scenarios")
    return _("fixed at their defaults")


def calibrated(study: Mapping[str, Any]) -> str:
    """Return what was fitted to what and where, in sentences; empty without a calibration."""
    used = study.get("posterior")
    if not used:
        return ""
    fitted = _("Fitted to: {name} ({digest}).", name=used["name"], digest=used["digest"][:DIGITS])
    if used["ground"] == "streets":
        return fitted
    if used["ground"] == "town":
        place = _("The survey does not say in which streets people live.")
    else:
        place = _("That is not this city: what its streets do is known from the priors only.")
    return f"{fitted} {place}"
