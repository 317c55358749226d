"""What the twin does at midnight: fold, tell the people, renew routes and habits, plan, ask the survey item."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from nightwalk.agents.columns import SUPPORTED, People
from nightwalk.agents.ways import WAYS
from nightwalk.base.streams import Decision
from nightwalk.model.renewal import DARK_HOUR, DAY_HOUR
from tests.oracle.plans import SLOTS, TwinDay, plan_drawn, plan_resident, plan_visitor
from tests.oracle.streets import logistic, place_cues

if TYPE_CHECKING:
    from nightwalk.agents.legs import Plan
    from nightwalk.agents.perceive import Cues
    from nightwalk.model.conditions import Conditions
    from tests.oracle.person import TwinPerson
    from tests.oracle.streets import PlaceCue
    from tests.oracle.twin import TwinModel

__all__ = ["carry", "new_day", "reached"]

WEEK, RENEWAL = 7, 28  # days
HABIT_RENEWAL, ROUTE, REACHED = (int(d) for d in (Decision.HABIT_RENEWAL, Decision.ROUTE, Decision.REACHED))
ADDED = {"trust": "shift_trust", "authority_trust": "shift_authority", "concern": "shift_concern",
         "reporting": "shift_reporting"}  # fmt: skip
SCALED = {
    "memory_half_life": "half_life", "carrying": "carrying", "insecurity_reports": "insecurity_reports",
}  # fmt: skip


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
    renew(model, [cues for _, cues in hours], day)
    ahead = clock.day_ahead(np.zeros(SLOTS, dtype=np.int64))
    model.today = TwinDay(
        model, clock.hour, weekday, int(weekday >= 5), ahead.dark.tolist(), ahead.night.tolist(),
        [atlas.parts(model, c) for c in atlas.conditions], ahead.clock.tolist(),
    )  # fmt: skip
    atlas.forget_parts()
    plan(model, day, weekday)
    if first or clock.day % WEEK == 0 or not atlas.conditions[DARK_HOUR].same_streets(before):
        model.home_cues = cues_at_home(model)
    for person in model.people:
        person.unsafe = person.level() + person.v * model.home_cues[person.sex][person.point] - person.near


def shift_people(model: TwinModel, now: Conditions) -> None:
    """Give residents what the measures shift in their area, and in each group they were reached with."""
    columns = {name: getattr(now, name) for name in (*ADDED, *SCALED)}
    users = sum(person.support == SUPPORTED for person in model.people)
    shown, shown_users = model.shown or ({}, 0)
    if shown and users == shown_users and all(columns[name] is shown[name] for name in columns):
        return
    model.shown = columns, users
    values = {name: column.tolist() for name, column in columns.items()}
    in_group = [
        {attribute: values[name][g] for name, attribute in (ADDED | SCALED).items()}
        for g in range(len(now.trust))
    ]
    for person in model.people[: model.residents]:
        own = vars(person)
        own.update(in_group[person.area])
        for g in model.groups.get(person.row, ()):
            if g in model.joining and person.support != SUPPORTED:
                continue
            for attribute in ADDED.values():
                own[attribute] += in_group[g][attribute]
            for attribute in SCALED.values():
                own[attribute] *= in_group[g][attribute]


def reached(model: TwinModel) -> dict[int, list[int]]:
    """Draw which residents each measure reaches as persons: a keyed draw per measure and person (rule 2)."""
    out: dict[int, list[int]] = {}
    residents = People(*(column[: model.residents] for column in model.atlas.state.people))
    for measure in model.agenda.measures:
        if measure.selection.group < len(model.efficacy):
            continue
        there, chances = set(measure.selection.areas.tolist()), measure.chances(residents).tolist()
        for person in model.people[: model.residents]:
            if (
                person.area in there
                and model.draws.uniform(0, person.row, REACHED, measure.key) < chances[person.row]
            ):
                out.setdefault(person.row, []).append(measure.selection.group)
    return out


def renew(model: TwinModel, cues: list[Cues], day: int) -> None:
    """Trace routes every four weeks and when a measure turns the town; each week some choose again (rule 20)."""
    atlas, clock, p = model.atlas, model.clock, model.values
    first, lasting = atlas.blank, model.agenda.base
    changed = not all(atlas.conditions[h].same_streets(lasting) for h in (DAY_HOUR, DARK_HOUR))
    turning = (changed or model.changed) and any(day in m.turning_days for m in model.agenda.measures)
    model.changed = changed
    if first or turning or clock.day % RENEWAL == 0:
        atlas.renew(model, cues)
    if first or clock.day % WEEK == 0:
        share, draw = 1.0 if first else p.rechoose, model.draws.uniform
        settings = [light_of_habit(model, light) for light in range(2)]
        for person in model.people:
            if share >= 1.0 or draw(clock.hour, person.row, HABIT_RENEWAL) < share:
                choose_ways(person, settings)


def light_of_habit(model: TwinModel, light: int) -> tuple[PlaceCue, PlaceCue]:
    """Return Z for men and women on a weekday by day (0) or after dark (1), to choose ways by."""
    hour = DARK_HOUR if light else DAY_HOUR
    parts = model.atlas.parts(model, model.atlas.conditions[hour])
    night = float(model.town.night[0, DARK_HOUR]) if light else 0.0
    return place_cues(parts, float(light), night, model.expected[0][hour], model.values)


def choose_ways(person: TwinPerson, settings: list[tuple[PlaceCue, PlaceCue]]) -> None:
    """Choose by day and after dark between the shortest way and the safer one, by logit on the own cost."""
    model, level, habit = person.model, person.level(), 0
    for slot, row in enumerate(person.routes):
        if row < 0:
            continue
        shortest = row * WAYS
        for light in range(2):
            safer = shortest + 1 + light
            if model.atlas.segments[safer] is model.atlas.segments[shortest]:
                continue
            cue = settings[light][person.sex]
            gain = own_cost(person, shortest, level, cue) - own_cost(person, safer, level, cue)
            u = model.draws.uniform(model.clock.hour, person.row, ROUTE, 2 * slot + light)
            if u < logistic(gain / model.values.route_scale):
                habit |= 1 << 2 * slot + light
    person.habit = habit


def own_cost(person: TwinPerson, way: int, level: float, cue: PlaceCue) -> float:
    """Return the sum of len (1 + lambda P(unsafe)) as the person feels it, metres."""
    length, weight, v = person.model.length, person.model.values.detour_weight, person.v
    segments, near = person.model.atlas.segments[way], person.model.atlas.near[way]
    home, total = level - person.near, 0.0
    for s in segments[:near]:
        total += length[s] * (1.0 + weight * logistic(home + v * cue[s]))
    for s in segments[near:]:
        total += length[s] * (1.0 + weight * logistic(level + v * cue[s]))
    return total


def plan(model: TwinModel, day: int, weekday: int) -> None:
    """Keep the legs of last night, and let everybody plan."""
    model.legs = model.legs[24:] + [[] for _ in range(24)]
    for person in model.abroad:
        person.home_at = -1
    model.abroad = {person: h for h, legs in enumerate(model.legs) for person, _ in legs}
    for person, h in model.abroad.items():
        person.home_at = h
    residents, visitors = model.residents, model.residents + model.visitors
    for person in model.people[:residents]:
        plan_resident(person, model.today)
    for person in model.people[residents:visitors]:
        plan_visitor(person, model.today)
    for crowd in model.agenda.crowds:
        fidelity = model.atlas.conditions[DAY_HOUR].fidelity
        dose = fidelity * crowd.measure.strength(day, crowd.drawn.begin, weekday)
        for person, segment in zip(
            model.people[crowd.first : crowd.last], crowd.segment.tolist(), strict=True
        ):
            plan_drawn(person, model.today, segment, dose, crowd.drawn)


def cues_at_home(model: TwinModel) -> list[list[float]]:
    """Return the mean Z after dark within 500 m of each point, by sex: darkness as the item says (rule 13)."""
    parts = model.atlas.parts(model, model.atlas.conditions[DARK_HOUR])
    night, about = float(model.town.night[0, DARK_HOUR]), model.expected[0][DARK_HOUR]
    out = []
    for cue in place_cues(parts, 1.0, night, about, model.values):
        along = [metres * cue[s] for s, metres in enumerate(model.length)]
        out.append(
            [
                sum(map(along.__getitem__, around)) / metres if metres > 0.0 else 0.0
                for around, metres in model.around
            ]
        )
    return out


def carry(model: TwinModel, legs: Plan | None) -> None:
    """Take over the legs of the night before the start; they hold until the first midnight is over."""
    if legs is None:
        return
    for hour, person, way in zip(legs.hour.tolist(), legs.person.tolist(), legs.way.tolist(), strict=True):
        model.legs[24 + hour].append((model.people[person], way))
