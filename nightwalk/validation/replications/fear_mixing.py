"""The fear kernel where groups mix, and where few people bear all the crime (D4, D5)."""

from __future__ import annotations

from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from nightwalk.validation.replications import fear_targets as printed
from nightwalk.validation.replications.fear_distances import hausdorff
from nightwalk.validation.replications.fear_networks import (
    connected_network,
    edges_by_homophily,
    groups_of,
    network,
    published_network,
)
from nightwalk.validation.replications.fear_rows import (
    CLAIM,
    END,
    FEAR,
    GROUPS,
    NOTEBOOKS,
    OURS,
    PEOPLE,
    RATES,
    SHARES,
    TALKS,
    over_seeds,
    reimplemented,
    rises,
    settled,
)
from nightwalk.validation.replications.fear_weeks import NETWORK, PAIRS
from nightwalk.validation.replications.fear_worlds import FearWorld, live
from nightwalk.validation.replications.rule import within

if TYPE_CHECKING:
    from nightwalk.validation.rows import Row

__all__ = ["d4", "d5"]

EDGES = 6095
MANY = 10_000  # people of D5
KERNEL_NOTE = (
    "settled, weeks 300 to 600; the weeks of the target are not printed: 0.492, 0.623 and 0.746 by network at "
    "psi 0.98, 0.99 and 0.995 are weeks 100 to 200 of ours (0.491, 0.624, 0.742), before the start is forgotten"
)
MEAN_RATE = 0.006  # victimisations a week and person, D5
SOME_CONTACT, SOME_FEAR = 0.99, 0.1  # share of edges inside; the immune fear more than that
ROUNDS_TO_ZERO = 0.0005  # printed as 0.000
BY_GROUP = ("immune", "low", "high")
DISTANCE = "normalised Hausdorff distance"
STEPS = (1.0, 0.25, 0.05, 0.01)  # shares of people who bear all crime, to see the fall gather speed
BEARING = ("all", "non-victims")
STEEPER = "least gain of the fall of fear a decade, crime on 1, 0.25, 0.05, 0.01 of people"
THINNER = "least rise of fear when crime is spread thinner"


def d4(seeds: int, *, quick: bool = False) -> list[Row]:
    """Check that a little contact between the groups makes the immune fearful.

    Args:
        seeds: how many.
        quick: only three shares of edges inside the groups, and no small towns.
    """
    shares = (1.0, 0.99, 0.9) if quick else printed.SHARES_INSIDE
    found = over_seeds(seeds, partial(_mixed, shares=shares))
    targets = {
        _mean(who, share): target
        for who, row in printed.MIXED.items()
        for share, target in zip(printed.SHARES_INSIDE, row, strict=True)
    }
    rows = reimplemented("D4", found, targets, tolerance=printed.MIXED_TOLERANCE)
    alone, some = _mean("immune", 1.0), _mean("immune", SOME_CONTACT)
    rows += [
        within("D4", f"{alone}: nothing reaches them", found[alone], 0.0, ROUNDS_TO_ZERO, unit=FEAR, source=OURS,
               published="0; only what is left of the start after 300 weeks"),
        within("D4", f"{some}: a little contact is enough", found[some], SOME_FEAR, 1.0, unit=FEAR,
               source=CLAIM, published="above 0.1 (press account)"),
    ]  # fmt: skip
    rows += [
        rises("D4", name, found[name], "monotone", unit=FEAR) for name in found if name.startswith("least")
    ]
    return rows if quick else rows + _small_towns(seeds)


def _mean(who: str, share: float) -> str:
    return f"mean fear, {who}, {share:g} of edges inside"


def _mixed(seed: int, *, shares: tuple[float, ...]) -> dict[str, float]:
    group = groups_of(PEOPLE, SHARES)
    found: dict[str, float] = {}
    for share in shares:
        ties = network(group, edges_by_homophily(EDGES, len(RATES), share), seed)
        fear = settled(FearWorld(group, RATES, NETWORK, ties), seed)
        found[_mean("all", share)] = float(fear.mean())
        found |= {_mean(who, share): float(fear[group == g].mean()) for g, who in enumerate(BY_GROUP)}
    for who in ("all", "immune"):
        steps = np.diff([found[_mean(who, share)] for share in shares])
        found[f"least rise of fear with mixing, {who}"] = float(steps.min())
    return found


