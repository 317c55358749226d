"""How a person of the twin plans a day: outings, purposes, hours, and whether they happen (rules 18, 19)."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from math import cos, exp, floor, log, pi, sqrt
from typing import TYPE_CHECKING, Any

from nightwalk.agents.columns import FRIEND, LEISURE, SHOP, TOURIST, WORK, WORKER
from nightwalk.base.streams import Decision
from tests.oracle.philox import poisson
from tests.oracle.streets import logistic, place_cues

if TYPE_CHECKING:
    from nightwalk.agents.crowd import Drawn
    from tests.oracle.person import TwinPerson
    from tests.oracle.streets import PlaceCue, StreetParts
    from tests.oracle.twin import TwinModel

__all__ = ["LIGHT", "SLOTS", "Times", "TwinDay", "plan_drawn", "plan_resident", "plan_visitor"]

SLOTS = 30  # hours of a day's plan: until 5 in the morning
LAST = SLOTS - 1
ALL_DAY = 0, 23
LIGHT = 0.5  # less darkness than this is daylight
OLD = 3  # first age group over 65

OUTINGS, PURPOSE, DEPARTURE, STAY = (
    int(d) for d in (Decision.OUTINGS, Decision.PURPOSE, Decision.DEPARTURE, Decision.STAY)
)
PARTICIPATE, SUBSTITUTE, VISIT = (int(d) for d in (Decision.PARTICIPATE, Decision.SUBSTITUTE, Decision.VISIT))


class Times:
    """When people go out and for how long, by purpose, from the parameters."""

    def __init__(self, p: Any) -> None:
        self.outings_max = int(p.outings_max)
        self.hours = {  # first and last of departure
            WORK: (int(p.work_from), int(p.work_until)), SHOP: ALL_DAY, LEISURE: ALL_DAY, FRIEND: ALL_DAY,
        }  # fmt: skip
        self.stays = {  # median hours and spread
            WORK: (p.stay_work, p.stay_spread_work), SHOP: (p.stay_shop, p.stay_spread),
            LEISURE: (p.stay_leisure, p.stay_spread), FRIEND: (p.stay_friend, p.stay_spread),
        }  # fmt: skip


@dataclass
class TwinDay:
    """What is known at midnight of the day that begins."""

    model: TwinModel
    hour: int
    weekday: int
    weekend: int
    dark: list[float]
    night: list[float]
    streets: list[StreetParts]  # one per slot
    departures: list[list[float]]  # under 65, over 65
    cues: dict[int, tuple[PlaceCue, PlaceCue]] = field(default_factory=dict)
    leaving: dict[tuple[int, ...], tuple[list[int], list[float]]] = field(default_factory=dict)

    def cue(self, h: int, sex: int) -> PlaceCue:
        """Return Z in slot h with as many people about as are usually there."""
        if h not in self.cues:
            about = self.model.expected[int((self.weekday + h // 24) % 7 >= 5)][h % 24]
            self.cues[h] = place_cues(self.streets[h], self.dark[h], self.night[h], about, self.model.values)
        return self.cues[h][sex]

    def is_open(self, place: int, purpose: int, h: int) -> bool:
        """Say whether the place is open for the purpose in slot h."""
        opens = self.model.opens[place][purpose][(self.weekday + h // 24) % 7]
        return bool(opens >> h % 24 & 1)

    def departure(self, old: int, place: int, purpose: int, first: int, last: int, u: float) -> int:
        """Return the hour at quantile u of the departure clock over the open hours, -1 where there is none."""
        opens = self.model.opens[place][purpose][self.weekday]
        key = old, opens, first, last
        if key not in self.leaving:
            clock, hours, below, total = self.departures[old], [], [], 0.0
            for h in range(first, last + 1):
                if clock[h] > 0.0 and opens >> h & 1:
                    total += clock[h]
                    hours.append(h)
                    below.append(total)
            self.leaving[key] = hours, below
        hours, below = self.leaving[key]
        if not hours:
            return -1
        return hours[min(bisect_right(below, u * below[-1]), len(hours) - 1)]


def stay(person: TwinPerson, day: TwinDay, median: float, spread: float, k: int) -> int:
    """Return whole hours, log-normal (Box-Muller on two numbers), at least one."""
    draw = person.model.draws.uniform
    u, w = draw(day.hour, person.row, STAY, 2 * k), draw(day.hour, person.row, STAY, 2 * k + 1)
    z = sqrt(-2.0 * log(u)) * cos(2.0 * pi * w)
    return max(1, floor(median * exp(spread * z) + 0.5))


def purpose_of(u: float, compulsory: float, shop: float, leisure: float) -> int:
    """Return the purpose at quantile u: work or school, else what the discretionary outings are for."""
    if u < compulsory:
        return WORK
    rest = (u - compulsory) / (1.0 - compulsory)
    if rest < shop:
        return SHOP
    return LEISURE if rest < shop + leisure else FRIEND


def plan_resident(person: TwinPerson, day: TwinDay) -> None:
    """Draw the outings a resident wants today and decide on each."""
    model, p = person.model, person.model.values
    draw = model.draws.uniform
    u = draw(day.hour, person.row, OUTINGS)
    if u <= person.no_outing[day.weekend]:
        return
    old = int(person.age >= OLD)
    compulsory = 0.0 if old or day.weekend else 1.0 - p.share_disc
    made: list[tuple[int, int]] = []
    for k in range(min(poisson(person.mean_outings[day.weekend], u), model.times.outings_max)):
        purpose = purpose_of(
            draw(day.hour, person.row, PURPOSE, k), compulsory, p.share_shop, p.share_leisure
        )
        place, must = person.dest[purpose], purpose == WORK
        if person.routes[purpose] < 0:
            continue
        first, last = model.times.hours[purpose]
        leave = day.departure(old, place, purpose, first, last, draw(day.hour, person.row, DEPARTURE, k))
        if leave < 0:
            continue
        median, spread = model.times.stays[purpose]
        back = min(leave + stay(person, day, median, spread, k), LAST)
        if not must:
            while back > leave + 1 and not day.is_open(place, purpose, back - 1):
                back -= 1
        if not free(person, made, leave, back):
            continue
        hours, slots = [leave, back], [purpose, purpose]
        legs = person.legs(day, hours, slots)
        choice = decide(person, day, k, legs, compulsory=must)
        if choice == "shift":
            leave, back = earlier_light(day, place, purpose, leave, back - leave)
            if free(person, made, leave, back):
                legs = person.legs(day, [leave, back], slots)
            else:
                choice = "forgo"
        if not must:
            count(person, day, purpose, hours, choice)
        if choice in {"go", "shift"}:
            made.append((leave, back))
            set_out(person, legs)


def free(person: TwinPerson, made: list[tuple[int, int]], leave: int, back: int) -> bool:
    """Say whether there is such an hour, the person is home by then, and it meets no other outing (rule 19)."""
    if leave < 0 or leave <= person.home_at:
        return False
    return all(back < begin or leave > end for begin, end in made)


def working_hours(day: TwinDay, place: int, length: int, u: float) -> tuple[int, int] | None:
    """Return when a worker comes and goes: a shift inside the opening hours; None where closed."""
    begin = next((h for h in range(5, 24) if day.is_open(place, WORK, h)), None)
    if begin is None:
        return None
    end = next((h for h in range(begin, SLOTS) if not day.is_open(place, WORK, h)), SLOTS)
    slack = max(0, end - begin - length)
    begin += min(int(u * (slack + 1)), slack)
    return begin, min(begin + length, end, LAST)


def plan_visitor(person: TwinPerson, day: TwinDay) -> None:
    """Let a visitor come or not: workers for their hours, others for one or two places."""
    model, p = person.model, person.model.values
    draw = model.draws.uniform
    works = person.kind == WORKER
    if person.routes[0] < 0 or (works and day.weekend):
        return
    # 7/5: workers come on five days, so that their mean over the week is the declared one.
    if draw(day.hour, person.row, VISIT) >= p.visitor_presence * (7.0 / 5.0 if works else 1.0):
        return
    u = draw(day.hour, person.row, DEPARTURE)
    place = person.dest[0]
    if works:
        shift = working_hours(day, place, int(p.stay_work), u)
        if shift and free(person, [], *shift):
            legs = person.legs(day, [*shift], [0, 0])
            if decide(person, day, 0, legs, compulsory=True) == "go":
                set_out(person, legs)
        return
    come = day.departure(int(person.age >= OLD), place, LEISURE, *ALL_DAY, u)
    if not free(person, [], come, come):
        return
    hours = stay(person, day, p.visitor_stay, p.stay_spread, 0)
    go, change = min(come + hours, LAST), come + max(1, hours // 2)
    then = SHOP if person.kind == TOURIST else LEISURE
    at, slots = [come, go], [0, 0]
    if min(person.routes[1:3]) >= 0 and change < go and day.is_open(person.dest[1], then, change):
        at, slots = [come, change, go], [0, 1, 2]
    legs = person.legs(day, at, slots)
    choice = decide(person, day, 0, legs, compulsory=False)
    if choice == "shift":
        choice = "forgo"  # the way to town is part of the visit
    count(person, day, LEISURE, at, choice)
    if choice == "go":
        set_out(person, legs)


def plan_drawn(person: TwinPerson, day: TwinDay, segment: int, dose: float, drawn: Drawn) -> None:
    """Let a person a measure draws come, who decides no more; they spend hours in the open on `segment`.

    To a programme they come and go; all come to an event at once, and leave over some hours after its end.
    """
    p, draw = person.model.values, person.model.draws.uniform
    event, length = drawn.leaving > 0, drawn.end - drawn.begin
    if person.routes[0] < 0 or draw(day.hour, person.row, VISIT) >= dose * (
        1.0 if event else p.visitor_presence
    ):
        return
    if event:
        come = drawn.begin
        go = drawn.end + min(int(draw(day.hour, person.row, DEPARTURE, 1) * drawn.leaving), drawn.leaving - 1)
    else:
        hours = min(max(1, int(p.stay_leisure)), length)
        slack = length - hours
        come = drawn.begin + min(int(draw(day.hour, person.row, DEPARTURE) * (slack + 1)), slack)
        go = come + hours
    go = min(go, LAST)
    if free(person, [], come, go):
        person.outings += 1
        set_out(person, person.legs(day, [come, go], [0, 0]))
        for h in range(come, go):
            person.model.legs[h].append((person, -1 - segment))


def decide(person: TwinPerson, day: TwinDay, k: int, legs: list[tuple[int, int]], *, compulsory: bool) -> str:
    """Want an outing, and go, forgo, shift or ride.

    P(not walking) = logistic(a_0 + a_D dark + a_1 (mean eta - mu)), half the slope where compulsory.
    """
    p, draw = person.model.values, person.model.draws.uniform
    person.outings += 1
    darkness = sum(day.dark[h] for h, _ in legs) / len(legs)
    slope = 0.5 * p.a_1 if compulsory else p.a_1
    reluctance = p.a_0 + p.a_D * darkness + slope * (person.mean_unsafety(day, legs) - p.mu)
    if draw(day.hour, person.row, PARTICIPATE, k) >= logistic(reluctance):
        return "go"
    if compulsory:
        return "ride"  # never skipped
    how = draw(day.hour, person.row, SUBSTITUTE, k)
    if how < p.share_forgo:
        return "forgo"
    return "shift" if how < p.share_forgo + p.share_shift else "ride"


def count(person: TwinPerson, day: TwinDay, purpose: int, hours: list[int], choice: str) -> None:
    """Count an outing that was wanted in the dark and did not have to be, and what became of it."""
    if all(day.dark[h] < LIGHT for h in hours):
        return
    person.wanted_dark += 1
    person.forgone_dark += choice == "forgo"
    person.lost_visits += choice == "forgo" and purpose in (SHOP, LEISURE)
    person.shifted_dark += choice == "shift"
    person.rode_dark += choice == "ride"


def set_out(person: TwinPerson, legs: list[tuple[int, int]]) -> None:
    """Put the legs of an outing into their hours."""
    for h, way in legs:
        person.model.legs[h].append((person, way))


def earlier_light(day: TwinDay, place: int, purpose: int, before: int, hours: int) -> tuple[int, int]:
    """Return the latest earlier outing as long, both ways in daylight, the place open; (-1, -1) where none."""
    for h in reversed(range(min(before, 24))):
        back = h + hours
        if back <= LAST and max(day.dark[h], day.dark[back]) < LIGHT and day.is_open(place, purpose, h):
            return h, back
    return -1, -1
