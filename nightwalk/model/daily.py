"""What happens at midnight, and at the end of days, weeks and months (model section 2)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from nightwalk.agents.legs import Legs
from nightwalk.agents.offend import ASSAULT, ROBBERY, VANDALISM
from nightwalk.agents.outings import DAY_SLOTS, Day, opening
from nightwalk.agents.perceive import Cues, refresh_unsafe
from nightwalk.agents.remember import forget
from nightwalk.agents.report import CASES, EARLIER
from nightwalk.agents.talk import agenda, converse, settle_trust, tell
from nightwalk.model.cues import stacked
from nightwalk.model.disorder import monthly
from nightwalk.model.planning import World, planned
from nightwalk.model.renewal import DARK_HOUR, DAY_HOUR, choose_again, renew_routes, z_of_hour
from nightwalk.model.surroundings import mean_around

if TYPE_CHECKING:
    from nightwalk.model.conditions import Conditions
    from nightwalk.model.simulation import Simulation

__all__ = ["RENEWAL", "Today", "end_day", "note_crimes", "plan_day"]

WEEK, MONTH, RENEWAL = 7, 30, 28  # days
MEDIA_WEEKS = 8  # rule 27
OWN_BOOST, NEAR_BOOST = 0.6, 0.4  # of J_B, model section 3.8
KNOWN_WEEKS = 21  # four weeks, as late as the delay may be: twice the highest authority_lag


@dataclass
class Today:
    """The plan of a day, made at midnight."""

    day: Day
    conditions: list[Conditions]  # one per hour, 0-29
    cues: Cues  # stacked, row day.cue[h] holds in hour h
    by_hour: list[Cues]
    efficacy: np.ndarray
    legs: Legs
    begins: np.ndarray  # int64 (31,) first leg of each hour
    trail: np.ndarray  # int32, segments of the legs
    home_cue: np.ndarray  # float64 (2, P) Z after dark around each point, men and women
    changed: bool  # whether the measures change the town that day


def plan_day(sim: Simulation) -> None:
    """Fold the day's conditions, renew routes where due, plan everybody's outings and sort them into hours."""
    before: Today | None = sim.today
    conditions, by_hour, rows = _hours(sim)
    distinct = list({id(c): c for c in by_hour}.values())
    day = sim.clock.day_ahead(rows)
    sim.agenda.show(sim.state, conditions[DAY_HOUR])
    efficacy = sim.agenda.efficacy
    changed = not all(conditions[h].same_streets(sim.agenda.base) for h in (DAY_HOUR, DARK_HOUR))
    _renew(sim, before, by_hour, conditions[DAY_HOUR].closed, efficacy, changed=changed)
    cues = stacked(distinct)
    opens = opening(sim.town.places.opens, day.weekday, day.clock, sim.values)
    legs, begins, trail = planned(sim, World(cues, efficacy, day, opens, conditions[DAY_HOUR].fidelity))
    home_cue = before.home_cue if before else np.zeros((2, len(sim.state.points)))
    sim.today = Today(day, conditions, cues, by_hour, efficacy, legs, begins, trail, home_cue, changed)
    settled = before is not None and conditions[DARK_HOUR].same_streets(before.conditions[DARK_HOUR])
    if sim.clock.day % WEEK == 0 or not settled:
        sim.today.home_cue = cue_at_home(sim, DARK_HOUR, dark=1.0)
    _refresh(sim)


def _hours(sim: Simulation) -> tuple[list[Conditions], list[Cues], np.ndarray]:
    first, weekday = sim.clock.day - sim.first_day, sim.clock.date.weekday()
    conditions, cues = [], []
    for hour in range(DAY_SLOTS):
        late = hour // 24
        now, cue = sim.agenda.at(first + late, hour % 24, (weekday + late) % 7)
        conditions.append(now)
        cues.append(cue)
    order = {key: row for row, key in enumerate({id(c): None for c in cues})}
    return conditions, cues, np.array([order[id(c)] for c in cues], dtype=np.int64)


def _renew(
    sim: Simulation,
    before: Today | None,
    by_hour: list[Cues],
    closed: np.ndarray,
    efficacy: np.ndarray,
    *,
    changed: bool,
) -> None:
    """Trace the routes again every four weeks and when a measure starts, ends or is complete.

    A measure that changes nothing renews nothing: a null intervention changes no byte.
    """
    state, day, p = sim.state, sim.clock.day, sim.values
    first = len(state.routes.length) == 0
    differs = changed or (before is not None and before.changed)
    turning = differs and sim.agenda.turns(day - sim.first_day)
    light = by_hour[DAY_HOUR], by_hour[DARK_HOUR]
    if first or turning or day % RENEWAL == 0:
        renew_routes(state, sim.town, *light, closed, p, sim.threads)
    if first or day % WEEK == 0:
        share = 1.0 if first else p.rechoose
        choose_again(state, sim.town, *light, efficacy, share, sim.clock.hour, p, sim.seed_key)


def cue_at_home(sim: Simulation, hour: int, *, dark: float) -> np.ndarray:
    """Return the mean place cue within walking distance of each point, float64 (2, P), men and women.

    Survey items are hypothetical: darkness is as the item says, not as the date has it (rule 13).
    """
    return cue_around(sim, sim.today.by_hour[hour], hour, dark=dark, p=sim.values)


def cue_around(sim: Simulation, cues: Cues, hour: int, *, dark: float, p: Any) -> np.ndarray:
    """Return `cue_at_home` for given cues and parameter values."""
    state = sim.state
    z = z_of_hour(cues, state.expected, hour, dark, sim.town.night[0, hour] * dark, p)
    out = np.empty((2, len(state.points)))
    for sex in range(2):
        mean_around(state.around.start, state.around.segment, sim.town.city.streets.length, z[sex], out[sex])
    return out


def _refresh(sim: Simulation) -> None:
    people = sim.state.people
    refresh_unsafe(people, 0, len(people.kind), sim.today.efficacy, sim.today.home_cue, sim.values)


def note_crimes(sim: Simulation, count: int) -> None:
    """Keep the hour's crimes for the week's talk, boost nearby streets, mark damage."""
    state, crimes, p, town = sim.state, sim.scratch.crimes, sim.values, sim.town
    for c in range(count):
        family, s = int(crimes.family[c]), int(crimes.segment[c])
        row = (
            family,
            s,
            int(crimes.offender[c]),
            int(crimes.victim[c]),
            sim.clock.hour,
            int(sim.scratch.recorded[c]),
        )
        state.week.append(row)
        near = town.near_other[town.near_start[s] : town.near_start[s + 1]]
        state.boost[s] = min(state.boost[s] + OWN_BOOST * p.J_B, p.J_B)
        state.boost[near] = np.minimum(state.boost[near] + NEAR_BOOST * p.J_B, p.J_B)
        if family == VANDALISM and sim.agenda.dynamic:
            state.incivility[s] = min(1.0, state.incivility[s] + p.vandalism_mark * sim.people_per_agent)


def end_day(sim: Simulation) -> None:
    """Let memory and boosts fade; once a week talk and media; once a month trust, efficacy, disorder."""
    state, p = sim.state, sim.values
    forget(state.people, p)
    state.boost *= np.exp(-1.0 / p.tau_B)
    sim.observations.end_day()
    if (sim.clock.day - sim.first_day + 1) % MONTH == 0:
        state.support[EARLIER] = state.support[CASES]
    done = sim.clock.day + 1
    if done % WEEK == 0:
        end_week(sim)
    if done % MONTH == 0:
        settle_trust(state.people, p)
        monthly(sim)


def end_week(sim: Simulation) -> None:
    """Pass stories on, update media and opinions, hand the week's records to the authority."""
    state, p = sim.state, sim.values
    rows = np.array(state.week, dtype=np.int32).reshape(-1, 6)
    family, segment, offender, victim, hour, known = (np.ascontiguousarray(rows[:, k]) for k in range(6))
    tell(state.people, state.ties, victim, family, hour, offender, len(rows), p, sim.seed_key)
    violent = (family == ROBBERY) | (family == ASSAULT)
    state.weekly_reports.append(float((violent & (known == 1)).sum() * sim.people_per_agent))
    usual = state.usual_reports if sim.agenda.dynamic else float(np.mean(state.weekly_reports))
    tone = sim.today.conditions[DAY_HOUR].media_tone
    state.media = agenda(np.array(state.weekly_reports[-MEDIA_WEEKS:]), usual, tone, p)
    converse(state.people, state.ties, state.media, sim.scratch.heard, p)
    reports = sim.scratch.street.reports
    week = np.bincount(segment[known == 1], minlength=len(reports)) + 0.5 * reports
    state.known_weeks = [*state.known_weeks, week * sim.people_per_agent][-KNOWN_WEEKS:]
    reports[:] = 0
    state.week.clear()
    sim.agenda.refresh_records(state, sim.today.conditions[DAY_HOUR].delay)
