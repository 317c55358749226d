"""How the twin's offenders search and commit, whom they meet, who sees and reports it (model 3.8, 3.9)."""

from __future__ import annotations

from dataclasses import dataclass
from math import exp, inf, log
from typing import TYPE_CHECKING

from nightwalk.agents.columns import SUPPORTED
from nightwalk.base.streams import Decision
from nightwalk.model.opportunity import opportunity
from tests.oracle.streets import logistic

if TYPE_CHECKING:
    from nightwalk.model.register.street_crime import StreetCrime
    from tests.oracle.person import TwinPerson
    from tests.oracle.streets import Guarded
    from tests.oracle.twin import TwinModel

__all__ = [
    "ASSAULT",
    "ROBBERY",
    "TwinCrime",
    "TwinOffender",
    "commit",
    "lasting",
    "report",
    "severity",
    "strike",
]

ROBBERY, PICKPOCKET, ASSAULT, VANDALISM, VEHICLE = range(5)
LOOKED_AT = 24  # candidate streets of one search

SEARCH, FAMILY, CANDIDATE, TARGET_STREET, COMMIT = (
    int(d)
    for d in (Decision.SEARCH, Decision.FAMILY, Decision.CANDIDATE, Decision.TARGET_STREET, Decision.COMMIT)
)
VICTIM, WITNESS, REPORT, ANSWER = (
    int(d) for d in (Decision.VICTIM, Decision.WITNESS, Decision.REPORT, Decision.ANSWER)
)


@dataclass
class TwinOffender:
    """Somebody who may offend: how often they look, and which streets they know."""

    row: int
    rate: float  # searches a day
    known: list[int]

    def chance(self, model: TwinModel) -> float:
        """Return P(search) in an hour."""
        awake = model.values.quiet_hours if 5 <= model.clock.slot < 10 else 1.0
        return 1.0 - exp(-self.rate * model.now.offending / 24.0 * awake)


@dataclass
class TwinCrime:
    """A crime of the run."""

    family: int
    segment: int
    offender: int
    hour: int
    victim: TwinPerson | None = None
    recorded: int = 0

    @property
    def needs_victim(self) -> bool:
        """Whether it is a street crime against a person."""
        return self.family <= ASSAULT


def commit(model: TwinModel, offender: TwinOffender, guard: Guarded) -> TwinCrime | None:
    """Search for an hour: perhaps look, choose a street, perhaps commit."""
    draw, hour, row = model.draws.uniform, model.clock.hour, offender.row
    if draw(hour, row, SEARCH) >= offender.chance(model):
        return None
    u = draw(hour, row, FAMILY)
    family = next((f for f, share in enumerate(model.families[:-1]) if u < share), VEHICLE)
    known, best, s = offender.known, -inf, -1
    looked_at = dict.fromkeys(
        known[min(int(draw(hour, row, CANDIDATE, c) * len(known)), len(known) - 1)] for c in range(LOOKED_AT)
    )
    for candidate in looked_at:
        score = appeal(model, family, candidate) + model.draws.gumbel(hour, row, TARGET_STREET, candidate)
        if score > best:
            best, s = score, candidate
    if family <= ASSAULT and s not in model.present:
        return None
    ratio = hazard_ratio(model, family, s, guard)
    if draw(hour, row, COMMIT) < min(1.0, model.base_rate[family] * ratio):
        return TwinCrime(family, s, row, hour)
    return None


def appeal(model: TwinModel, family: int, s: int) -> float:
    """Return V of a street: alpha_N ln(N+.05) - alpha_crowd ln(1+N/N_c) + zeta + B; people deter the rest."""
    p, n = model.values, model.people_in(s)
    lasting = model.opportunity[s] + model.boost.get(s, 0.0)
    if family > ASSAULT:
        return lasting - p.alpha_N * log(n + 0.05)
    return lasting + p.alpha_N * log(n + 0.05) - p.alpha_crowd * log(1.0 + n / p.N_crowd_offender)


