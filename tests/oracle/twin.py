"""The per-agent twin: the model once more, one Mesa agent object per person, in plain Python.

Written from the equations (model section 3 and the settled rules), not from the kernels, and
drawing from the same streams, so that kernel and twin can be compared column by column. It
takes from the engine what rule 9 lets them share: the start, the route tables, the fold of the
measures, darkness, night life and opening hours. A line marked "As built" follows the kernels
where the pages may be read otherwise.
"""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from itertools import chain, pairwise
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import mesa

from nightwalk.agents.columns import NOT_OFFERED, WILLING
from nightwalk.model.agenda import Agenda
from nightwalk.model.base_level import search_shares
from nightwalk.model.clock import Clock, departure_clock
from tests.oracle.atlas import Atlas
from tests.oracle.crimes import TwinOffender, commit, lasting, report, strike
from tests.oracle.midnight import carry, new_day, reached
from tests.oracle.person import TwinPerson, people_of
from tests.oracle.philox import Draws
from tests.oracle.plans import LIGHT, SLOTS, Times
from tests.oracle.streets import Company
from tests.oracle.weeks import end_day, records, week_of

if TYPE_CHECKING:
    from nightwalk.model.conditions import Conditions
    from nightwalk.model.setup import Setup
    from nightwalk.model.start import Start
    from tests.oracle.crimes import TwinCrime
    from tests.oracle.plans import TwinDay

__all__ = ["TwinModel", "TwinPerson"]


