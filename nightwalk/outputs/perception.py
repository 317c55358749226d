"""The perception gap of areas (rule 29), and what darkness adds in each kind of street."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from nightwalk.outputs.columns import column_names
from nightwalk.outputs.indicators import HEADLINE
from nightwalk.outputs.paired import interval_of
from nightwalk.outputs.zones import zone_values

if TYPE_CHECKING:
    import pandas as pd

    from nightwalk.outputs.ensemble import Ensemble

__all__ = ["CANNOT_TELL", "GAPS", "day_dark", "perception_gaps", "smoothed"]

WALKING = 4.7  # km/h, 1.3 m/s (docs/evidence.md, section 6); ranks do not depend on it
APART = 0.25  # difference of ranks (0-1) from which they do not fit; assumed
SURE = 0.8  # probability from which a class is named; assumed
FEWEST_AREAS = 5  # areas with people and streets below which ranks say nothing; assumed
GAPS = ("less_safe_than_harm", "safer_than_harm", "aligned_high", "aligned_low")
CANNOT_TELL = "cannot_tell"


def perception_gaps(ensemble: Ensemble) -> pd.DataFrame:
    """Return how perceived unsafety fits harm in each area of each scenario.

    In each seed areas are ranked by the share of their residents who feel unsafe after dark and by harm: all
    victimisation on their streets with harassment, weighted by severity, per hour walked there, smoothed towards
    the town. Both ranks lie between 0 and 1; they differ where they are at least 0.25 apart, else the area is
    aligned high or low by their mean. A seed with so few crimes that smoothing leaves no difference between areas
    counts for no class. Areas, not streets: no street-level crime is known (rule 28).

    Returns:
        One row per scenario and area with residents and streets enough: unsafe (mean share), harm (smoothed, per
        1,000 hours walked), difference (rank of unsafety less that of harm, -1 to 1), the probability of each of
        `GAPS`, seeds, and gap: the class with a probability of at least 80 %, else ``cannot_tell``. The probability is
        that of one further seed, (k + 1/5) / (n + 1) with k of n seeds in the class: a seed is spread beforehand over
        the four classes and none.
    """
    import pandas as pd

    found = [_gaps(ensemble, name) for name in ensemble.scenarios]
    told = [rows for rows in found if not rows.empty]
    return pd.concat(told, ignore_index=True) if told else found[0]


def _gaps(ensemble: Ensemble, name: str) -> pd.DataFrame:
    import pandas as pd

    area, felt, harm, hours = _by_area(ensemble, name)
    rate = smoothed(harm, hours) if len(area) else harm
    classes, difference = _classes(felt, rate)
    counted = np.stack([(classes == k).sum(axis=1) for k in range(len(GAPS))], axis=1)
    shares = (counted + 1.0 / (len(GAPS) + 1)) / (felt.shape[1] + 1)
    named = np.where(shares.max(axis=1) >= SURE, np.array(GAPS)[shares.argmax(axis=1)], CANNOT_TELL)
    if len(area) < FEWEST_AREAS:
        named[:] = CANNOT_TELL
    columns = {
        "scenario": name, "area": area, "unsafe": felt.mean(axis=1), "harm": 1000.0 * rate.mean(axis=1),
        "difference": difference.mean(axis=1), **dict(zip(GAPS, shares.T, strict=True)),
        "seeds": felt.shape[1], "gap": named,
    }  # fmt: skip
    return pd.DataFrame(columns)


def smoothed(harm: np.ndarray, hours: np.ndarray) -> np.ndarray:
    """Return rates drawn towards the common one by as much as their own evidence is weak, same shape.

    Empirical Bayes by moments in each column: the rate of an area counts with weight V / (V + m / h), where m is
    the common rate, h its hours and V the variance between areas beyond what Poisson luck makes.

    Args:
        harm: float64 (areas, seeds) weighted events.
        hours: float64 (areas, seeds) hours walked, above 0.
    """
    rate, total = harm / hours, hours.sum(axis=0)
    common = harm.sum(axis=0) / total
    spread = (hours * (rate - common) ** 2).sum(axis=0) / total
    between = np.maximum(0.0, spread - common * len(harm) / total)
    luck = common / hours
    weight = np.divide(between, between + luck, where=between + luck > 0, out=np.zeros(rate.shape))
    return np.asarray(common + weight * (rate - common))


def _by_area(ensemble: Ensemble, name: str) -> tuple[np.ndarray, ...]:
    """Return names of the areas, shares who feel unsafe, harm and hours walked, each (areas, seeds)."""
    told = ensemble.by_seed(HEADLINE, name)
    felt = told[told.index.get_level_values("split") == "area"].droplevel("split")
    harm, km = (zone_values(ensemble, name, measure) for measure in ("harm", "walked_km"))
    both = felt.index.intersection(harm.index)
    felt, harm, km = (table.reindex(index=both, columns=felt.columns) for table in (felt, harm, km))
    whole = (felt.notna() & harm.notna() & (km > 0)).all(axis=1)
    parts = [table[whole].to_numpy(float) for table in (felt, harm, km / WALKING)]
    return (both[whole].to_numpy(), *parts)


def _classes(felt: np.ndarray, rate: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the row in `GAPS` of each area and seed, -1 none, and the difference of ranks, both (areas, seeds)."""
    from scipy.stats import rankdata

    if not len(felt):
        return np.zeros(felt.shape), np.zeros(felt.shape)
    ranks = [(rankdata(column, axis=0) - 0.5) / len(felt) for column in (felt, rate)]
    difference, level = ranks[0] - ranks[1], (ranks[0] + ranks[1]) / 2
    alike = np.broadcast_to(np.ptp(rate, axis=0) == 0, rate.shape)
    told = [alike, difference >= APART, difference <= -APART, level >= 0.5]
    return np.select(told, [-1, 0, 1, 2], 3), difference


