"""What the same money does without thinking: light the busiest streets, or the darkest."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from nightwalk.experiments.plan.pieces import Dose

if TYPE_CHECKING:
    from nightwalk.experiments.plan.choose import Purse
    from nightwalk.experiments.plan.ground import Ground
    from nightwalk.scenarios.intervention import Intervention

__all__ = ["BUSIEST", "DARKEST", "references"]

BUSIEST, DARKEST = "Light the busiest streets", "Light the darkest streets"
LAMPS = Dose("street-lighting")


def references(ground: Ground, purse: Purse) -> dict[str, Intervention]:
    """Return the two plans by name; without one where the money pays for no street.

    Streets are lit to the default level in the order of people who pass after dark, or of light (of equally dark ones
    the busier first); one that the money left does not pay for is passed over.
    """
    lux, passers = ground.city.streets.lux, ground.passers
    orders = {BUSIEST: np.lexsort((lux, -passers)), DARKEST: np.lexsort((-passers, lux))}
    found = {name: _lit(ground, order, purse) for name, order in orders.items()}
    return {name: lamps for name, lamps in found.items() if lamps is not None}


def _lit(ground: Ground, order: np.ndarray, purse: Purse) -> Intervention | None:
    city, capital, yearly, taken = ground.city, 0.0, 0.0, []
    for row in order[order < city.built].tolist():
        bill = LAMPS.on([city.streets.id[row]]).cost(city)
        more = capital + bill.capital.value, yearly + bill.yearly.value
        if more > (capital, yearly) and purse.allows(*more):
            capital, yearly = more
            taken.append(row)
    return LAMPS.on(np.sort(city.streets.id[taken])) if taken else None
