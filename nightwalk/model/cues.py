"""From conditions to what people and offenders meet in the streets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from nightwalk.agents.offend import Guards, guards
from nightwalk.agents.perceive import Cues, calm_of, street_cues
from nightwalk.model.city.columns import StreetClass
from nightwalk.model.conditions import Conditions, base_conditions

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nightwalk.model.city import City

__all__ = ["cues_of", "guards_of", "place_cue_after_dark", "stacked", "unbuilt"]

STREET_COLUMNS = (
    "lux", "uniformity", "incivility", "social", "entrapment", "guardian", "cameras", "manager", "dimmed", "room",
)  # fmt: skip


def cues_of(now: Conditions, park: np.ndarray, p: Any) -> Cues:
    """Return the cue parts under these conditions; `park` is 1 on park and path segments."""
    return street_cues(**{name: getattr(now, name) for name in STREET_COLUMNS}, park=park, p=p)


def stacked(cues: Sequence[Cues]) -> Cues:
    """Return cues with one row per given cues."""
    if len(cues) == 1:
        return cues[0]
    return Cues(*(np.concatenate(columns) for columns in zip(*cues, strict=True)))


def guards_of(now: Conditions, efficacy: np.ndarray, city: City, p: Any) -> Guards:
    """Return what stands against a crime; `efficacy` is float64 (A,) z with the shifts of interventions.

    Where a path is planned and not open yet, there is no crime.
    """
    names = (
        "lux",
        "uniformity",
        "guardian",
        "cameras",
        "manager",
        "sanction",
        "nightlife",
        "dimmed",
        "hardening",
    )
    columns = {name: getattr(now, name) for name in names}
    found = guards(**columns, efficacy=efficacy, area=city.streets.area, p=p)
    found.guarded[:, unbuilt(now.closed, city)] = -np.inf
    return found


def unbuilt(closed: np.ndarray, city: City) -> np.ndarray:
    """Return the rows of planned paths that are not open yet, for `closed` float64 (S,)."""
    return city.built + np.flatnonzero(closed[city.built :] >= 1.0)


def park_of(city: City) -> np.ndarray:
    """Return float64 (S,), 1 on park and path segments."""
    return np.asarray(city.streets.cls == StreetClass.PARK, dtype=np.float64)


def place_cue_after_dark(city: City, p: Any) -> np.ndarray:
    """Return the mean place cue Z of men and women after dark, with nobody about, at base conditions.

    Args:
        city: the town.
        p: parameter values.

    Returns:
        float64 (S,), logits.
    """
    cues = cues_of(base_conditions(city), park_of(city), p)
    alone = -0.5 * (p.beta_N_men + p.beta_N_women) * calm_of(0.0, 1.0, p)
    return np.asarray(cues.always[0] + cues.dark[0] + cues.social[0] + alone)
