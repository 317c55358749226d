"""Offending: search in the known streets, choose, commit or not, victim, boost (model 3.8, rule 22)."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from nightwalk.agents.columns import Numbers, Offenders, People
from nightwalk.agents.impress import impressed
from nightwalk.agents.legs import Legs
from nightwalk.agents.outings import Day
from nightwalk.agents.perceive import felt_penalty, removable_penalty
from nightwalk.agents.walk import FIXED_POINT, Street
from nightwalk.base.kernels import allocating_kernel, kernel
from nightwalk.base.streams import Decision, gumbel, uniform, uniforms

__all__ = [
    "ASSAULT", "CANDIDATES", "FAMILIES", "PICKPOCKET", "ROBBERY", "STREET_FAMILIES", "VANDALISM", "VEHICLE",
    "Crimes", "Guards", "offenders", "search", "take_victims",
]  # fmt: skip

ROBBERY, PICKPOCKET, ASSAULT, VANDALISM, VEHICLE = 0, 1, 2, 3, 4
FAMILIES = ("robbery or snatch", "pickpocketing", "assault or harassment", "vandalism", "vehicle crime")
STREET_FAMILIES = 3  # the first three need a victim in the street
THEFT, VIOLENCE, PROPERTY = 0, 1, 2  # kinds of crime that guardians act on alike
CANDIDATES = 24  # streets looked at in one search
KNOWN = 256  # streets in an offender's awareness space
ROOM = 64  # passers-by of a crime to begin with
ALMOST_NOBODY = 0.05  # people, keeps the logarithm of an empty street, model section 3.8
QUIET_FROM, QUIET_UNTIL = 5, 10  # hours, Portland 2001-10


class Guards(NamedTuple):
    """What stands against a crime in each segment under the current conditions, shape (S,) unless stated."""

    penalty: np.ndarray  # float64 (2, S) share of the removable night penalty left; 1 = nobody need be there
    guarded: np.ndarray  # float64 (3, S) log hazard of guardians and the like: THEFT, VIOLENCE, PROPERTY
    nightlife: np.ndarray  # float64 0-1


class Crimes(NamedTuple):
    """The crimes of an hour; rows up to the count returned by `search`."""

    family: np.ndarray  # int32
    segment: np.ndarray  # int32
    offender: np.ndarray  # int32
    victim: np.ndarray  # int32 person row, -1 none


def guards(
    *,
    lux: np.ndarray,
    uniformity: np.ndarray,
    guardian: np.ndarray,
    cameras: np.ndarray,
    manager: np.ndarray,
    sanction: np.ndarray,
    nightlife: np.ndarray,
    dimmed: np.ndarray,
    hardening: np.ndarray,
    efficacy: np.ndarray,
    area: np.ndarray,
    p: Numbers,
) -> Guards:
    """Return what stands against a crime; guardians, sanctions and hardening at most 1 - commit_floor of it.

    A crime that needs a victim meets somebody, around whom adaptive lamps are full: offender and victim see
    what a walker sees. Vandalism and vehicle crime happen while nobody is near, under dimmed lamps.
    """
    alphas = p.alpha_C, p.alpha_C_violent, p.alpha_C
    others = p.alpha_M * manager + sanction
    watched = np.stack([p.alpha_P * guardian + alpha * cameras + others for alpha in alphas])
    watched[PROPERTY] += hardening
    guarded = np.maximum(-watched, np.log(p.commit_floor)) - p.alpha_G * efficacy[area]
    alone = removable_penalty(lux * dimmed, uniformity, p.E_half)
    return Guards(np.stack([felt_penalty(lux, dimmed, uniformity, p), alone]), guarded, nightlife)


@kernel
def kind_of(family: int) -> int:
    """Return THEFT, VIOLENCE or PROPERTY."""
    if family >= STREET_FAMILIES:
        return PROPERTY
    return VIOLENCE if family in (ROBBERY, ASSAULT) else THEFT


@kernel
def hazard_ratio(
    guard: Guards, s: int, family: int, n: float, dark: float, night: float, p: Numbers
) -> float:
    """Return P(commit) divided by the base rate p_c, before the cap at one (rule 22)."""
    kind = kind_of(family)
    penalty, guarded = guard.penalty[1 if kind == PROPERTY else 0, s], guard.guarded[kind, s]
    log_hazard = dark * p.alpha_L * penalty + guarded + p.alpha_E * night * guard.nightlife[s]
    if kind == VIOLENCE:
        log_hazard -= p.alpha_W * np.log((1.0 + n) / (1.0 + p.N_ref))
    return np.exp(log_hazard)


@kernel
def appeal(family: int, n: float, opportunity: float, p: Numbers) -> float:
    """Return how a street draws an offender: people are targets for street crime, eyes for the rest."""
    if family >= STREET_FAMILIES:
        return opportunity - p.alpha_N * np.log(n + ALMOST_NOBODY)
    return (
        opportunity
        + p.alpha_N * np.log(n + ALMOST_NOBODY)
        - p.alpha_crowd * np.log(1.0 + n / p.N_crowd_offender)
    )


@kernel
def search(
    offenders: Offenders,
    street: Street,
    opportunity: np.ndarray,
    boost: np.ndarray,
    guard: Guards,
    families: np.ndarray,
    base_rate: np.ndarray,
    day: Day,
    slot: int,
    people_per_agent: float,
    p: Numbers,
    seed: np.uint64,
    hazards: np.ndarray,
    crimes: Crimes,
) -> int:
    """Let the offenders search for one hour; return the number of crimes written to `crimes`.

    Args:
        offenders: columns of the offenders.
        street: counts of the hour (`present` is read, `hazard` is written).
        opportunity: float64 (S,) lasting criminal opportunity zeta.
        boost: float64 (S,) near-repeat boost.
        guard: what stands against a crime.
        families: float64 (5,) shares of searches by family, cumulated.
        base_rate: float64 (5,) p_c.
        day: the day.
        slot: hour of the day.
        people_per_agent: people one agent stands for.
        p: parameter values.
        seed: uint64.
        hazards: float64 (5,) sum of hazard ratios met, added to.
        crimes: written to.
    """
    hour = day.hour + slot
    dark, night = day.dark[slot], day.night[slot]
    awake = p.quiet_hours if QUIET_FROM <= slot < QUIET_UNTIL else 1.0
    count = 0
    for o in range(offenders.rate.size):
        active = 1.0 - np.exp(-offenders.rate[o] / 24.0 * awake)
        if uniform(seed, hour, o, Decision.SEARCH, 0) >= active:
            continue
        u = uniform(seed, hour, o, Decision.FAMILY, 0)
        family = 0
        while family < families.size - 1 and u >= families[family]:
            family += 1
        best, s = -np.inf, -1
        for c in range(CANDIDATES):
            known = offenders.known.shape[1]
            draw = uniform(seed, hour, o, Decision.CANDIDATE, c)
            candidate = offenders.known[o, min(int(draw * known), known - 1)]
            n = street.present[candidate] * people_per_agent
            score = appeal(family, n, opportunity[candidate] + boost[candidate], p)
            score += gumbel(seed, hour, o, Decision.TARGET_STREET, candidate)
            if score > best:
                best, s = score, candidate
        n = street.present[s] * people_per_agent
        if family < STREET_FAMILIES and street.present[s] == 0:
            continue
        ratio = hazard_ratio(guard, s, family, n, dark, night, p)
        hazards[family] += ratio
        if family == VANDALISM:
            street.hazard[s] += np.int64(ratio * FIXED_POINT + 0.5)
        if uniform(seed, hour, o, Decision.COMMIT, 0) < min(1.0, base_rate[family] * ratio):
            crimes.family[count], crimes.segment[count] = family, s
            crimes.offender[count], crimes.victim[count] = o, -1
            count += 1
    return count


@kernel
def target_weight(people: People, i: int, family: int, p: Numbers) -> float:
    """Return the log weight of person i as a target."""
    weight = people.log_tau[i] + np.log(people.carrying[i])
    if people.age[i] == 0:
        weight += np.log(p.young_target)
    elif people.age[i] >= 3:
        weight += np.log(p.old_target)
    if people.sex[i] == 1:
        if family == ROBBERY:
            weight += np.log(p.women_robbery)
        elif family == PICKPOCKET:
            weight += np.log(p.women_pickpocket)
        else:
            weight += np.log(p.women_assault)
    return weight


@allocating_kernel
def _passing(
    legs: Legs, trail: np.ndarray, first: int, last: int, marked: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Return who of legs first..last passes a marked street, and which: int32 (n,) persons and segments."""
    person, segment, count = np.empty(ROOM, dtype=np.int32), np.empty(ROOM, dtype=np.int32), 0
    for leg in range(first, last):
        for at in range(legs.begin[leg], legs.end[leg]):
            if not marked[trail[at]]:
                continue
            if count == person.size:
                person, segment = np.append(person, person), np.append(segment, segment)
            person[count], segment[count] = legs.person[leg], trail[at]
            count += 1
    return person[:count], segment[:count]


