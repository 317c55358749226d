"""D8: three mechanisms, three signatures; each signature vanishes with its mechanism (Birks et al. 2012).

Which switch is which, on a featureless grid town where people roam anywhere and offenders' anchors are spread
evenly, so that no other mechanism leaves the same trace:

| Mechanism | On | Off | Its signature |
|---|---|---|---|
| rational choice of a target street | sigma_zeta, main_street, alpha_N, alpha_crowd | all 0 | crime concentrates |
| awareness space | d_0 | d_0 endless: every street is known alike | journeys to crime are short |
| routine activity | time out of home ~ legs_shape, weight as a target sigma_tau | all people alike | repeat victims |

Near repeats (J_B) are left out: the stage keeps no boosts. Only robberies are searched for, and everybody
weighs alike as a target but for sigma_tau.

A signature is told in standard deviations from chance: for streets and victims, as many crimes dealt at
random over all of them; for journeys, the offenders of the crimes shuffled. It is there beyond 3 and gone
within 3.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from nightwalk.agents.offend import offenders
from nightwalk.agents.residents import blank_people
from nightwalk.base.streams import Decision, standard_normal, uniforms
from nightwalk.model.city import grid_town
from nightwalk.model.opportunity import opportunity
from nightwalk.model.parameters import Parameters
from nightwalk.model.people import REACH, around_points
from nightwalk.model.town import Town, town_of
from nightwalk.validation.replications.encounters import Encounters, changed, roaming, unguarded
from nightwalk.validation.replications.rule import Z, within

if TYPE_CHECKING:
    from collections.abc import Callable

    from nightwalk.agents.columns import Offenders, People
    from nightwalk.model.surroundings import Around
    from nightwalk.validation.rows import Row

__all__ = ["MECHANISMS", "SIGNATURES", "Switches", "beyond_chance", "d8"]

CROSSINGS, BLOCK = 17, 200.0  # 3 km across, 1,100 segments
PEOPLE, OFFENDERS = 1000, 500
STEPS, WAYS = 10, 8  # segments of a walk, walks of a person
OUT, BASE_RATE = 0.3, 0.02  # share of the time out of home; robberies per search
WEEK, QUICK_HOURS = 168, 100
ENDLESS = 1e9  # metres
WHOLE_TOWN = 1e5  # metres
DEALS = 100  # random ones
BANDS = 8  # of the distance
FALLS = -1e-9  # rank correlation, below zero
ADULT = 1  # an age group without a weight as a target
MECHANISMS = ("choice", "awareness", "routine")
SIGNATURES = ("crime concentrates", "journeys to crime are short", "victims are repeat victims")
SOURCE = "Birks, Townsley & Stewart 2012 (abstract)"


class Switches(NamedTuple):
    """Which mechanisms are on."""

    choice: bool = True
    awareness: bool = True
    routine: bool = True


class Played(NamedTuple):
    """The robberies of a run."""

    segment: np.ndarray
    anchor: np.ndarray  # node of the offender
    victim: np.ndarray


def d8(seeds: int, *, quick: bool = False) -> list[Row]:
    """Return the rows of D8.

    Args:
        seeds: How many seeds.
        quick: Play four days, not a week.
    """
    hours, numbers = QUICK_HOURS if quick else WEEK, range(1, seeds + 1)
    rows, full = [], [_played(seed, Switches(), hours) for seed in numbers]
    known = np.array([beyond_chance(one, seed) for seed, one in zip(numbers, full, strict=True)])
    for k, signature in enumerate(SIGNATURES):
        rows.append(_there(f"{signature}, all mechanisms on", known[:, k]))
    rows.append(_decay([_by_distance(one) for one in full]))
    for k, mechanism in enumerate(MECHANISMS):
        off = Switches(**{mechanism: False})
        found = np.array([beyond_chance(_played(seed, off, hours), seed) for seed in numbers])
        rows.append(
            within("D8", f"{SIGNATURES[k]}, {mechanism} off", found[:, k].tolist(), -Z, Z, unit="sd from chance",
                   source=SOURCE, published="vanishes")
        )  # fmt: skip
        rest = np.delete(found, k, axis=1).min(axis=1)
        rows.append(_there(f"the weaker of the other two signatures, {mechanism} off", rest))
    return rows


def beyond_chance(found: Played, seed: int) -> tuple[float, float, float]:
    """Return the three signatures in standard deviations from chance, in the order of SIGNATURES."""
    luck, count, size = np.random.default_rng(seed), len(found.segment), _town().city.segments
    anchors = found.anchor
    return (
        _against(_uneven(found.segment), lambda: _uneven(luck.integers(0, size, count))),
        -_against(
            _journey(found.segment, anchors), lambda: _journey(found.segment, luck.permutation(anchors))
        ),
        _against(_repeats(found.victim), lambda: _repeats(luck.integers(0, PEOPLE, count))),
    )


def _against(value: float, deal: Callable[[], float]) -> float:
    chance = np.array([deal() for _ in range(DEALS)])
    return float((value - chance.mean()) / chance.std(ddof=1))


def _uneven(segment: np.ndarray) -> float:
    counts = np.bincount(segment, minlength=_town().city.segments)
    return float(counts.var() / counts.mean())


def _repeats(victim: np.ndarray) -> float:
    return float(len(victim) - len(np.unique(victim)))


def _journey(segment: np.ndarray, anchor: np.ndarray) -> float:
    return float(_metres(segment, anchor).mean())


def _metres(segment: np.ndarray, anchor: np.ndarray) -> np.ndarray:
    city = _town().city
    home = np.column_stack([city.nodes.x, city.nodes.y])[anchor]
    return np.asarray(np.hypot(*(city.midpoints[segment] - home).T))


def _by_distance(found: Played) -> float:
    """Return the rank correlation of robberies per street with the distance from the anchor."""
    from scipy.stats import spearmanr

    size = _town().city.segments
    every = _metres(np.tile(np.arange(size), len(found.anchor)), np.repeat(found.anchor, size))
    edges = np.linspace(0.0, float(np.quantile(every, 0.95)), BANDS + 1)
    there, journeys = (
        np.histogram(every, edges)[0],
        np.histogram(_metres(found.segment, found.anchor), edges)[0],
    )
    return float(spearmanr(np.arange(BANDS), journeys / there).statistic)


def _there(what: str, values: np.ndarray) -> Row:
    return within("D8", what, values.tolist(), Z, np.inf, unit="sd from chance", source=SOURCE,
                  published="appears")  # fmt: skip


def _decay(values: list[float]) -> Row:
    return within("D8", "robberies per street against distance from the anchor, all mechanisms on", values, -1.0,
                  FALLS, unit="rank correlation", source=SOURCE, published="decays")  # fmt: skip


def _played(seed: int, on: Switches, hours: int) -> Played:
    world, rate = _world(seed, on), _time_out(seed, on)
    everybody, rows = np.ones(OFFENDERS, dtype=bool), []
    for hour in range(hours):
        out = uniforms(seed, Decision.DEPARTURE, PEOPLE, hour=hour) < OUT * rate
        count = world.hour(hour, out, everybody, victims=True)
        rows.append(np.stack([column[:count] for column in world.crimes[1:]]))
    segment, offender, victim = np.concatenate(rows, axis=1)
    return Played(segment, world.offenders.anchor[offender], victim)


@cache
def _town() -> Town:
    return town_of(grid_town(CROSSINGS, CROSSINGS, BLOCK), Parameters().values())


@cache
def _nearby(reach: float) -> Around:
    return around_points(_town(), _nodes(), reach)


def _nodes() -> np.ndarray:
    return np.flatnonzero(_town().city.nodes.junction).astype(np.int32)


def _numbers(on: Switches) -> Any:
    p = changed(Parameters().values(), p_witness=0.0)
    if not on.choice:
        p = changed(p, sigma_zeta=0.0, main_street=0.0, alpha_N=0.0, alpha_crowd=0.0)
    if not on.awareness:
        p = changed(p, d_0=ENDLESS)
    return p if on.routine else changed(p, sigma_tau=0.0)


def _world(seed: int, on: Switches) -> Encounters:
    p, town = _numbers(on), _town()
    size = town.city.segments
    trips = roaming(PEOPLE, size, STEPS, WAYS, seed)
    return Encounters(
        p, seed, _people(seed, p), trips, _offenders(seed, p), opportunity(town, p, seed), unguarded(size, p), BASE_RATE
    )  # fmt: skip


def _people(seed: int, p: Any) -> People:
    people = blank_people(PEOPLE)
    people.age[:] = ADULT
    people.log_tau[:] = p.sigma_tau * standard_normal(uniforms(seed, Decision.TARGET, PEOPLE))
    return people


def _offenders(seed: int, p: Any) -> Offenders:
    nodes, near = _nodes(), _nearby(min(REACH * float(p.d_0), WHOLE_TOWN))
    return offenders(OFFENDERS, nodes, np.ones(len(nodes)), near.start, near.segment, near.distance, p, seed)


def _time_out(seed: int, on: Switches) -> np.ndarray:
    """Return how much each person is out against the mean, float64 (N,)."""
    from scipy.special import gammaincinv

    shape = Parameters().values().legs_shape
    drawn = gammaincinv(shape, uniforms(seed, Decision.WALKING_RATE, PEOPLE)) / shape
    return np.asarray(drawn if on.routine else np.ones(PEOPLE))
