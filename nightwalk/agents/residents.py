"""Residents: who lives where, what they are like, whom they know."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from nightwalk.agents.columns import Numbers, People, Ties
from nightwalk.base.kernels import allocating_kernel
from nightwalk.base.rows import row_starts
from nightwalk.base.streams import Decision, standard_normal, uniform, uniforms

if TYPE_CHECKING:
    from nightwalk.agents.population import Population

__all__ = ["blank_people", "quota_by_rank", "residents", "residents_per_home", "ties"]

AWARE_OF_NEIGHBOURS = 40


def residents_per_home(weights: np.ndarray, total: int) -> np.ndarray:
    """Share `total` people out over homes by largest remainder.

    Args:
        weights: float64 (H,), people or any weight; at least one above zero.
        total: people to place.

    Returns:
        int64 (H,), adding up to `total`.
    """
    exact = weights / weights.sum() * total
    whole = np.floor(exact).astype(np.int64)
    rest = total - int(whole.sum())
    first = np.argsort(-(exact - whole), kind="stable")[:rest]
    whole[first] += 1
    return whole


def quota_by_rank(u: np.ndarray, shares: np.ndarray) -> np.ndarray:
    """Give each person a category so that the shares hold exactly (to one person).

    Args:
        u: float64 (N,) keyed uniforms; their rank decides.
        shares: float64 (C,), adding up to one.

    Returns:
        int8 (N,) category numbers.
    """
    counts = residents_per_home(np.asarray(shares, dtype=float), len(u))
    category = np.repeat(np.arange(len(counts), dtype=np.int8), counts)
    out = np.empty(len(u), dtype=np.int8)
    out[np.argsort(u, kind="stable")] = category
    return out


def blank_people(count: int) -> People:
    """Return `count` rows of zeros with the right kinds of numbers."""
    small = {"kind", "sex", "age", "disability", "low_income", "support"}
    whole = {"home", "point", "area", "outings", "walks", "walks_dark", "wanted_dark", "forgone_dark", "shifted_dark",
             "rode_dark", "lost_visits", "episodes", "intense", "robbed", "pickpocketed", "assaulted"}  # fmt: skip
    columns: dict[str, np.ndarray] = {}
    for name in People._fields:
        kind: Any = np.int8 if name in small else np.int32 if name in whole else np.float64
        columns[name] = np.zeros(count, dtype=kind)
    columns["dest"] = np.full((count, 4), -1, dtype=np.int32)
    columns["routes"] = np.full((count, 4), -1, dtype=np.int32)
    columns["habit"] = np.zeros(count, dtype=np.uint8)
    columns["last_victim"] = np.full(count, -1, dtype=np.int32)
    for ratio in ("half_life", "carrying", "insecurity_reports"):
        columns[ratio] = np.ones(count)
    return People(**columns)


def dispositions(people: People, p: Numbers, seed: int, first: int) -> None:
    """Draw what a person is like and stays like, in place (model section 1.1)."""
    n = len(people.kind)

    def normal(decision: Decision) -> np.ndarray:
        return standard_normal(uniforms(seed, decision, n, first=first))

    woman = people.sex == 1
    people.v[:] = np.exp(
        np.where(woman, 0.5, -0.5) * np.log(p.rho_v) + p.sigma_v * normal(Decision.SENSITIVITY)
    )
    people.log_tau[:] = p.sigma_tau * normal(Decision.TARGET)
    people.exposure[:] = normal(Decision.MEDIA_EXPOSURE)
    people.anchor[:] = p.phi_x * people.exposure + p.sigma_anchor * normal(Decision.CONCERN_ANCHOR)
    people.concern[:] = people.anchor
    people.propensity[:] = p.sigma_propensity * normal(Decision.PROPENSITY)
    people.base[:] = p.sigma_b * normal(Decision.DISPOSITION) + traits(people, p)
    people.trust_0[:] = p.sigma_T * normal(Decision.TRUST)
    people.authority_0[:] = p.sigma_T * normal(Decision.AUTHORITY_TRUST)
    from scipy.special import gammaincinv

    u = uniforms(seed, Decision.WALKING_RATE, n, first=first)
    people.rate[:] = p.legs_per_day * gammaincinv(p.legs_shape, u) / p.legs_shape


def traits(people: People, p: Numbers) -> np.ndarray:
    """Return gamma'x of model section 3.2, logits, shape (N,)."""
    young_woman = (people.sex == 1) & (people.age == 0)
    return np.asarray(
        p.gamma_female * people.sex
        + p.gamma_65plus * (people.age >= 3)
        + p.gamma_young_women * young_woman
        + p.gamma_disability * people.disability
        + p.gamma_low_income * people.low_income
    )


