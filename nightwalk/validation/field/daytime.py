"""What the model says of each street by day: its place cue Z, with the people one would expect there."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from nightwalk.agents.perceive import calm_of
from nightwalk.model.conditions import base_conditions
from nightwalk.model.cues import cues_of, park_of
from nightwalk.model.renewal import DAY_HOUR, z_of_hour
from nightwalk.model.simulation import spin_up
from nightwalk.scenarios.scenario import Scenario

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nightwalk.model.city import City

__all__ = ["CUES", "Daytime", "daytime"]

DAYS = 14  # simulated days that people's expectation of presence is formed in
CUES = ("incivility", "entrapment", "park", "presence")


class Daytime(NamedTuple):
    """Place cues on a weekday afternoon, at the default parameters.

    Attributes:
        z: float64 (seeds, 2, S) place cue Z for men and women, logits.
        cues: float64 (S, 4) what varies in it, in the order of `CUES`; presence as log people, mean over seeds.
    """

    z: np.ndarray
    cues: np.ndarray


def daytime(city: City, seeds: Sequence[int]) -> Daytime:
    """Return the place cue Z of every street by day, with nothing fitted.

    Args:
        city: The town, with the residents its map gives.
        seeds: Keys of the simulated days; only the expected presence depends on them.
    """
    scenario = Scenario(city=city, name="Daytime", days=1, parameters={"spin_up": DAYS})
    now, park = base_conditions(city), park_of(city)
    z, calm = [], []
    for seed in seeds:
        start = spin_up(scenario, scenario.reference, seed)
        expected, p = start.state.expected, start.values
        z.append(z_of_hour(cues_of(now, park, p), expected, DAY_HOUR, 0.0, 0.0, p))
        calm.append([calm_of(one, 1.0, p) for one in expected[0, DAY_HOUR]])
    cues = np.column_stack([now.incivility, now.entrapment, park, np.mean(calm, axis=0)])
    return Daytime(np.stack(z), cues)
