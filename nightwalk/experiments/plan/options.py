"""Plans to choose from: what several aims and several parts of the money lead to, and which of them nothing beats."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from nightwalk.base.errors import RunError
from nightwalk.experiments.plan.choose import best_rows, gains_of, measures
from nightwalk.experiments.plan.pieces import pieces_of
from nightwalk.outputs.costs import annuity

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from nightwalk.experiments.plan.choose import Purse
    from nightwalk.experiments.plan.pieces import Dose, Pieces
    from nightwalk.experiments.plan.screen import Score, Screen
    from nightwalk.model.city import City
    from nightwalk.scenarios.intervention import Intervention

__all__ = ["AIMS", "PARTS", "Option", "option", "options", "unbeaten"]

AIMS = ("most gain", "the worst off", "walks after dark", "bad luck")
"""What a plan is best at: for those planned for; for the group worst off; for those who walk; where little works."""
PARTS = (0.25, 0.5, 0.75, 1.0)  # of the money
BAD_LUCK = 3  # one of so many draws: those in which the plan with most gain gains least
FELT = 1e-9  # logits; a smaller change of a cue is none


@dataclass(frozen=True, eq=False)
class Option:
    """A plan that was screened.

    Attributes:
        name: Its aim, or what it does.
        part: Share of the money it may spend.
        measures: What it does.
        capital: EUR, once.
        yearly: EUR a year.
        annual: Equivalent annual cost, EUR a year.
        score: What the screen says of it.
    """

    name: str
    part: float
    measures: tuple[Intervention, ...]
    capital: float
    yearly: float
    annual: float
    score: Score

    @property
    def criteria(self) -> np.ndarray:
        """Annual cost, unsafety, exposure and unsafety of the group worst off: the less, the better (4,)."""
        means = (part.mean() for part in (self.score.unsafe, self.score.exposure, self.score.worst_off))
        return np.array([self.annual, *means])


def option(name: str, part: float, chosen: Sequence[Intervention], screen: Screen) -> Option:
    """Return a plan with its costs and what the screen says of it."""
    city = screen.ground.city
    bills = [(one.cost(city), one.about.life_years) for one in chosen]
    return Option(
        name, part, tuple(chosen), sum(bill.capital.value for bill, _ in bills),
        sum(bill.yearly.value for bill, _ in bills),
        sum(annuity(bill.capital.value, years) + bill.yearly.value for bill, years in bills), screen.score(chosen),
    )  # fmt: skip


def options(
    screen: Screen, doses: Sequence[Dose], purse: Purse, tell: Callable[[str, float], None]
) -> list[Option]:
    """Return the best plan for every aim and part of the money, different ones only, whole money first.

    Raises:
        RunError: if the money does not pay for anything that helps.
    """
    city = screen.ground.city
    changes = [_everywhere(screen, dose) for dose in doses]
    pieces = pieces_of(city, doses, lambda one: _touched(screen, one))
    made: dict[tuple[Intervention, ...], Option] = {}
    for done, part in enumerate(sorted(PARTS, reverse=True)):
        tell("screening", done / len(PARTS))
        for name, chosen in _plans(screen, pieces, changes, purse.part(part), city):
            if chosen and chosen not in made:
                made[chosen] = option(name, part, chosen, screen)
    if not made:
        raise RunError(f"{purse} pays for nothing that helps here; give more, or allow other --kind.")
    return list(made.values())


def unbeaten(found: Sequence[Option]) -> np.ndarray:
    """Say which plans no other one beats or equals in every criterion while being better in one, bool (n,)."""
    criteria = np.stack([one.criteria for one in found])
    at_most = (criteria[:, None] <= criteria[None, :]).all(axis=2)
    better = (criteria[:, None] < criteria[None, :]).any(axis=2)
    return np.asarray(~(at_most & better).any(axis=0))


def _plans(
    screen: Screen, pieces: Pieces, changes: Sequence[np.ndarray], purse: Purse, city: City
) -> Iterator[tuple[str, tuple[Intervention, ...]]]:
    """Yield the plan for each aim."""
    everyone = np.ones(len(screen.values), dtype=bool)
    home = screen.home_slope(screen.group)
    slopes = {AIMS[0]: home, AIMS[1]: screen.home_slope(screen.worst_off), AIMS[2]: screen.walk_slope()}
    first: tuple[Intervention, ...] = ()
    for name, slope in slopes.items():
        chosen = measures(pieces, best_rows(pieces, _gains(pieces, changes, slope, everyone), purse), city)
        first = first or chosen
        yield name, chosen
    hard = _hard_draws(screen, first)
    yield AIMS[3], measures(pieces, best_rows(pieces, _gains(pieces, changes, home, hard), purse), city)


def _gains(pieces: Pieces, changes: Sequence[np.ndarray], slope: np.ndarray, draws: np.ndarray) -> np.ndarray:
    """Return what each piece gains on average over some draws, as far as gains add up."""
    return gains_of(
        pieces, np.stack([-(slope * change[draws].mean(axis=0)).sum(axis=0) for change in changes])
    )


def _hard_draws(screen: Screen, chosen: Sequence[Intervention]) -> np.ndarray:
    gain = screen.score(()).group - screen.score(chosen).group
    return np.asarray(gain <= np.sort(gain)[max(0, len(gain) // BAD_LUCK - 1)])


def _everywhere(screen: Screen, dose: Dose) -> np.ndarray:
    from nightwalk.scenarios.where import TOWN

    return screen.change([dose.at(TOWN)])


def _touched(screen: Screen, one: Intervention) -> np.ndarray:
    return np.asarray((np.abs(screen.change([one])) > FELT).any(axis=(0, 1)))


def by_kind(chosen: Sequence[Intervention]) -> Mapping[str, int]:
    """Return how many streets each kind acts on."""
    count: dict[str, int] = {}
    for one in chosen:
        count[one.kind] = count.get(one.kind, 0) + len(one.where.segment)
    return count