def lasting(model: TwinModel, crime: StreetCrime | None, seed: int) -> list[float]:
    """Return zeta: drawn, or the log of what was recorded less what the people usually about explain (rule 28)."""
    if crime is None:
        return opportunity(model.town, model.values, seed).tolist()
    p, found = model.values, crime.yearly
    recorded = [
        log(shape / rate) for shape, rate in zip(found.shape.tolist(), found.rate.tolist(), strict=True)
    ]
    middle = sum(recorded) / len(recorded)
    at_people = model.families[ASSAULT]  # share of searches for street crime
    hours = [row for by_day in model.expected for row in by_day]
    zeta = []
    for about, yearly in zip(zip(*hours, strict=True), recorded, strict=True):
        n = sum(about) / len(hours)
        drawn, kept_off = p.alpha_N * log(n + 0.05), p.alpha_crowd * log(1.0 + n / p.N_crowd_offender)
        zeta.append(yearly - middle - at_people * (drawn - kept_off) + (1.0 - at_people) * drawn)
    return zeta


def hazard_ratio(model: TwinModel, family: int, s: int, guard: Guarded) -> float:
    """Return exp(dark a_L delta - guardians - a_W ln((1+N)/(1+N_ref)) + a_E nightlife) (rule 22)."""
    p, day, slot = model.values, model.today, model.clock.slot
    violent, alone = family in (ROBBERY, ASSAULT), family > ASSAULT
    penalty = guard.alone if alone else guard.felt
    log_hazard = day.dark[slot] * p.alpha_L * penalty[s] + guard.log_hazard[2 if alone else violent][s]
    log_hazard += p.alpha_E * day.night[slot] * guard.nightlife[s]
    if violent:
        log_hazard -= p.alpha_W * log((1.0 + model.people_in(s)) / (1.0 + p.N_ref))
    return exp(log_hazard)


def strike(model: TwinModel, crime: TwinCrime, passers: list[TwinPerson]) -> None:
    """Choose the victim among those who pass, by a race on target weight; the others may witness."""
    p, o = model.values, crime.offender
    ratios = {ROBBERY: p.women_robbery, PICKPOCKET: p.women_pickpocket, ASSAULT: p.women_assault}
    women, best = log(ratios[crime.family]), -inf
    ages = [log(p.young_target), 0.0, 0.0, log(p.old_target), log(p.old_target)]
    for person in passers:
        weight = person.log_tau + log(person.carrying) + ages[person.age]
        if person.sex == 1:
            weight += women
        score = weight + model.draws.gumbel(crime.hour, person.row, VICTIM, o)
        if score > best:
            best, crime.victim = score, person
    for person in passers:
        if (
            person is not crime.victim
            and model.draws.uniform(crime.hour, person.row, WITNESS, o) < p.p_witness
        ):
            person.remember(p.J_w)


def severity(family: int, p: object) -> float:
    """Return how much a crime of that family weighs."""
    return {ROBBERY: p.severity_robbery, PICKPOCKET: p.severity_pickpocket, ASSAULT: p.severity_assault}[
        family
    ]


def report(model: TwinModel, crime: TwinCrime) -> None:
    """Let the victim suffer, and report or not; both trusts move with the answer (rule 21)."""
    p, draw, victim = model.values, model.draws.uniform, crime.victim
    shares = (p.pi_robbery, p.pi_pickpocket, p.pi_assault, p.pi_vandalism, p.pi_vehicle)
    willing = log(shares[crime.family] / (1.0 - shares[crime.family]))
    if victim is not None:
        victim.suffer(crime)
        willing += p.rho_T * (victim.authority + victim.shift_authority) + victim.shift_reporting
    crime.recorded = int(draw(crime.hour, crime.offender, REPORT, crime.family) < logistic(willing))
    if crime.recorded and victim is not None:
        answered = draw(crime.hour, crime.offender, ANSWER, crime.family) < p.p_answered
        victim.trust_more(p.J_R if answered else -p.J_U)
        if victim.support and model.now.support_places > 0.0:
            ask_for_support(model, victim)


def ask_for_support(model: TwinModel, victim: TwinPerson) -> None:
    """Give a victim who would go a place at the victim support unit, if the month has one left."""
    if model.cases - model.cases_before < model.now.support_places:
        model.cases += model.weight
        victim.support = SUPPORTED
    else:
        model.turned_away += model.weight
