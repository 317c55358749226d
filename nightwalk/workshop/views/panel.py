"""People who judge every street: groups of residents and visitors under one set of plausible numbers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from nightwalk import Parameters, Population
from nightwalk.workshop.engine import (
    RESIDENT,
    People,
    base_conditions,
    drawn_crowd,
    expit,
    levels,
    rested_residents,
    rows_appended,
    solved_level,
)
from nightwalk.workshop.words import Words, _

if TYPE_CHECKING:
    from nightwalk.workshop.engine import Town

__all__ = ["DRAWS", "GRID", "GROUPS", "View", "curves", "members", "share", "view_of"]

DRAWS = 24  # sets of plausible numbers behind a first guess
RESIDENTS, GUESTS = 3000, 1000  # people of a panel
PANEL_SEED = 1  # the same people whatever the numbers
GRID = np.linspace(-6.0, 12.0, 145)  # place cue Z, logits: where the curves are known
YOUNG, OLD = 0, 3  # age groups: 16-34, and 65 and older from here
GROUPS = Words(
    {
        "everyone": _("everyone"),
        "women": _("women"),
        "men": _("men"),
        "young": _("young people"),
        "older": _("older people"),
        "disabled": _("disabled people"),
        "visitors": _("visitors"),
    }
)


@dataclass(frozen=True, eq=False)
class View:
    """A panel under one set of numbers.

    Attributes:
        seed: Which set was drawn; 0 = the defaults.
        values: The numbers.
        people: Residents first, then visitors.
        residents: How many residents.
        curves: What `curves` returns for them as they are.
    """

    seed: int
    values: Any
    people: People
    residents: int
    curves: np.ndarray


def view_of(town: Town, seed: int) -> View:
    """Draw a set of numbers and make its panel; the town is as unsafe as with the defaults."""
    reference = Parameters().values()
    homes = town.city.homes.residents.sum()
    population = Population(residents=int(min(max(homes, 1), RESIDENTS)))
    p = solved_level(
        town, population, Parameters().draw(seed).values() if seed else reference, reference, PANEL_SEED
    )
    people = rested_residents(town, population, p, PANEL_SEED)
    count = len(people.kind)
    entry = np.resize(town.city.homes.node, GUESTS)
    guests = drawn_crowd(
        GUESTS, count, population, p, PANEL_SEED, entry=entry, node_area=town.city.nodes.area
    )
    everybody = rows_appended(people, guests)
    calm = base_conditions(town.city).efficacy
    return View(seed, p, everybody, count, curves(everybody, calm, p))


def curves(people: People, efficacy: np.ndarray, p: Any) -> np.ndarray:
    """Return how the share who feel unsafe grows with the place cue, float64 (groups, 2, GRID).

    The two rows of a group are its men and its women, each weighted by their share in the group.

    Args:
        people: The panel.
        efficacy: Collective efficacy of the areas, z.
        p: Parameter values.
    """
    unsafe = expit(levels(people, efficacy, p)[:, None] + people.v[:, None] * GRID)
    out = np.zeros((len(GROUPS), 2, len(GRID)))
    for row, mine in enumerate(members(people).values()):
        for sex in (0, 1):
            out[row, sex] = unsafe[mine & (people.sex == sex)].sum(axis=0) / max(mine.sum(), 1)
    return out


def share(group: np.ndarray, cue: np.ndarray) -> np.ndarray:
    """Return the share (0-1) of a group who would feel unsafe, float64 (S,).

    Args:
        group: Its two curves, float64 (2, GRID).
        cue: Place cue for men and women, float64 (2, S).
    """
    place = np.clip((cue - GRID[0]) / (GRID[1] - GRID[0]), 0.0, len(GRID) - 1.001)
    below = place.astype(np.int64)
    beyond = place - below
    found = [
        curve[at] + (curve[at + 1] - curve[at]) * on
        for curve, at, on in zip(group, below, beyond, strict=True)
    ]
    return np.asarray(found[0] + found[1])


def members(people: People) -> dict[str, np.ndarray]:
    """Return who belongs to each group, bool (N,) by name."""
    home = people.kind == RESIDENT
    return {
        "everyone": home,
        "women": home & (people.sex == 1),
        "men": home & (people.sex == 0),
        "young": home & (people.age == YOUNG),
        "older": home & (people.age >= OLD),
        "disabled": home & (people.disability == 1),
        "visitors": ~home,
    }
