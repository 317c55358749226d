"""The people as columns: one row per person, plain arrays, state and memory in place.

Rows are residents first, then visitors, then people drawn by an intervention; row order is
identity and is the entity number of every random draw.
"""

from __future__ import annotations

from typing import Any, NamedTuple, TypeAlias

import numpy as np

__all__ = [
    "FRIEND",
    "GUEST",
    "KINDS",
    "LEISURE",
    "NOT_OFFERED",
    "RESIDENT",
    "SHOP",
    "SUPPORTED",
    "TOURIST",
    "WILLING",
    "WORK",
    "WORKER",
    "Numbers",
    "Offenders",
    "People",
    "Places",
    "Ties",
    "avoided_dark",
    "rows_appended",
    "victimised",
]

Numbers: TypeAlias = Any  # the parameter values: a flat NumPy record of floats (Parameters.values)

RESIDENT, WORKER, GUEST, TOURIST = 0, 1, 2, 3
KINDS = ("resident", "worker", "guest", "tourist")
WORK, SHOP, LEISURE, FRIEND = 0, 1, 2, 3
NOT_OFFERED, WILLING, SUPPORTED = 0, 1, 2  # no unit or would not go; would go; has been there


class People(NamedTuple):
    """Columns of all people, shape (N,) unless stated."""

    kind: np.ndarray  # int8, RESIDENT, WORKER, GUEST or TOURIST
    sex: np.ndarray  # int8, 0 man, 1 woman
    age: np.ndarray  # int8, age group 0-4
    disability: np.ndarray  # int8, 0/1
    low_income: np.ndarray  # int8, 0/1
    home: np.ndarray  # int32 node: home of a resident, entry of a visitor
    point: np.ndarray  # int32 row of the neighbourhood around that node
    area: np.ndarray  # int32 row of the area of that node
    base: np.ndarray  # float64 logits: person and area effects, without the city's mu
    v: np.ndarray  # float64 sensitivity to cues, about 1
    log_tau: np.ndarray  # float64 log weight as a target
    exposure: np.ndarray  # float64 media exposure, z
    anchor: np.ndarray  # float64 logits, own opinion on crime as a problem
    trust_0: np.ndarray  # float64 social trust at rest, sd, centred in the area
    authority_0: np.ndarray  # float64 trust in police and municipality at rest, sd
    propensity: np.ndarray  # float64 logits, personal readiness for fear episodes
    rate: np.ndarray  # float64 walking legs a day wanted
    dest: np.ndarray  # int32 (N, 4) rows of the places; residents by purpose, -1 none
    routes: np.ndarray  # int32 (N, 4) rows of the route sets, -1 none
    habit: np.ndarray  # uint8, bit 2*slot+dark set = takes the way that feels safer
    memory: np.ndarray  # float64 logits, experience memory M
    concern: np.ndarray  # float64 logits, abstract concern O
    trust: np.ndarray  # float64 sd, T
    authority: np.ndarray  # float64 sd, U
    unsafe: np.ndarray  # float64 logits, eta at home after dark, refreshed every midnight
    shift_trust: np.ndarray  # float64 sd, what interventions add to T
    shift_authority: np.ndarray  # float64 sd, to U
    shift_concern: np.ndarray  # float64 logits, to the anchor
    shift_reporting: np.ndarray  # float64 logits, to reporting
    half_life: np.ndarray  # float64 ratio on the memory half-life
    carrying: np.ndarray  # float64 ratio on the target weight
    insecurity_reports: np.ndarray  # float64 ratio on citizen reports of insecurity
    support: np.ndarray  # int8, NOT_OFFERED, WILLING or SUPPORTED by a victim support unit
    outings: np.ndarray  # int32, outings wanted
    walks: np.ndarray  # int32, legs walked
    walks_dark: np.ndarray  # int32, legs walked after dark
    wanted_dark: np.ndarray  # int32, discretionary outings wanted that touch the dark
    forgone_dark: np.ndarray  # int32, of these forgone
    shifted_dark: np.ndarray  # int32, of these shifted to daylight
    rode_dark: np.ndarray  # int32, of these ridden
    lost_visits: np.ndarray  # int32, of the forgone ones those to a shop or for leisure
    detour: np.ndarray  # float64 metres walked beyond the shortest way
    metres_dark: np.ndarray  # float64 metres walked after dark
    episodes: np.ndarray  # int32, fear episodes
    intense: np.ndarray  # int32, intense ones
    robbed: np.ndarray  # int32, victim of robbery or snatch
    pickpocketed: np.ndarray  # int32
    assaulted: np.ndarray  # int32, victim of assault or harassment
    last_victim: np.ndarray  # int32 absolute hour, -1 never


COUNTERS = (
    "outings", "walks", "walks_dark", "wanted_dark", "forgone_dark", "shifted_dark", "rode_dark",
    "lost_visits", "detour", "metres_dark", "episodes", "intense", "robbed", "pickpocketed", "assaulted",
)  # fmt: skip


class Places(NamedTuple):
    """Where people go: at most about 1,000 nodes."""

    node: np.ndarray  # int32 (D,)
    weight: np.ndarray  # float64 (D, 4) activity by purpose
    opens: np.ndarray  # int64 (D, 4, 7) bit h set = open in hour h, by purpose and weekday


class Offenders(NamedTuple):
    """Columns of the offenders; never shown, exported or optimised over."""

    rate: np.ndarray  # float64 (F,) searches a day
    known: np.ndarray  # int32 (F, A) segments in their awareness space, drawn by distance
    anchor: np.ndarray  # int32 (F,) node their awareness space lies around


class Ties(NamedTuple):
    """Who talks to whom: symmetric graph in compressed rows."""

    start: np.ndarray  # int64 (N+1,)
    other: np.ndarray  # int32 (T,)
    trust: np.ndarray  # float64 (T,) 0.5-1
    weight: np.ndarray  # float64 (T,) trust normalised to one per person


def rows_appended(people: People, more: People) -> People:
    """Return the people with more rows at the end; every row keeps its number."""
    return People(*(np.concatenate([a, b]) for a, b in zip(people, more, strict=True)))


def avoided_dark(people: People) -> np.ndarray:
    """Return the wanted outings that touch the dark and were forgone, shifted or ridden, int32 (N,)."""
    return people.forgone_dark + people.shifted_dark + people.rode_dark


def victimised(people: People) -> np.ndarray:
    """Return the street crimes each person suffered, int32 (N,)."""
    return people.robbed + people.pickpocketed + people.assaulted