@kernel
def _victim(
    people: People, family: int, offender: int, near: np.ndarray, hour: int, p: Numbers, seed: np.uint64
) -> int:
    """Return the person chosen among those near, -1 where there is nobody."""
    best, victim = -np.inf, -1
    for i in near:
        score = target_weight(people, i, family, p) + gumbel(seed, hour, i, Decision.VICTIM, offender)
        if score > best:
            best, victim = score, i
    return victim


@allocating_kernel
def take_victims(
    people: People,
    legs: Legs,
    trail: np.ndarray,
    first: int,
    last: int,
    crimes: Crimes,
    count: int,
    marked: np.ndarray,
    hour: int,
    p: Numbers,
    seed: np.uint64,
) -> None:
    """Choose the victim of each street crime among those who pass, by target weight; others may witness.

    Args:
        people: the columns.
        legs: the legs.
        trail: int32, their segments.
        first: first leg of the hour.
        last: leg after the last.
        crimes: `victim` is written.
        count: crimes.
        marked: int8 (S,) scratch, zero on entry and exit.
        hour: absolute hour.
        p: parameter values.
        seed: uint64.
    """
    suffered = 0
    for c in range(count):
        if crimes.family[c] < STREET_FAMILIES:
            marked[crimes.segment[c]] = 1
            suffered += 1
    if suffered == 0:
        return
    person, segment = _passing(legs, trail, first, last, marked)
    for c in range(count):
        marked[crimes.segment[c]] = 0
        if crimes.family[c] >= STREET_FAMILIES:
            continue
        near, offender = person[segment == crimes.segment[c]], crimes.offender[c]
        crimes.victim[c] = _victim(people, crimes.family[c], offender, near, hour, p, seed)
        for i in near:
            if i != crimes.victim[c] and uniform(seed, hour, i, Decision.WITNESS, offender) < p.p_witness:
                people.memory[i] = impressed(people.memory[i], p.J_w, p.memory_ceiling)


