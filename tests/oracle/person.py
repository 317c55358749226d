"""One person of the twin: a Mesa agent that feels, fears, suffers and hears (model 3.2-3.4, rules 21, 26)."""

from __future__ import annotations

from math import inf
from typing import TYPE_CHECKING, Any

import mesa

from nightwalk.agents.columns import COUNTERS, RESIDENT, People
from nightwalk.agents.ways import WAYS
from nightwalk.base.streams import Decision
from tests.oracle.crimes import severity
from tests.oracle.plans import LIGHT
from tests.oracle.streets import PlaceCue, logistic

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
        self.near = model.values.beta_F if self.kind == RESIDENT else 0.0

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

    def mean_unsafety(self, day: TwinDay, hours: list[int], slots: list[int]) -> float:
        """Return the mean of eta over all segments of the legs, each in the hour it would be walked."""
        atlas, v, near = self.model.atlas, self.v, self.near
        total, count = 0.0, 0
        for h, slot in zip(hours, slots, strict=True):
            cue, way = day.cue(h, self.sex), self.way(slot, after_dark=day.dark[h] >= LIGHT)
            segments = atlas.segments[way]
            for s in segments:
                total += v * cue[s]
            total -= near * atlas.near[way]
            count += len(segments)
        return self.level() + total / count if count else self.level()

    def walk(self, way: int, cue: PlaceCue, lit: int) -> None:
        """Walk a way: feel it, perhaps have a fear episode, unlearn a little after a safe walk in the dark."""
        model, atlas = self.model, self.model.atlas
        level, v, near, near_count = self.level(), self.v, self.near, atlas.near[way]
        passers = model.passers[lit]
        highest, where = -inf, -1
        for at, s in enumerate(atlas.segments[way]):
            eta = level + v * cue[s]
            if at < near_count:
                eta -= near
            passers[s] += 1
            if eta > highest:
                highest, where = eta, s
        self.walks += 1
        self.walks_dark += lit
        self.detour += atlas.detour[way]
        if where >= 0:
            self.fear(highest + self.propensity, where, lit)

    def fear(self, felt: float, where: int, lit: int) -> None:
        """Have a fear episode with logistic(psi (felt - kappa_F)), intense likewise (3.3, 3.4, rule 26)."""
        model, p, draw, hour = self.model, self.model.values, self.model.draws.uniform, self.model.clock.hour
        if draw(hour, self.row, EPISODE) < logistic(p.psi * (felt - p.kappa_F)):
            self.episodes += 1
            self.memory += p.J_e
            model.episodes[where] += 1
            self.intense += draw(hour, self.row, INTENSE) < logistic(p.psi * (felt - p.kappa_I))
            if draw(hour, self.row, CITIZEN_REPORT) < p.citizen_report:
                model.complaints[where] = model.complaints.get(where, 0) + 1
        elif lit:
            self.memory *= 1.0 - p.chi

    def suffer(self, crime: TwinCrime) -> None:
        """Be the victim: memory by severity, more so in the own area, and less trust in anybody."""
        p, model = self.model.values, self.model
        at_home = self.kind == RESIDENT and self.area == model.area[crime.segment]
        self.memory += p.J_v * severity(crime.family, p) * (p.near_home_factor if at_home else 1.0)
        self.trust_more(-p.J_T)
        self.last_victim = crime.hour
        setattr(self, COUNTED[crime.family], getattr(self, COUNTED[crime.family]) + 1)

    def hear(self, crime: TwinCrime, tie_trust: float) -> None:
        """Hear of a tie's victimisation, or not: the teller's trust weighs the memory, not the lost trust."""
        p = self.model.values
        if self.model.draws.uniform(crime.hour, self.row, TELL, crime.offender) < p.p_tell:
            self.memory += p.J_h * tie_trust * severity(crime.family, p)
            self.trust_more(-p.J_T)

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
