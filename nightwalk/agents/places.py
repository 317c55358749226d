"""Habitual places: where each person works, shops, spends time and visits, drawn once."""

from __future__ import annotations

import numpy as np

from nightwalk.agents.columns import LEISURE, SHOP, TOURIST, WORK, WORKER, Numbers, People, Places
from nightwalk.base.kernels import kernel
from nightwalk.base.streams import Decision, gumbel, uniforms

__all__ = ["choose_entries", "choose_resident_places", "choose_visitor_places"]

MOST_PLACES = 100_000  # room for the candidates of one slot of a draw
DETOUR = 1.3  # metres walked per metre as the crow flies in a street network, assumed


@kernel
def _race(
    seed: np.uint64,
    person: int,
    slot: int,
    x: float,
    y: float,
    px: np.ndarray,
    py: np.ndarray,
    log_weight: np.ndarray,
    scale: float,
    limit: float,
) -> int:
    """Return the place with the highest log weight - distance/scale + Gumbel, -1 where none is in reach."""
    best, winner = -np.inf, -1
    for d in range(px.size):
        if log_weight[d] == -np.inf:
            continue
        distance = np.sqrt((px[d] - x) ** 2 + (py[d] - y) ** 2)
        if distance > limit:
            continue
        score = (
            log_weight[d] - distance / scale + gumbel(seed, 0, person, Decision.PLACE, slot * MOST_PLACES + d)
        )
        if score > best:
            best, winner = score, d
    return winner


@kernel
def _resident_places(
    seed: np.uint64,
    home: np.ndarray,
    inside: np.ndarray,
    node_x: np.ndarray,
    node_y: np.ndarray,
    px: np.ndarray,
    py: np.ndarray,
    log_weight: np.ndarray,
    terminal: np.ndarray,
    scale: float,
    limit: float,
    out: np.ndarray,
) -> None:
    for i in range(home.size):
        x, y = node_x[home[i]], node_y[home[i]]
        for slot in range(4):
            column = log_weight[:, slot]
            if slot == WORK and not inside[i]:
                column = terminal
            out[i, slot] = _race(seed, i, slot, x, y, px, py, column, scale, limit)


def choose_resident_places(
    people: People,
    places: Places,
    terminal: np.ndarray,
    node_x: np.ndarray,
    node_y: np.ndarray,
    radius: float,
    p: Numbers,
    seed: int,
) -> None:
    """Draw each resident's four places by activity and distance, in place (rule 18).

    Work or school lies inside the extract with probability 1 - exp(-radius/inside_scale); else
    the walk ends at a stop or at the edge of the map.

    Args:
        people: residents; `dest` is written.
        places: the places.
        terminal: float64 (D,) weight of each place as a stop or exit.
        node_x: float64 (V,) metres.
        node_y: float64 (V,) metres.
        radius: metres, of the extract.
        p: parameter values.
        seed: the run's seed.
    """
    n = len(people.kind)
    u = uniforms(seed, Decision.WORKS_INSIDE, n)
    inside = u < 1.0 - np.exp(-radius / p.inside_scale)
    px, py = node_x[places.node], node_y[places.node]
    _resident_places(
        np.uint64(seed), people.home, inside, node_x, node_y, px, py, log_of(places.weight), log_of(terminal),
        p.gravity, beeline(p), people.dest,
    )  # fmt: skip


def log_of(weight: np.ndarray) -> np.ndarray:
    """Return the logarithm, minus infinity where the weight is zero."""
    with np.errstate(divide="ignore"):
        return np.log(weight)


def beeline(p: Numbers) -> float:
    """Return the straight-line distance (m) within which a place may be chosen; streets are longer."""
    return float(p.walk_limit / DETOUR)


@kernel
def _entry_race(seed: np.uint64, first: int, log_weight: np.ndarray, out: np.ndarray) -> None:
    for i in range(out.size):
        best = -np.inf
        for c in range(log_weight.size):
            score = log_weight[c] + gumbel(seed, 0, first + i, Decision.VISITOR_ENTRY, c)
            if score > best:
                best, out[i] = score, c


def choose_entries(
    count: int, first: int, transit: np.ndarray, parking: np.ndarray, edge: np.ndarray, p: Numbers, seed: int
) -> np.ndarray:
    """Draw the node where each visitor enters: a stop, a car park or the edge of the map (rule 18).

    Args:
        count: visitors.
        first: entity number of the first one.
        transit: float64 (V,) weights, any node.
        parking: float64 (V,) weights.
        edge: float64 (V,) weights.
        p: parameter values.
        seed: the run's seed.

    Returns:
        int32 (count,) node rows.
    """
    shares = np.array([p.visitor_transit, p.visitor_parking, 1.0 - p.visitor_transit - p.visitor_parking])
    there = np.array([w.sum() for w in (transit, parking, edge)]) > 0
    shares = np.where(there, np.maximum(shares, 0), 0.0)
    weight = sum(
        s / shares.sum() * w / max(w.sum(), 1e-12)
        for s, w in zip(shares, (transit, parking, edge), strict=True)
    )
    nodes = np.flatnonzero(weight)
    out = np.empty(count, dtype=np.int64)
    _entry_race(np.uint64(seed), first, np.log(np.asarray(weight)[nodes]), out)
    return nodes[out].astype(np.int32)


@kernel
def _visitor_places(
    seed: np.uint64,
    first: int,
    kind: np.ndarray,
    home: np.ndarray,
    node_x: np.ndarray,
    node_y: np.ndarray,
    px: np.ndarray,
    py: np.ndarray,
    log_weight: np.ndarray,
    scale: float,
    limit: float,
    out: np.ndarray,
) -> None:
    for i in range(kind.size):
        x, y = node_x[home[i]], node_y[home[i]]
        want = WORK if kind[i] == WORKER else LEISURE
        out[i, 0] = _race(seed, first + i, 0, x, y, px, py, log_weight[:, want], 2 * scale, limit)
        if kind[i] != WORKER and out[i, 0] >= 0:
            x, y = px[out[i, 0]], py[out[i, 0]]
            want = SHOP if kind[i] == TOURIST else LEISURE
            second = _race(seed, first + i, 1, x, y, px, py, log_weight[:, want], scale, limit)
            out[i, 1] = second if second != out[i, 0] else -1


def choose_visitor_places(
    people: People, first: int, places: Places, node_x: np.ndarray, node_y: np.ndarray, p: Numbers, seed: int
) -> None:
    """Draw a visitor's places: a workplace, or two places to spend time, in place."""
    px, py = node_x[places.node], node_y[places.node]
    _visitor_places(
        np.uint64(seed), first, people.kind, people.home, node_x, node_y, px, py, log_of(places.weight),
        p.gravity, beeline(p), people.dest,
    )  # fmt: skip


def visitor_kinds(count: int, first: int, p: Numbers, seed: int) -> np.ndarray:
    """Return int8 (count,): workers, guests and tourists in their declared shares."""
    from nightwalk.agents.residents import quota_by_rank

    shares = np.array([p.visitor_worker, p.visitor_guest, max(0.0, 1 - p.visitor_worker - p.visitor_guest)])
    u = uniforms(seed, Decision.VISITOR_KIND, count, first=first)
    return (quota_by_rank(u, shares / shares.sum()) + WORKER).astype(np.int8)
