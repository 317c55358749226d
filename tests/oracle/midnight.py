"""What the twin does at midnight: plan the day; at the end of days, weeks and months: forget, talk, settle."""

from __future__ import annotations

from math import exp
from typing import TYPE_CHECKING

import numpy as np

from nightwalk.agents.columns import RESIDENT
from nightwalk.agents.ways import WAYS
from nightwalk.base.streams import Decision
from nightwalk.model.renewal import DARK_HOUR, DAY_HOUR
from tests.oracle.crimes import ASSAULT, ROBBERY, TwinCrime
from tests.oracle.plans import SLOTS, TwinDay, plan_drawn, plan_resident, plan_visitor
from tests.oracle.streets import PlaceCue, logistic

if TYPE_CHECKING:
    from nightwalk.agents.perceive import Cues
    from nightwalk.model.conditions import Conditions
    from tests.oracle.twin import TwinModel, TwinPerson

__all__ = ["carry", "end_day", "new_day", "reached", "week_of"]

WEEK, MONTH, RENEWAL = 7, 30, 28  # days
MEDIA_WEEKS, KNOWN_WEEKS = 8, 8
HABIT_RENEWAL, ROUTE, REACHED = (int(d) for d in (Decision.HABIT_RENEWAL, Decision.ROUTE, Decision.REACHED))
ADDED = {"trust": "shift_trust", "authority_trust": "shift_authority", "concern": "shift_concern",
         "reporting": "shift_reporting"}  # fmt: skip
SCALED = {"memory_half_life": "half_life", "carrying": "carrying"}


