"""What is varied: uncertain numbers of the model by their priors, numbers of measures around what is stated."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

from nightwalk.base.quantity import Fixed, Uniform, quantities
from nightwalk.scenarios.numbers import GOVERNANCE

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from nightwalk.base.quantity import Prior, Quantity
    from nightwalk.scenarios.scenario import Scenario

__all__ = ["Factor", "factors_of"]

AROUND = 0.5  # a number of a measure without a prior is varied by half of what is stated; assumed
RAMP = "ramp_days"
HOUR = "h"  # the unit of times of the day, which are chosen and kept


@dataclass(frozen=True)
class Factor:
    """One number that is varied.

    Attributes:
        name: As in the values of a trial: ``beta_DL``, ``street-lighting.fidelity``.
        group: The submodel, or the kind of measure.
        low: Lowest value allowed.
        high: Highest value allowed.
        unit: Its unit.
        prior: How plausible the values between are.
        of_measure: Whether it belongs to a measure or to the governance of the town.
    """

    name: str
    group: str
    low: float
    high: float
    unit: str
    prior: Prior
    of_measure: bool = False

    def value(self, u: float) -> float:
        """Return the value at quantile `u` (0-1) of the prior."""
        return self.prior.draw(u, self.low, self.high)


def factors_of(scenarios: Sequence[Scenario]) -> tuple[Factor, ...]:
    """Return everything uncertain about some scenarios: first the model, then their measures and governance.

    Left out are numbers of the model without a prior or set by a scenario, of measures those that are stated as 0
    (they are not there), times of the day, and numbers on which two measures of one kind do not agree.
    """
    return (*_of_model(scenarios), *_of_measures(scenarios))


def _of_model(scenarios: Sequence[Scenario]) -> Iterator[Factor]:
    from nightwalk.model.parameters import Parameters

    stated = {name for one in scenarios for name in one.given}
    for submodel in fields(Parameters):
        for name, q in quantities(getattr(Parameters(), submodel.name)).items():
            if name not in stated and not isinstance(q.prior, Fixed):
                yield Factor(name, submodel.name, q.low, q.high, q.unit, q.prior)


def _of_measures(scenarios: Sequence[Scenario]) -> Iterator[Factor]:
    stated: dict[str, list[object]] = {}
    for scenario in scenarios:
        for one in scenario.interventions:
            stated.setdefault(one.kind, []).append(one)
        if scenario.governance is not None:
            stated.setdefault(GOVERNANCE, []).append(scenario.governance)
    days = min(one.days for one in scenarios)
    for kind, alike in stated.items():
        for name, q in quantities(alike[0]).items():
            values = {float(getattr(one, name)) for one in alike}
            prior = _prior(name, q, values.pop(), days) if len(values) == 1 else None
            if prior is not None:
                yield Factor(f"{kind}.{name}", kind, q.low, q.high, q.unit, prior, of_measure=True)


def _prior(name: str, q: Quantity, value: float, days: int) -> Prior | None:
    """Return how a number of a measure is varied; None where it is not."""
    if value == q.default and not isinstance(q.prior, Fixed):
        return q.prior
    if q.unit == HOUR:
        return None
    if name == RAMP:
        return Uniform(0.0, max(float(days), (1 + AROUND) * value))
    if value == 0.0:
        return None
    low, high = sorted((value * (1 - AROUND), value * (1 + AROUND)))
    return Uniform(max(low, q.low), min(high, q.high))