def centred(values: np.ndarray, area: np.ndarray, areas: int) -> np.ndarray:
    """Return values minus their area's mean, same shape."""
    count = np.maximum(np.bincount(area, minlength=areas), 1)
    return np.asarray(values - (np.bincount(area, weights=values, minlength=areas) / count)[area])


def residents(
    population: Population,
    p: Numbers,
    seed: int,
    *,
    home_node: np.ndarray,
    home_people: np.ndarray,
    node_area: np.ndarray,
    areas: int,
) -> People:
    """Make the residents, sorted by home, with the margins of `population` met to one person.

    Args:
        population: counts and margins.
        p: the parameter values.
        seed: the run's seed.
        home_node: int32 (H,) nodes where people live, ascending.
        home_people: float64 (H,) people there.
        node_area: int32 (V,) area of each node.
        areas: number of areas.
    """
    total = population.residents if population.residents is not None else float(home_people.sum())
    n = max(1, round(total / population.people_per_agent))
    people = blank_people(n)
    people.home[:] = np.repeat(home_node, residents_per_home(home_people, n))
    people.area[:] = node_area[people.home]
    shares = np.outer([1 - population.women, population.women], population.ages).ravel()
    cell = quota_by_rank(uniforms(seed, Decision.SEX_AGE, n), shares)
    people.sex[:], people.age[:] = np.divmod(cell, len(population.ages))
    for column, decision, share in (
        (people.disability, Decision.DISABILITY, population.disability),
        (people.low_income, Decision.INCOME, population.low_income),
    ):
        column[:] = quota_by_rank(uniforms(seed, decision, n), np.array([1 - share, share]))
    dispositions(people, p, seed, 0)
    area_effect = p.sigma_area * standard_normal(uniforms(seed, Decision.AREA_EFFECT, areas))
    people.base[:] += area_effect[people.area]
    people.trust_0[:] = centred(people.trust_0, people.area, areas)
    people.trust[:], people.authority[:] = people.trust_0, people.authority_0
    return people


@allocating_kernel
def _links(
    n: int, local: int, far: int, reach: int, seed: np.uint64, decision: int
) -> tuple[np.ndarray, np.ndarray]:
    """Each person proposes half of the ties; the other half come from being proposed to."""
    a = np.empty(n * (local + far), dtype=np.int32)
    b = np.empty_like(a)
    at = 0
    for i in range(n):
        for k in range(local + far):
            u = uniform(seed, 0, i, decision, k)
            if k < local:
                step = 1 + int(u * 2 * reach)
                j = i + (step if step <= reach else reach - step)
                j = j % n
            else:
                j = int(u * n)
            if j != i:
                a[at], b[at] = i, j
                at += 1
    return a[:at], b[:at]


@allocating_kernel
def _tie_trust(a: np.ndarray, b: np.ndarray, seed: np.uint64, decision: int) -> np.ndarray:
    out = np.empty(a.size)
    for t in range(a.size):
        out[t] = 0.5 + 0.5 * uniform(seed, 0, min(a[t], b[t]), decision, max(a[t], b[t]))
    return out


def ties(n: int, p: Numbers, seed: int) -> Ties:
    """Draw a sparse symmetric acquaintance graph of the residents (model section 3.5).

    Rows are sorted by home, so a neighbour in the rows is a neighbour in the street.
    """
    local, far = max(1, round(p.ties_local / 2)), round(p.ties_random / 2)
    reach = min(AWARE_OF_NEIGHBOURS, max(1, (n - 1) // 2))
    a, b = _links(n, local, far, reach, np.uint64(seed), int(Decision.TIE))
    pairs = np.unique(np.stack([np.concatenate([a, b]), np.concatenate([b, a])], axis=1), axis=0)
    if n < 2:
        pairs = np.empty((0, 2), dtype=np.int32)
    left, right = pairs[:, 0].astype(np.int64), pairs[:, 1].astype(np.int32)
    start = row_starts(left, n)
    trust = _tie_trust(left, right, np.uint64(seed), int(Decision.TIE_TRUST))
    total = np.bincount(left, weights=trust, minlength=n)
    return Ties(start, right, trust, trust / total[left] if len(left) else trust)
