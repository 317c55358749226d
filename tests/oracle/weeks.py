"""What the twin does at the end of days, weeks and months: forget, talk, settle (model 3.4-3.6, rules 21, 27)."""

from __future__ import annotations

from math import exp
from typing import TYPE_CHECKING

from nightwalk.model.renewal import DAY_HOUR
from tests.oracle.crimes import ASSAULT, ROBBERY, TwinCrime
from tests.oracle.streets import logistic

if TYPE_CHECKING:
    from tests.oracle.person import TwinPerson
    from tests.oracle.twin import TwinModel

__all__ = ["end_day", "week_of"]

WEEK, MONTH = 7, 30  # days
MEDIA_WEEKS, RECORD_WEEKS = 8, 4


def end_day(model: TwinModel) -> None:
    """Fade memories and boosts; close the week and the month where they end."""
    p, done = model.values, model.clock.day + 1
    left: dict[float, float] = {}  # of a memory after a day, by ratio of the half-life
    for person in model.people:
        if person.memory:
            if person.half_life not in left:
                left[person.half_life] = 2.0 ** (-1.0 / (p.H_M * person.half_life))
            person.memory *= left[person.half_life]
    if (done - model.first_day) % MONTH == 0:
        model.cases_before = model.cases
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
    known = [0.0] * len(model.area)
    for crime in model.week:
        known[crime.segment] += crime.recorded * model.weight
    for s, complaints in model.complaints.items():
        known[s] += 0.5 * complaints * model.weight
    model.known_weeks.append(known)
    model.complaints, model.week = {}, []
    model.recorded = records(model, atlas.conditions[DAY_HOUR].delay)
    atlas.refold(model, "recorded", model.recorded)


def records(model: TwinModel, delay: float) -> list[float]:
    """Return what the authority knows of each segment: four weeks, `delay` days late, averaged with those near."""
    old_enough = len(model.known_weeks) - round(delay / WEEK)
    weeks = model.known_weeks[max(0, old_enough - RECORD_WEEKS) : max(0, old_enough)]
    known = [sum(by_week) for by_week in zip(*weeks, strict=True)] if weeks else [0.0] * len(model.area)
    return [
        (known[s] + sum(map(known.__getitem__, near))) / (1 + len(near)) for s, near in enumerate(model.near)
    ]


def converse(model: TwinModel) -> None:
    """O = (1-s)(a + phi_A (A-1)(1 + rho e)) + s W O, s larger for alarming news: everybody at once (3.5)."""
    p = model.values
    heard = [
        sum(weight * other.concern for other, _, weight in ties) if ties else person.concern
        for person, ties in zip(model.people, model.ties, strict=False)
    ]
    for person in model.people:
        own = person.anchor + person.shift_concern
        own += p.phi_A * (model.media - 1.0) * (1.0 + p.rho_media * person.exposure)
        told = heard[person.row] if person.row < len(heard) else own
        s = min(p.susceptibility * p.negativity, 0.95) if told > own else p.susceptibility
        person.concern = (1.0 - s) * own + s * told if person.row < len(heard) else own


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
            worse = p.k_GI * (disorder[a] - model.area_incivility[a]) + p.k_GF * (
                unsafe[a] - model.area_unsafe[a]
            )
            model.efficacy[a] += p.kappa_r * (model.efficacy_0[a] - model.efficacy[a]) - worse
    model.area_unsafe, model.area_incivility = unsafe, disorder


def decay(model: TwinModel) -> None:
    """I + iota_0 (1-I) + iota_1 I (1-I)(1-eyes) - m I, eyes = 1 - exp(-N/N_eyes)."""
    p, hours = model.values, [row for by_day in model.expected for row in by_day]
    for s, (incivility, about) in enumerate(zip(model.incivility, zip(*hours, strict=True), strict=True)):
        eyes = 1.0 - exp(-sum(about) / len(hours) / p.N_eyes)
        gain = p.iota_0 * (1.0 - incivility) + p.iota_1 * incivility * (1.0 - incivility) * (1.0 - eyes)
        model.incivility[s] = min(1.0, max(0.0, incivility + gain - model.upkeep[s] * incivility))
    model.atlas.refold(model, "incivility", model.incivility)


def means(areas: int, rows: list[tuple[int, float, float]]) -> list[float]:
    """Return weighted means by area from (area, weight, value); 0 where an area is empty."""
    mass, total = [0.0] * areas, [0.0] * areas
    for area, weight, value in rows:
        mass[area] += weight
        total[area] += weight * value
    return [t / m if m else 0.0 for t, m in zip(total, mass, strict=True)]


def week_of(rows: list[tuple[int, ...]], people: list[TwinPerson]) -> list[TwinCrime]:
    """Take over the crimes of the week that is not over yet."""
    return [
        TwinCrime(family, segment, offender, hour, people[victim] if victim >= 0 else None, known)
        for family, segment, offender, victim, hour, known in rows
    ]
