"""Cameras over the streets."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from math import ceil
from typing import TYPE_CHECKING, ClassVar, Self

import numpy as np

from nightwalk.base.quantity import Uniform, quantity
from nightwalk.model.surroundings import beside
from nightwalk.scenarios.about import About, Cost
from nightwalk.scenarios.intervention import Intervention
from nightwalk.scenarios.where import UNPLACED

if TYPE_CHECKING:
    from nightwalk.model.city import City
    from nightwalk.model.conditions import Conditions

__all__ = ["CCTV"]


@dataclass(frozen=True, kw_only=True)
class CCTV(Intervention):
    """Put the chosen streets in view of cameras, and those nearby in part.

    A chosen street counts 1; another whose middle is d metres from the nearest chosen middle counts
    1 - d / `radius`. What a street counts is worth more where the pictures are watched and where the
    cameras are part of a package. The optimiser never places them (rule 32).

    Attributes:
        monitored: Whether somebody watches the pictures as they come.
        combined: Whether other measures act in the same streets as part of one package.
        ring: Rows of the streets nearby, shape (r,); filled in by `placed`.
        seen: What each of them counts, 0-1, shape (r,); filled in by `placed`.
    """

    about: ClassVar[About] = About(
        title="CCTV",
        module="digital",
        grade="A",
        source="Piza 2019 (crime); Lorenc 2013 (fear: little evidence)",
        note="Less theft and vehicle crime, hardly less violence, no less fear.",
        acts_on=("cameras",),
        unit="camera",
        payer="city",
        life_years=8.0,
        privacy="Everybody is filmed: say who watches and how long it is kept; assess it before it is bought.",
        proportionality="Say why nothing milder, such as light, would do.",
        stigma="Cameras can mark a place and those who use it as suspect.",
    )

    monitored: bool = True
    combined: bool = False
    radius: float = quantity(60.0, unit="m", low=10.0, high=200.0, source="odd.md 6")
    active_gain: float = quantity(
        1.3, unit="ratio", low=1.0, high=2.0, prior=Uniform(1.0, 1.6), source="Piza 2019 (sign); odd.md 6",
    )  # fmt: skip
    combined_gain: float = quantity(
        1.3, unit="ratio", low=1.0, high=2.0, prior=Uniform(1.0, 1.6), source="Piza 2019 (sign); odd.md 6",
    )  # fmt: skip
    unmonitored_share: float = quantity(
        0.4, unit="share of the yearly cost", low=0.0, high=1.0, source="Cornwall: 384 of 984 thousand pounds"
    )
    decay_years: float = quantity(8.0, unit="years", low=1.0, high=40.0, source="assumed; life of a camera")
    capital_cost: float = quantity(
        8000.0, unit="EUR per camera", low=0.0, high=1e5, prior=Uniform(3000.0, 20000.0), source="assumed",
    )  # fmt: skip
    yearly_cost: float = quantity(
        6500.0, unit="EUR per monitored camera", low=0.0, high=50000.0, prior=Uniform(2500.0, 9000.0),
        source="cost book (Cornwall)",
    )  # fmt: skip
    ring: np.ndarray = field(default_factory=lambda: UNPLACED, compare=False, repr=False)
    seen: np.ndarray = field(default_factory=lambda: np.empty(0), compare=False, repr=False)

    @property
    def gain(self) -> float:
        """What full view is worth: 1 for cameras that only record, alone."""
        watched = self.active_gain if self.monitored else 1.0
        return watched * (self.combined_gain if self.combined else 1.0)

    def placed(self, city: City, group: int = -1) -> Self:
        """Return the cameras bound to the chosen streets and those in view around them."""
        placed = super().placed(city, group)
        ring, metres = beside(city.midpoints, placed.where.segments, self.radius)
        return replace(placed, ring=ring, seen=1.0 - metres / self.radius)

    def effect(self, now: Conditions) -> Conditions:
        """Raise the coverage, never lowering what other cameras see."""
        chosen = now.at_least("cameras", self.where, self.gain)
        around = np.maximum(now.cameras[self.ring], self.gain * self.seen)
        return chosen.moved_towards("cameras", replace(self.where, segments=self.ring), around)

    def amount(self, city: City) -> float:
        """Return the cameras: each sees as far as the radius both ways along the chosen streets."""
        return float(ceil(city.streets.length[self.where.segments].sum() / (2.0 * self.radius)))

    def cost(self, city: City) -> Cost:
        """Return cameras and their yearly care, with the pay of those who watch where they are monitored."""
        cameras = self.placed(city).amount(city)
        paid = cameras if self.monitored else cameras * self.unmonitored_share
        return Cost(self.price("capital_cost", cameras), self.price("yearly_cost", paid))