def new_day(model: TwinModel) -> None:
    """Fold the day's conditions, tell the people, renew routes where due, let everybody plan, ask the survey item."""
    atlas, clock = model.atlas, model.clock
    day, weekday = clock.day - model.first_day, clock.date.weekday()
    first = model.today is None
    before = atlas.conditions[DARK_HOUR] if atlas.conditions else None
    hours = [model.agenda.at(day + h // 24, h % 24, (weekday + h // 24) % 7) for h in range(SLOTS)]
    atlas.conditions = [now for now, _ in hours]
    now = atlas.conditions[DAY_HOUR]
    model.efficacy_now = [g + shift for g, shift in zip(model.efficacy, now.efficacy.tolist(), strict=True)]
    shift_people(model, now)
    renew(model, [cues for _, cues in hours], day, weekday)
    ahead = clock.day_ahead(np.zeros(SLOTS, dtype=np.int64))
    model.today = TwinDay(
        model, clock.hour, weekday, int(weekday >= 5), ahead.dark.tolist(), ahead.night.tolist(),
        [atlas.parts(model, c) for c in atlas.conditions], ahead.clock.tolist(), model.expected[int(weekday >= 5)],
    )  # fmt: skip
    atlas.forget_parts()
    plan(model, day, weekday)
    if first or clock.day % WEEK == 0 or not atlas.conditions[DARK_HOUR].same_as(before):
        model.home_cues = cues_at_home(model)
    p = model.values
    for person in model.people:
        cue = model.home_cues[person.sex][person.point]
        person.unsafe = person.level() + person.v * cue - (p.beta_F if person.kind == RESIDENT else 0.0)


def shift_people(model: TwinModel, now: Conditions) -> None:
    """Give residents what the measures shift in their area, and in each group they were reached with."""
    columns = {name: getattr(now, name) for name in (*ADDED, *SCALED)}
    if model.shown is not None and all(columns[name] is model.shown[name] for name in columns):
        return
    model.shown = columns
    values = {name: column.tolist() for name, column in columns.items()}
    for person in model.people[: model.residents]:
        groups = model.groups.get(person.row, ())
        for name, attribute in ADDED.items():
            setattr(person, attribute, sum((values[name][g] for g in groups), values[name][person.area]))
        for name, attribute in SCALED.items():
            ratio = values[name][person.area]
            for g in groups:
                ratio *= values[name][g]
            setattr(person, attribute, ratio)


def reached(model: TwinModel) -> dict[int, list[int]]:
    """Draw which residents each measure reaches as persons: a keyed draw per measure and person (rule 2)."""
    out: dict[int, list[int]] = {}
    for k, measure in enumerate(model.agenda.measures):
        if measure.selection.group < len(model.efficacy):
            continue
        there = set(measure.selection.areas.tolist())
        for person in model.people[: model.residents]:
            if person.area in there and model.draws.uniform(0, person.row, REACHED, k) < measure.reach:
                out.setdefault(person.row, []).append(measure.selection.group)
    return out


def renew(model: TwinModel, cues: list[Cues], day: int, weekday: int) -> None:
    """Trace routes every four weeks and when a measure turns; each week a tenth choose again (rule 20)."""
    atlas, clock, p = model.atlas, model.clock, model.values
    first, lasting = atlas.blank, model.agenda.base
    changed = not all(atlas.conditions[h].same_as(lasting) for h in (DAY_HOUR, DARK_HOUR))
    turning = (changed or model.changed) and model.agenda.turns(day, weekday)
    model.changed = changed
    if first or turning or clock.day % RENEWAL == 0:
        atlas.renew(model, cues)
    if first or clock.day % WEEK == 0:
        share, draw = 1.0 if first else p.rechoose, model.draws.uniform
        settings = [light_of_habit(model, light) for light in range(2)]
        for person in model.people:
            if share >= 1.0 or draw(clock.hour, person.row, HABIT_RENEWAL) < share:
                choose_ways(person, settings)


def light_of_habit(model: TwinModel, light: int) -> list[PlaceCue]:
    """Return Z for men and women on a weekday by day (0) or after dark (1), to choose ways by."""
    hour = DARK_HOUR if light else DAY_HOUR
    parts = model.atlas.parts(model, model.atlas.conditions[hour])
    night = float(model.town.night[0, DARK_HOUR]) if light else 0.0
    return [PlaceCue(parts, float(light), night, model.expected[0][hour], sex, model.values) for sex in range(2)]


def choose_ways(person: TwinPerson, settings: list[list[PlaceCue]]) -> None:
    """Choose by day and after dark between the shortest way and the safer one, by logit on the own cost."""
    model, level, habit = person.model, person.level(), 0
    for slot, row in enumerate(person.routes):
        if row < 0:
            continue
        shortest = model.atlas.segments[row * WAYS]
        for light in range(2):
            safer = model.atlas.segments[row * WAYS + 1 + light]
            if safer is shortest:
                continue
            cue = settings[light][person.sex]
            gain = own_cost(person, shortest, level, cue) - own_cost(person, safer, level, cue)
            u = model.draws.uniform(model.clock.hour, person.row, ROUTE, 2 * slot + light)
            if u < logistic(gain / model.values.route_scale):
                habit |= 1 << 2 * slot + light
    person.habit = habit


def own_cost(person: TwinPerson, segments: list[int], level: float, cue: PlaceCue) -> float:
    """Return the sum of len (1 + lambda P(unsafe)) as the person feels it, metres.

    As built: eta here is without the familiarity of the streets near home (beta_F of 3.2).
    """
    length, weight, v = person.model.length, person.model.values.detour_weight, person.v
    return sum(length[s] * (1.0 + weight * logistic(level + v * cue[s])) for s in segments)


def plan(model: TwinModel, day: int, weekday: int) -> None:
    """Keep the legs of last night, and let everybody plan."""
    model.legs = model.legs[24:] + [[] for _ in range(24)]
    residents, visitors = model.residents, model.residents + model.visitors
    for person in model.people[:residents]:
        plan_resident(person, model.today)
    for person in model.people[residents:visitors]:
        plan_visitor(person, model.today)
    for crowd in model.agenda.crowds:
        dose = crowd.measure.strength(day, crowd.begin, weekday)
        for person, segment in zip(model.people[crowd.first : crowd.last], crowd.segment.tolist(), strict=True):
            plan_drawn(person, model.today, segment, dose, crowd.begin, crowd.end)


def cues_at_home(model: TwinModel) -> list[list[float]]:
    """Return the mean Z after dark within 500 m of each point, by sex: darkness as the item says (rule 13)."""
    parts = model.atlas.parts(model, model.atlas.conditions[DARK_HOUR])
    around, night = model.atlas.state.around, float(model.town.night[0, DARK_HOUR])
    start, segments, length = around.start.tolist(), around.segment.tolist(), model.length
    out = []
    for sex in range(2):
        cue = PlaceCue(parts, 1.0, night, model.expected[0][DARK_HOUR], sex, model.values)
        row = []
        for first, last in zip(start[:-1], start[1:], strict=True):
            near = segments[first:last]
            metres = sum(length[s] for s in near)
            row.append(sum(length[s] * cue[s] for s in near) / metres if metres > 0.0 else 0.0)
        out.append(row)
    return out


def end_day(model: TwinModel) -> None:
    """Fade memories and boosts; close the week and the month where they end."""
    p, done = model.values, model.clock.day + 1
    left: dict[float, float] = {}  # of a memory after a day, by ratio of the half-life
    for person in model.people:
        if person.memory:
            if person.half_life not in left:
                left[person.half_life] = 2.0 ** (-1.0 / (p.H_M * person.half_life))
            person.memory *= left[person.half_life]
    fade = exp(-1.0 / p.tau_B)
    model.boost = {s: boost * fade for s, boost in model.boost.items()}
    if done % WEEK == 0:
        end_week(model)
    if done % MONTH == 0:
        end_month(model)


def end_week(model: TwinModel) -> None:
    """Pass on the week's stories, set the media agenda, talk, hand over the records."""
    p, atlas = model.values, model.atlas
    for crime in model.week:
        if crime.victim is not None and crime.victim.row < len(model.ties):
            for listener, trust, _ in model.ties[crime.victim.row]:
                listener.hear(crime, trust)
    violent = sum(crime.recorded for crime in model.week if crime.family in (ROBBERY, ASSAULT))
    model.weekly_reports.append(violent * model.weight)
    latest = model.weekly_reports[-MEDIA_WEEKS:]
    usual = model.usual_reports if model.dynamic else sum(model.weekly_reports) / len(model.weekly_reports)
    local = (sum(latest) / len(latest) + p.media_floor) / (usual + p.media_floor) - 1.0
    tone = atlas.conditions[DAY_HOUR].media_tone
    model.media = tone * (1.0 + p.eta_A * local + p.media_national)
    converse(model)
    known = np.zeros(len(model.area))
    for crime in model.week:
        known[crime.segment] += crime.recorded
    for s, complaints in model.complaints.items():
        known[s] += 0.5 * complaints
    atlas.state.known_weeks = [*atlas.state.known_weeks, known * model.weight][-KNOWN_WEEKS:]
    model.complaints, model.week = {}, []
    if model.agenda.measures:
        # As built: the streets' looks reach the fold weekly under any measure, else monthly.
        atlas.refold(model)


def converse(model: TwinModel) -> None:
    """O = (1-s)(a + phi_A (A-1)(1 + rho e)) + s W O: anchored opinions, everybody at once (3.5)."""
    p, s = model.values, model.values.susceptibility
    heard = [
        sum(weight * other.concern for other, _, weight in ties) if ties else person.concern
        for person, ties in zip(model.people, model.ties, strict=False)
    ]
    for person in model.people:
        own = person.anchor + person.shift_concern
        own += p.phi_A * (model.media - 1.0) * (1.0 + p.rho_media * person.exposure)
        person.concern = (1.0 - s) * own + s * heard[person.row] if person.row < len(heard) else own


def end_month(model: TwinModel) -> None:
    """Let trust return to rest, streets decay or be kept up, areas gain or lose efficacy (3.6, rule 21)."""
    p = model.values
    for person in model.people:
        person.trust += p.k_T * (person.trust_0 - person.trust)
        person.authority += p.k_T * (person.authority_0 - person.authority)
    seen = model.atlas.conditions[DAY_HOUR].incivility.tolist()
    if model.dynamic:
        decay(model)
    homes = model.people[: model.residents]
    areas = len(model.efficacy)
    unsafe = means(areas, [(person.area, 1.0, logistic(person.unsafe)) for person in homes])
    disorder = means(areas, list(zip(model.area, model.length, seen, strict=True)))
    if any(model.area_unsafe):
        for a in range(areas):
            worse = p.k_GI * (disorder[a] - model.area_incivility[a]) + p.k_GF * (unsafe[a] - model.area_unsafe[a])
            model.efficacy[a] += p.kappa_r * (model.efficacy_0[a] - model.efficacy[a]) - worse
    model.area_unsafe, model.area_incivility = unsafe, disorder


def decay(model: TwinModel) -> None:
    """I + iota_0 (1-I) + iota_1 I (1-I)(1-eyes) - m I, eyes = 1 - exp(-N/N_eyes)."""
    p, hours = model.values, [row for by_day in model.expected for row in by_day]
    for s, incivility in enumerate(model.incivility):
        eyes = 1.0 - exp(-sum(row[s] for row in hours) / len(hours) / p.N_eyes)
        gain = p.iota_0 * (1.0 - incivility) + p.iota_1 * incivility * (1.0 - incivility) * (1.0 - eyes)
        model.incivility[s] = min(1.0, max(0.0, incivility + gain - model.upkeep[s] * incivility))
    model.atlas.refold(model)


def means(areas: int, rows: list[tuple[int, float, float]]) -> list[float]:
    """Return weighted means by area from (area, weight, value); 0 where an area is empty."""
    mass, total = [0.0] * areas, [0.0] * areas
    for area, weight, value in rows:
        mass[area] += weight
        total[area] += weight * value
    return [t / m if m else 0.0 for t, m in zip(total, mass, strict=True)]


def carry(model: TwinModel, legs: tuple[np.ndarray, np.ndarray, np.ndarray] | None) -> None:
    """Take over the legs of the night before the start; they hold until the first midnight is over."""
    for hour, person, way in zip(*(column.tolist() for column in legs), strict=True) if legs else ():
        model.legs[24 + hour].append((model.people[person], way))


def week_of(rows: list[tuple[int, ...]], people: list[TwinPerson]) -> list[TwinCrime]:
    """Take over the crimes of the week that is not over yet."""
    return [
        TwinCrime(family, segment, offender, hour, people[victim] if victim >= 0 else None, known)
        for family, segment, offender, victim, hour, known in rows
    ]