class TwinModel(mesa.Model):
    """A town living hour by hour, agent by agent.

    Args:
        setup: town, people, measures and dates, as for the Simulation.
        start: the start both share.
        values: parameter values of the twin's rules, where they shall differ from the start's.
    """

    def __init__(self, setup: Setup, start: Start, values: Any = None) -> None:
        super().__init__(rng=start.seed)
        self.town, self.values = start.town, plain(start.values if values is None else values)
        self.draws = Draws(start.seed)
        shared = start.state.copy()
        self.dynamic = shared.hour > 0
        self.agenda = Agenda(start.town, shared, start.values, start.seed, setup, dynamic=self.dynamic)
        self._begin(setup, start, shared)

    def _begin(self, setup: Setup, start: Start, shared: Any) -> None:
        town, city = self.town, self.town.city
        self.clock = Clock(
            setup.start - timedelta(days=start.days), city.latitude, city.longitude, city.time_zone, town.night,
            departure_clock(self.values.evening_shift), shared.hour,
        )  # fmt: skip
        self.first_day = self.clock.day
        self.weight = float(setup.population.people_per_agent)
        self.atlas = Atlas(shared, town, start.values)
        self.opens, self.area = town.places.opens.tolist(), town.area.tolist()
        self.park, self.length = town.park.tolist(), city.streets.length.tolist()
        self.near = split(town.near_other, town.near_start)
        around = split(shared.around.segment, shared.around.start)
        self.around = [(segments, sum(self.length[s] for s in segments)) for segments in around]
        self.times, self.company = Times(self.values), Company(self.weight, self.values)
        self.families, self.base_rate = search_shares(self.values).tolist(), shared.base_rate.tolist()
        self.outing_scale = shared.outing_scale
        self.expected, self.matched = shared.expected.tolist(), shared.matched.tolist()
        self.opportunity = lasting(self, setup.crime, start.seed)
        self.boost = {s: b for s, b in enumerate(shared.boost.tolist()) if b}
        self.incivility, self.upkeep = shared.incivility.tolist(), shared.upkeep.tolist()
        self.efficacy, self.efficacy_0 = shared.efficacy.tolist(), shared.efficacy_0.tolist()
        self.efficacy_now = list(self.efficacy)
        self.area_unsafe, self.area_incivility = shared.area_unsafe.tolist(), shared.area_incivility.tolist()
        self.media, self.usual_reports = shared.media, shared.usual_reports
        self.weekly_reports = list(shared.weekly_reports)
        self.known_weeks = [week.tolist() for week in shared.known_weeks]
        self.passers = [[0] * city.segments for _ in range(2)]
        self.episodes, self.complaints = [0] * city.segments, {}
        self.residents, self.visitors = shared.residents, shared.visitors
        self.people = people_of(self, shared.people)
        self.offenders = offenders_of(shared.offenders)
        self.ties = ties_of(shared.ties, self.people)
        self.legs: list[list[tuple[TwinPerson, int]]] = [[] for _ in range(SLOTS)]
        self.crimes: list[TwinCrime] = []
        self.week: list[TwinCrime] = week_of(shared.week, self.people)
        self.recorded = records(self, start.values.authority_lag)
        self.present: Counter[int] = Counter()  # agents in each street
        self.abroad: dict[TwinPerson, int] = {}  # who is out after midnight, and until when
        self.today: TwinDay | None = None
        self.changed, self.shown, self.groups = False, None, reached(self)
        self.joining = {m.selection.group for m in self.agenda.measures if m.on_report}
        self.cases, self.turned_away, self.cases_before = shared.support.tolist()
        for person in self.people:
            would_go = self.joining.intersection(self.groups.get(person.row, ()))
            person.support = WILLING if would_go else NOT_OFFERED
        self.home_cues: list[list[float]] = []
        carry(self, shared.carried)

    @property
    def now(self) -> Conditions:
        """The conditions of this hour."""
        return self.atlas.conditions[self.clock.slot]

    def step(self) -> None:
        """Advance by one hour."""
        slot = self.clock.slot
        if slot == 0:
            new_day(self)
        legs = self.legs[slot]
        self.fill_streets(legs)
        self.walk(legs)
        self.offend(legs)
        self.learn_presence()
        if slot == 23:
            end_day(self)
        self.clock.hour += 1

    def close(self) -> None:
        """Let go of the model; Mesa 3.3 keeps every model alive otherwise."""
        known = getattr(mesa.Agent, "_ids", None)
        if known is not None:
            known.pop(self, None)

    def people_in(self, s: int) -> float:
        """Return the people passing in segment s in this hour."""
        return self.present[s] * self.weight

    def fill_streets(self, legs: list[tuple[TwinPerson, int]]) -> None:
        """Count who is in which street: whoever passes and stays there is one person (rule 15)."""
        segments, passers = self.atlas.segments, self.passers[self.today.dark[self.clock.slot] >= LIGHT]
        walks = [(person, segments[way]) for person, way in legs if way >= 0]
        self.present = Counter(chain.from_iterable(passed for _, passed in walks))
        for s, agents in self.present.items():
            passers[s] += agents
        if len(walks) < len(legs):
            passed = dict(walks)
            self.present.update(
                -1 - way for person, way in legs if way < 0 and -1 - way not in passed.get(person, ())
            )

    def in_street(self, s: int, legs: list[tuple[TwinPerson, int]]) -> list[TwinPerson]:
        """Return who passes or stays in segment s in this hour."""
        segments = self.atlas.segments
        there = (person for person, way in legs if (s in segments[way] if way >= 0 else s == -1 - way))
        return list(dict.fromkeys(there))

    def walk(self, legs: list[tuple[TwinPerson, int]]) -> None:
        """Let everybody who walks perceive the streets, with the others in them."""
        day, slot = self.today, self.clock.slot
        dark, night, parts = day.dark[slot], day.night[slot], day.streets[slot]
        men, women = [0.0] * len(self.area), [0.0] * len(self.area)
        for s, agents in self.present.items():
            z, (for_men, for_women) = parts.place(s, dark, night), self.company[agents, parts.room[s]]
            men[s], women[s] = z + for_men, z + for_women
        lit = int(dark >= LIGHT)
        for person, way in legs:
            if way >= 0:
                person.walk(way, women if person.sex == 1 else men, lit)

    def offend(self, legs: list[tuple[TwinPerson, int]]) -> None:
        """Let offenders search; victims, witnesses, reports; nearby streets draw them for a while."""
        guard = self.atlas.guarded(self, self.clock.slot)
        found = [commit(self, offender, guard) for offender in self.offenders]
        crimes = [crime for crime in found if crime is not None]
        for crime in crimes:
            if crime.needs_victim:
                strike(self, crime, self.in_street(crime.segment, legs))
        for crime in crimes:
            report(self, crime)
            self.note(crime)
        self.crimes.extend(crimes)
        self.week.extend(crimes)

    def note(self, crime: TwinCrime) -> None:
        """Boost the street (.6) and those near it (.4); a damaged street looks it."""
        p, s = self.values, crime.segment
        self.boost[s] = min(self.boost.get(s, 0.0) + 0.6 * p.J_B, p.J_B)
        for near in self.near[s]:
            self.boost[near] = min(self.boost.get(near, 0.0) + 0.4 * p.J_B, p.J_B)
        if crime.family == 3 and self.dynamic:
            self.incivility[s] = min(1.0, self.incivility[s] + p.vandalism_mark * self.weight)

    def learn_presence(self) -> None:
        """Move the expected presence of this hour of the week by 1/n of the gap, at least 1/14 (rule 15)."""
        weekend, slot = self.today.weekend, self.clock.slot
        self.matched[weekend][slot] += 1
        gain = 1.0 / min(float(self.matched[weekend][slot]), self.values.presence_memory)
        expected = self.expected[weekend][slot]
        learnt = [usual - gain * usual for usual in expected]  # where nobody is
        for s, agents in self.present.items():
            learnt[s] = expected[s] + gain * (agents * self.weight - expected[s])
        self.expected[weekend][slot] = learnt


def plain(values: Any) -> SimpleNamespace:
    """Return parameter values as plain Python floats by name."""
    return SimpleNamespace(**{name: float(values[name]) for name in values.dtype.names})


def split(values: Any, start: Any) -> list[list[Any]]:
    """Return the rows of an array, each from one start to the next, as lists."""
    flat = values.tolist()
    return [flat[first:last] for first, last in pairwise(start.tolist())]


def offenders_of(offenders: Any) -> list[TwinOffender]:
    """Make the offenders from their columns."""
    rows = zip(offenders.rate.tolist(), offenders.known.tolist(), strict=True)
    return [TwinOffender(row, rate, known) for row, (rate, known) in enumerate(rows)]


def ties_of(ties: Any, people: list[TwinPerson]) -> list[list[tuple[TwinPerson, float, float]]]:
    """Return whom each resident talks to, with tie trust and normalised weight."""
    known = list(zip(ties.other.tolist(), ties.trust.tolist(), ties.weight.tolist(), strict=True))
    start = ties.start.tolist()
    return [
        [(people[other], trust, weight) for other, trust, weight in known[first:last]]
        for first, last in pairwise(start)
    ]
