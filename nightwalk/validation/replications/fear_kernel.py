"""The fear kernel of Prieto Curiel & Bishop, played by the model's own memory and talk (D1-D5).

Prieto Curiel & Bishop 2017 and 2018, in the implementation of Pulido et al. 2019. Psi and the weights of talk
decide nearly everything (last rows of D5): calibrate them before reading anything into a level of fear.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from nightwalk.validation.replications import fear_targets as printed
from nightwalk.validation.replications.fear_distances import hausdorff, hellinger
from nightwalk.validation.replications.fear_mixing import d4, d5
from nightwalk.validation.replications.fear_networks import groups_of, published_network
from nightwalk.validation.replications.fear_rows import (
    CLAIM,
    END,
    FEAR,
    GROUPS,
    NOTEBOOKS,
    RATES,
    SETTLED,
    SHARES,
    TALKS,
    over_seeds,
    reimplemented,
    rises,
    settled,
)
from nightwalk.validation.replications.fear_weeks import NEIGHBOUR, NETWORK
from nightwalk.validation.replications.fear_worlds import FearWorld, live
from nightwalk.validation.replications.rule import against

if TYPE_CHECKING:
    from nightwalk.validation.rows import Row

__all__ = ["d1", "d2", "d3", "d4", "d5"]

NETWORK_NOTE = (
    "network drawn with the published contact counts; by the mixing matrix alone the mean by network is 0.505"
)
ALL_TALKS = {**TALKS, "one neighbour": NEIGHBOUR}
LAST, SECOND_HALF, FROM_100 = 300, 150, 100  # weeks of the notebook's runs and of its means
APART = 1000  # weeks of the distances
IN_A_GROUP = 1000  # people of each group of the exact limit


def d1(seeds: int, *, quick: bool = False) -> list[Row]:
    """Compare fear by way of talking, and how far groups are apart, with the published notebooks.

    Args:
        seeds: how many.
        quick: leave the distances out.
    """
    found = over_seeds(seeds, partial(_notebook, quick=quick))
    rows = [
        against(
            "D1", name, found[name], target, unit="distance" if name.startswith("H") else FEAR, source=NOTEBOOKS,
            published=f"{target:g}; re-implemented {again}", note="" if "pairs" in name else NETWORK_NOTE,
        )
        for name, (target, again) in printed.NOTEBOOK.items()
        if name in found
    ]  # fmt: skip
    return rows + reimplemented("D1", found, printed.REIMPLEMENTED)


def _notebook(seed: int, *, quick: bool) -> dict[str, float]:
    group, ties = published_network(seed)
    found: dict[str, float] = {}
    for name, talk in ALL_TALKS.items():
        last = APART if talk == NETWORK and not quick else LAST
        fear = live(FearWorld(group, RATES, talk, ties), 0, last, seed)
        late, most = fear[SECOND_HALF:LAST], fear[FROM_100:LAST, group == len(GROUPS) - 1]
        found[f"mean fear, {name}"] = float(late.mean())
        found |= {f"fear of {one}, {name}": float(late[:, group == g].mean()) for g, one in enumerate(GROUPS)}
        found[f"fear of C from week 100, {name}"] = float(most.mean())
        found[f"sd of the fear of C from week 100, {name}"] = float(most.std())
        if last == APART:
            found |= _distances([fear[:, group == g] for g in range(len(GROUPS))])
    return found


def _distances(fear: list[np.ndarray]) -> dict[str, float]:
    found = {}
    for g, h in ((0, 1), (0, 2), (1, 2)):
        found[f"Hausdorff {GROUPS[g]}-{GROUPS[h]}"] = hausdorff(fear[g], fear[h])
        found[f"Hellinger {GROUPS[g]}-{GROUPS[h]}"] = hellinger(fear[g], fear[h])
    return found


def d2(seeds: int, *, quick: bool = False) -> list[Row]:
    """Compare fear without talk with its exact law, P(S = psi^k) = p (1-p)^k.

    Args:
        seeds: how many.
        quick: leave the variances out.
    """
    found = over_seeds(seeds, _silent)
    wanted = {name: value for name, value in printed.LIMIT.items() if not (quick and "variance" in name)}
    return [
        against(
            "D2", name, found[name], exact, unit=FEAR if "mean" in name else "fear squared",
            source="exact law (replication.md)", tolerance=printed.LIMIT_TOLERANCE,
        )
        for name, exact in wanted.items()
    ]  # fmt: skip


def _silent(seed: int) -> dict[str, float]:
    group = groups_of(len(RATES) * IN_A_GROUP, [1.0 / len(RATES)] * len(RATES))
    fear = live(FearWorld(group, RATES), SETTLED, END, seed)
    of = [fear[:, group == g] for g in range(len(RATES))]
    found = {"mean, no crime": float(of[0].mean())}
    for one, rate in zip(of[1:], RATES[1:], strict=True):
        found[f"mean, {rate:g} a week"] = float(one.mean())
        found[f"variance, {rate:g} a week"] = float(one.var())
    found["mean of the D1 groups"] = float(np.dot(SHARES, [one.mean() for one in of]))
    return found


def d3(seeds: int, *, quick: bool = False) -> list[Row]:
    """Check that fear falls far less than crime does, and ever faster as crime nears zero.

    Args:
        seeds: how many.
        quick: only a quarter, half, all and twice the crime.
    """
    levels = (0.25, 0.5, 1.0, 2.0) if quick else printed.CRIME_LEVELS
    found = over_seeds(seeds, partial(_less_crime, levels=levels))
    targets = {
        _at(talk, level): target
        for talk, row in printed.CRIME.items()
        for level, target in zip(printed.CRIME_LEVELS, row, strict=True)
    }
    rows = reimplemented("D3", found, targets)
    rows += reimplemented("D3", found, {_cut(talk): cut for talk, cut in printed.CUTS.items()}, unit="%")
    return rows + [
        rises("D3", _bend(talk), found[_bend(talk)], "concave in crime", unit="fear per crime", source=CLAIM)
        for talk in TALKS
    ]


def _less_crime(seed: int, *, levels: tuple[float, ...]) -> dict[str, float]:
    group, ties = published_network(seed)
    found: dict[str, float] = {}
    for name, talk in TALKS.items():
        worlds = (FearWorld(group, tuple(level * r for r in RATES), talk, ties) for level in levels)
        fear = {
            level: float(settled(world, seed).mean()) for level, world in zip(levels, worlds, strict=True)
        }
        found |= {_at(name, level): mean for level, mean in fear.items()}
        found[_cut(name)] = 100.0 * (1.0 - fear[0.5] / fear[1.0])
        slopes = np.diff([0.0, *fear.values()]) / np.diff([0.0, *levels])
        found[_bend(name)] = float(-np.diff(slopes).max())
    return found


def _at(talk: str, level: float) -> str:
    return f"mean fear, {talk}, crime x {level:g}"


def _cut(talk: str) -> str:
    return f"fear taken away by half the crime, {talk}"


def _bend(talk: str) -> str:
    return f"least fall of the slope, {talk}"
