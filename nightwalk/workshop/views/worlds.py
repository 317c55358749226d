"""The town in one hour, as it is and as a proposal would have it, without simulating anybody."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from nightwalk.workshop.engine import Decision, base_conditions, company_effects, uniforms
from nightwalk.workshop.views.panel import PANEL_SEED

if TYPE_CHECKING:
    from nightwalk import Conditions, Scenario
    from nightwalk.workshop.engine import Cues, Drawn, People, Town
    from nightwalk.workshop.views.panel import View

__all__ = ["Moment", "cue", "folded", "known_disorder", "reached"]

SETTLED = 27  # day of the horizon that is looked at: what takes weeks to work has had four
WEDNESDAY = 2


@dataclass(frozen=True)
class Moment:
    """An hour of an ordinary weekday.

    Attributes:
        hour: 0-23.
        dark: Darkness, 0 light to 1 dark.
    """

    hour: int
    dark: float


def folded(scenario: Scenario, moment: Moment, seed: int) -> tuple[Conditions, np.ndarray]:
    """Return the town with every measure folded in, and the people per hour whom they draw to each street.

    Args:
        scenario: The proposal.
        moment: The hour.
        seed: Of the effect sizes; 0 = as stated.
    """
    placed = scenario.placed()
    measures = [part for one in placed for part in (one.drawn(seed) if seed else one).parts()]
    groups = max((m.selection.group for m in measures), default=-1) + 1 - len(scenario.city.areas.name)
    now = base_conditions(scenario.city, groups=max(groups, 0), social=known_disorder(scenario))
    drawn = np.zeros(scenario.city.segments)
    for measure in measures:
        strength = measure.strength(SETTLED, moment.hour, WEDNESDAY)
        if strength > 0:
            now = measure.apply(now, strength)
            _draw(measure.crowd(), moment.hour, strength * now.fidelity, drawn)
    return now, drawn


def known_disorder(scenario: Scenario) -> np.ndarray | None:
    """Return the social incivility that reports and audits tell of, float64 (S,); None where nothing was imported."""
    known = scenario.crime
    return None if known is None else known.social_of(scenario.city.streets.id)


def _draw(crowd: Drawn | None, hour: int, delivered: float, drawn: np.ndarray) -> None:
    """Add the delivered share of a crowd to the people drawn in its hours; those past midnight are above 24."""
    if crowd is not None and any(crowd.begin <= at < crowd.end for at in (hour, hour + 24)):
        drawn[crowd.segments] += delivered * crowd.people_per_hour


def cue(town: Town, parts: Cues, moment: Moment, passers: np.ndarray, p: Any) -> np.ndarray:
    """Return the place cue Z for men and women, float64 (2, S).

    Args:
        town: The town.
        parts: What `cues_of` returns for its conditions.
        moment: The hour.
        passers: People per hour in each street, float64 (S,).
        p: Parameter values.
    """
    night = float(town.night[WEDNESDAY, moment.hour]) * moment.dark
    street = parts.always[0] + moment.dark * parts.dark[0] + night * parts.social[0]
    return np.asarray(street + company_effects(passers, parts.room[0], p))


def reached(town: Town, scenario: Scenario, now: Conditions, view: View) -> People:
    """Return the panel with the trust that the measures bring; the panel itself where they bring none."""
    people = view.people
    trust, authority = (_shift(town, scenario, column, people, view.residents) for column in _columns(now))
    if not (trust.any() or authority.any()):
        return people
    return people._replace(
        shift_trust=people.shift_trust + trust, shift_authority=people.shift_authority + authority
    )


def _columns(now: Conditions) -> tuple[np.ndarray, np.ndarray]:
    return now.trust, now.authority_trust


def _shift(town: Town, scenario: Scenario, column: np.ndarray, people: People, residents: int) -> np.ndarray:
    """Return what a column adds to each person: that of the area, and of every measure that reaches them."""
    areas = len(town.city.areas.name)
    home = people.area[:residents]
    out = np.zeros(len(people.kind))
    out[:residents] = column[:areas][home]
    for one in scenario.placed():
        if one.selection.group >= areas and not one.on_report:
            u = uniforms(PANEL_SEED, Decision.REACHED, residents, slot=one.key)
            chances = one.chances(type(people)(*(values[:residents] for values in people)))
            theirs = np.isin(home, one.selection.areas) & (u < chances)
            out[:residents][theirs] += column[one.selection.group]
    return out
