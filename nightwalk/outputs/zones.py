"""Reading the zones of a study: areas of the town, and what lies around the streets a scenario treats."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

    from nightwalk.outputs.ensemble import Ensemble

__all__ = ["AREAS", "EVERYWHERE", "RINGS", "TREATED", "ZONES", "beyond", "zone_values"]

EVERYWHERE = "everywhere"  # what run.json says of a measure without streets of its own
AREAS = ""  # what stands in `zones_of` for the areas of the town
TREATED, NEAR, FURTHER, CONTROL = ZONES = ("treated", "ring 200 m", "ring 400 m", "control")
RINGS = {200.0: (NEAR,), 400.0: (NEAR, FURTHER)}
"""The zones that make up the ring of so many metres, the buffers of the displacement literature."""


def beyond(radius: float) -> tuple[str, ...]:
    """Return the zones that are neither treated nor in the ring of so many metres: the control."""
    return tuple(zone for zone in ZONES if zone not in (TREATED, *RINGS[radius]))


def zone_values(ensemble: Ensemble, scenario: str, measure: str, *, of: str = AREAS) -> pd.DataFrame:
    """Return one measure of the table ``zones`` in one scenario: a row per zone, a column per seed.

    Args:
        ensemble: The study.
        scenario: The world that was counted in.
        measure: A measure of the table.
        of: The scenario whose measures define the zones, or `AREAS`.
    """
    rows = ensemble.chosen("zones", scenario=scenario, zones_of=of, measure=measure)
    return rows.pivot(index="zone", columns="seed", values="value")  # noqa: PD010  a repeated row is an error here