def _small_towns(seeds: int) -> list[Row]:
    """Return by how much the groups of the three 100-node graphs come closer as they mix."""
    found = over_seeds(seeds, _apart)
    said = "distances shrink as homophily falls (notebook text; numbers only in a figure)"
    return [
        rises("D4", name, values, said, unit=DISTANCE, source=NOTEBOOKS) for name, values in found.items()
    ]


def _apart(seed: int) -> dict[str, float]:
    apart = {share: _distances(*town, seed) for share, town in printed.SMALL_TOWNS.items()}
    return {
        f"{pair}: distance at homophily {more:g} minus {less:g}": apart[more][pair] - apart[less][pair]
        for more, less in pairwise(printed.SMALL_TOWNS)
        for pair in apart[more]
    }


def _distances(people: tuple[int, ...], edges: tuple[tuple[int, ...], ...], seed: int) -> dict[str, float]:
    group = np.repeat(np.arange(len(people), dtype=np.int8), people)
    fear = live(
        FearWorld(group, RATES, NETWORK, connected_network(group, np.array(edges), seed)), 0, END, seed
    )
    of = [fear[:, group == g] for g in range(len(people))]
    return {f"{GROUPS[g]}-{GROUPS[h]}": hausdorff(of[g], of[h]) for g, h in ((0, 1), (0, 2), (1, 2))}


def d5(seeds: int, *, quick: bool = False) -> list[Row]:
    """Check how fear hangs on the distribution of crime, on the groups, on psi and on how people talk.

    Args:
        seeds: how many.
        quick: only some shares of victims and some kernels.
    """
    shares = STEPS if quick else tuple(printed.SPREAD)
    kernels = tuple(printed.KERNELS)[::3] if quick else tuple(printed.KERNELS)
    found = over_seeds(seeds, partial(_concentrated, shares=shares))
    means = {
        _borne(who, share): row[k] for share, row in printed.SPREAD.items() for k, who in enumerate(BEARING)
    }
    targets = {name: mean for name, mean in means.items() if mean is not None}
    rows = reimplemented("D5", found, targets)
    rows += [
        rises("D5", STEEPER, found[STEEPER], "flat down to a quarter, then steeper", unit="fear a decade"),
        rises("D5", THINNER, found[THINNER], "the same crime on more people frightens more", unit=FEAR),
    ]
    rows += reimplemented("D5", over_seeds(seeds, _default_groups), printed.DEFAULT_GROUPS)
    found = over_seeds(seeds, partial(_kernels, names=kernels))
    targets = {
        _kernel(name, talk): row[3 + k]
        for name, row in printed.KERNELS.items()
        for k, talk in enumerate(TALKS)
    }
    return rows + reimplemented("D5", found, targets, note=KERNEL_NOTE)


def _borne(who: str, share: float) -> str:
    return f"mean fear, {who}, crime on {share:g} of people"


def _concentrated(seed: int, *, shares: tuple[float, ...]) -> dict[str, float]:
    found: dict[str, float] = {}
    for share in shares:
        group = groups_of(MANY, (1.0 - share, share))
        fear = settled(FearWorld(group, (0.0, MEAN_RATE / share), PAIRS), seed)
        found[_borne("all", share)] = float(fear.mean())
        if share < 1.0:
            found[_borne("non-victims", share)] = float(fear[group == 0].mean())
    everybody = np.array([found[_borne("all", share)] for share in shares])
    steps = np.array([found[_borne("all", share)] for share in STEPS])
    found[STEEPER] = float(np.diff(np.diff(steps) / np.diff(np.log10(STEPS))).min())
    found[THINNER] = float(-np.diff(everybody).max())
    return found


def _default_groups(seed: int) -> dict[str, float]:
    group = groups_of(MANY, printed.DEFAULT_SHARES)
    fear = settled(FearWorld(group, RATES, PAIRS), seed)
    of = {one: float(fear[group == g].mean()) for g, one in enumerate(GROUPS)}
    return {
        f"mean fear, {who}, groups 0.7/0.2/0.1": mean
        for who, mean in {"all": float(fear.mean()), **of}.items()
    }


def _kernel(name: str, talk: str) -> str:
    return f"mean fear, {name}, {talk}"


def _kernels(seed: int, *, names: tuple[str, ...]) -> dict[str, float]:
    group, ties = published_network(seed)
    found = {}
    for name in names:
        psi, calming, alarming, *_ = printed.KERNELS[name]
        for talk, way in TALKS.items():
            world = FearWorld(group, RATES, way, ties, psi, calming, alarming)
            found[_kernel(name, talk)] = float(settled(world, seed).mean())
    return found
