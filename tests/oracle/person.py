"""One person of the twin: a Mesa agent that feels, fears, suffers and hears (model 3.2-3.4, rules 21, 26)."""

from __future__ import annotations

from math import exp, inf
from typing import TYPE_CHECKING, Any

import mesa

from nightwalk.agents.columns import COUNTERS, RESIDENT, People
from nightwalk.agents.ways import WAYS
from nightwalk.base.streams import Decision
from tests.oracle.crimes import severity
from tests.oracle.plans import LIGHT
from tests.oracle.streets import logistic

if TYPE_CHECKING:
    from tests.oracle.crimes import TwinCrime
    from tests.oracle.plans import TwinDay
    from tests.oracle.twin import TwinModel

__all__ = ["TwinPerson", "people_of"]

EPISODE, INTENSE, CITIZEN_REPORT, TELL = (
    int(d) for d in (Decision.EPISODE, Decision.INTENSE, Decision.CITIZEN_REPORT, Decision.TELL)
)
COUNTED = {0: "robbed", 1: "pickpocketed", 2: "assaulted"}  # by crime family


class TwinPerson(mesa.Agent):
    """A resident, a visitor or somebody a programme draws; every column of People is an attribute."""

    def __init__(self, model: TwinModel, row: int, values: dict[str, Any]) -> None:
        super().__init__(model)
        self.row = row
        vars(self).update(values)
        p = model.values
        self.near = p.beta_F if self.kind == RESIDENT else 0.0
        self.home_at = -1  # last hour of yesterday's legs
        # by weekday and weekend: mean outings wanted (rule 19), and the probability of none
        mean = 0.5 * model.outing_scale * self.rate
        self.mean_outings = mean, mean * p.weekend_factor
        self.no_outing = exp(-mean), exp(-mean * p.weekend_factor)

    def level(self) -> float:
        """Return theta = mu + base + M + omega_O O - omega_T T - omega_U U - omega_G G (3.2, rule 21)."""
        p = self.model.values
        return (
            p.mu + self.base + self.memory + p.omega_O * self.concern
            - p.omega_T * (self.trust + self.shift_trust) - p.omega_U * (self.authority + self.shift_authority)
            - p.omega_G * self.model.efficacy_now[self.area]
        )  # fmt: skip

    def way(self, slot: int, *, after_dark: bool) -> int:
        """Return the way to or from the place in `slot`: the shortest, or by habit the one that feels safer."""
        way = self.routes[slot] * WAYS
        return way + 1 + after_dark if self.habit >> 2 * slot + after_dark & 1 else way

    def legs(self, day: TwinDay, hours: list[int], slots: list[int]) -> list[tuple[int, int]]:
        """Return the legs of an outing: the hour and the way of each."""
        return [
            (h, self.way(slot, after_dark=day.dark[h] >= LIGHT)) for h, slot in zip(hours, slots, strict=True)
        ]

    def mean_unsafety(self, day: TwinDay, legs: list[tuple[int, int]]) -> float:
        """Return the mean of eta over all segments of the legs, each in the hour it would be walked."""
        atlas = self.model.atlas
        cues, near, count = 0.0, 0, 0
        for h, way in legs:
            segments = atlas.segments[way]
            cues += sum(map(day.cue(h, self.sex).__getitem__, segments))
            near += atlas.near[way]
            count += len(segments)
        return self.level() + (self.v * cues - self.near * near) / count if count else self.level()

    def walk(self, way: int, cue: list[float], lit: int) -> None:
        """Walk a way: feel it, perhaps have a fear episode, unlearn a little after a safe walk in the dark."""
        atlas, level, v = self.model.atlas, self.level(), self.v
        segments, near = atlas.segments[way], atlas.near[way]
        highest, where = -inf, -1
        for s in segments[:near]:
            eta = level + v * cue[s] - self.near
            if eta > highest:
                highest, where = eta, s
        for s in segments[near:]:
            eta = level + v * cue[s]
            if eta > highest:
                highest, where = eta, s
        self.walks += 1
        self.walks_dark += lit
        self.detour += atlas.detour[way]
        self.metres_dark += lit * atlas.length[way]
        if where >= 0:
            self.fear(highest + self.propensity, where, lit)

    def fear(self, felt: float, where: int, lit: int) -> None:
        """Have a fear episode with logistic(psi (felt - kappa_F)), intense likewise (3.3, 3.4, rule 26)."""
        model, p, draw, hour = self.model, self.model.values, self.model.draws.uniform, self.model.clock.hour
        if draw(hour, self.row, EPISODE) < logistic(p.psi * (felt - p.kappa_F)):
            self.episodes += 1
            self.remember(p.J_e)
            model.episodes[where] += 1
            self.intense += draw(hour, self.row, INTENSE) < logistic(p.psi * (felt - p.kappa_I))
            if draw(hour, self.row, CITIZEN_REPORT) < p.citizen_report * self.insecurity_reports:
                model.complaints[where] = model.complaints.get(where, 0) + 1
        elif lit:
            self.memory *= 1.0 - p.chi

    def suffer(self, crime: TwinCrime) -> None:
        """Be the victim: memory by severity, more so in the own area, and less trust in anybody."""
        p, model = self.model.values, self.model
        at_home = self.kind == RESIDENT and self.area == model.area[crime.segment]
        self.remember(p.J_v * severity(crime.family, p) * (p.near_home_factor if at_home else 1.0))
        self.trust_more(-p.J_T)
        self.last_victim = crime.hour
        setattr(self, COUNTED[crime.family], getattr(self, COUNTED[crime.family]) + 1)

    def hear(self, crime: TwinCrime, tie_trust: float) -> None:
        """Hear of a tie's victimisation, or not: the teller's trust weighs the memory, not the lost trust."""
        p = self.model.values
        if self.model.draws.uniform(crime.hour, self.row, TELL, crime.offender) < p.p_tell:
            self.remember(p.J_h * tie_trust * severity(crime.family, p))
            self.trust_more(-p.J_T)

    def remember(self, jump: float) -> None:
        """Add to memory what it has room for (3.4)."""
        self.memory = min(self.memory + jump, self.model.values.memory_ceiling)

    def trust_more(self, change: float) -> None:
        """Move trust in people and in authorities alike (rule 21)."""
        self.trust += change
        self.authority += change


def people_of(model: TwinModel, people: People) -> list[TwinPerson]:
    """Make one agent per row, with its values; counters start at zero."""
    columns = {name: column.tolist() for name, column in people._asdict().items()}
    for name in COUNTERS:
        columns[name] = [type(value)(0) for value in columns[name]]
    rows = zip(*columns.values(), strict=True)
    return [
        TwinPerson(model, row, dict(zip(columns, values, strict=True))) for row, values in enumerate(rows)
    ]