@kernel
def _known(
    start: np.ndarray,
    segment: np.ndarray,
    cumulated: np.ndarray,
    anchors: np.ndarray,
    seed: np.uint64,
    known: np.ndarray,
) -> None:
    for o in range(anchors.size):
        begin, end = start[anchors[o]], start[anchors[o] + 1]
        total = cumulated[end - 1]
        for a in range(known.shape[1]):
            u = uniform(seed, 0, o, Decision.AWARENESS, a) * total
            known[o, a] = segment[begin + min(np.searchsorted(cumulated[begin:end], u), end - begin - 1)]


def offenders(
    count: int,
    anchor_node: np.ndarray,
    anchor_weight: np.ndarray,
    start: np.ndarray,
    segment: np.ndarray,
    distance: np.ndarray,
    p: Numbers,
    seed: int,
) -> Offenders:
    """Draw offenders: an anchor by ambient population, an activity rate, an awareness space.

    No attribute of persons or areas enters but how many people are about (rule 32).

    Args:
        count: offenders (agents).
        anchor_node: int32 (K,) nodes of the possible anchors.
        anchor_weight: float64 (K,) ambient population at the possible anchors.
        start: int64 (K+1,) rows of segments around each anchor.
        segment: int32, segment rows.
        distance: float64, metres from the anchor.
        p: parameter values.
        seed: the run's seed.
    """
    from scipy.special import gammaincinv

    cumulated = np.empty(len(distance))
    for k in range(len(start) - 1):
        row = slice(start[k], start[k + 1])
        cumulated[row] = np.cumsum(np.exp(-distance[row] / p.d_0))
    u = uniforms(seed, Decision.OFFENDER_ANCHOR, count)
    share = np.cumsum(anchor_weight) / anchor_weight.sum()
    anchors = np.minimum(np.searchsorted(share, u), len(share) - 1).astype(np.int64)
    known = np.empty((count, KNOWN), dtype=np.int32)
    _known(start, segment, cumulated, anchors, np.uint64(seed), known)
    rate = gammaincinv(p.activity_shape, uniforms(seed, Decision.OFFENDER_RATE, count)) / p.activity_shape
    return Offenders(p.searches_per_day * rate, known, anchor_node[anchors])