def day_dark(ensemble: Ensemble) -> pd.DataFrame:
    """Return what darkness adds to unsafety in each kind of street, and in all.

    The same panel of residents judges every street by day and after dark; streets count by length.

    Returns:
        One row per scenario and street class (``all`` first): km, unsafe_day, unsafe_dark, difference (shares, means
        over seeds), low, high (95 % interval of the mean difference over seeds), seeds.
    """
    import pandas as pd

    metres, kind = ensemble.shapes.length(), ensemble.shapes.cls.astype(str)
    row = {segment: k for k, segment in enumerate(ensemble.shapes.id.tolist())}
    streets = ensemble.frame("streets")
    place = streets["segment"].map(row).to_numpy()
    streets = streets.assign(metres=metres[place], street_class=kind[place])
    streets = streets[streets["unsafe_day"].notna() & streets["unsafe_dark"].notna()]
    rows = []
    for name in ensemble.scenarios:
        mine = streets[streets["scenario"] == name]
        for chosen in ("all", *sorted(set(kind))):
            part = mine if chosen == "all" else mine[mine["street_class"] == chosen]
            km = metres.sum() if chosen == "all" else metres[kind == chosen].sum()
            rows.append((name, chosen, km / 1000.0, *_day_dark(part)))
    return pd.DataFrame(rows, columns=column_names("day_dark"))


def _day_dark(part: pd.DataFrame) -> tuple[float, ...]:
    weighted = part[["unsafe_day", "unsafe_dark"]].mul(part["metres"], axis=0)
    totals = weighted.assign(metres=part["metres"], seed=part["seed"]).groupby("seed").sum()
    day, dark = (totals[f"unsafe_{light}"] / totals["metres"] for light in ("day", "dark"))
    added = (dark - day).to_numpy(float)
    return (float(day.mean()), float(dark.mean()), *interval_of(added), int(np.isfinite(added).sum()))
