"""F1: does the place cue by day order the places that people rated from daytime street views?

Fixed before any correlation was looked at. The prediction is the model's own place cue Z on a weekday
afternoon (hour 14, no darkness, no night life), at base conditions and default parameters, and nothing else:

1. incivility, physical, 0-1, from the map;
2. entrapment, 0-1, from the map;
3. park or path segment, 0 or 1;
4. expected presence, log people per hour, from simulated days.

Guardians and cameras are in Z too but nobody and none stand in the base town. Light and night life are not in
it by day. Z is for men and for women (they weigh presence apart); all raters get the mean. The ratings are
turned round: unsafety = minus the mean safety of a place.

A verdict needs an interval free of 0 with the streets, not the places, as independent units: pictures of one
street have one Z. The gain of a single cue is in R2 of ranks; in raw numbers, tried first, one street with
four times the incivility of the others made every fit useless.
"""

from __future__ import annotations

from math import nan
from time import perf_counter
from typing import TYPE_CHECKING

import numpy as np

from nightwalk.validation.field.agreement import (
    bootstrap,
    explained,
    noise_ceiling,
    rank_correlation,
    rank_interval,
)
from nightwalk.validation.field.daytime import CUES, Daytime, daytime
from nightwalk.validation.field.places import RATERS, REACH, Ratings, ratings_of
from nightwalk.validation.field.row import OF_THE_DATA, PREDICTED, absent, field_row, first_of, not_given

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from nightwalk.validation.rows import Row

__all__ = ["GAIN", "SEEDS", "rows", "rows_of_places"]

TOWN = "Frankfurt, station quarter"
RATED = "frankfurt_streetception_dev.csv"
MAPS = ("frankfurt_bahnhofsviertel.osm.bz2", "frankfurt_bahnhofsviertel.osm.pbf")
SOURCE = "Streetception, Frankfurt (doi 10.5281/zenodo.7712811)"
SEEDS = (1, 2, 3, 4)
GAIN = 0.02  # R2 below which a cue would not be kept
BY_DAY = "Photographs by day are no evidence about night."


def rows(data: Path, seeds: Sequence[int] = SEEDS) -> list[Row]:
    """Return the rows of F1.

    Args:
        data: Folder with surveys/ and osm/.
        seeds: Keys of the simulated days.
    """
    from nightwalk.model.city import City

    rated, town_map = data / "surveys" / RATED, first_of(data / "osm", *MAPS)
    missing = absent(rated, town_map)
    if missing is not None:
        return [not_given("F1", agreement_of("all"), TOWN, PREDICTED, missing)]
    began = perf_counter()
    city = City.from_osm(town_map)
    every = ratings_of(rated, city)
    found = rows_of_places(every, daytime(city, seeds))
    return [*found, _matched(every, perf_counter() - began)]


def rows_of_places(every: Ratings, model: Daytime) -> list[Row]:
    """Return agreement and ceiling by raters, and the gain of each cue, of the places on a street."""
    here = every.where(every.metres <= REACH)
    found = [_agreement(here, model, k) for k in range(len(RATERS))]
    found += [_ceiling(every, here, k) for k in range(len(RATERS))]
    return found + [_gain(here, model, k) for k in range(len(CUES))]


def agreement_of(raters: str) -> str:
    """Return the name of the headline."""
    return f"rank correlation of place cue and rated unsafety by day, {raters} raters"


def _agreement(here: Ratings, model: Daytime, k: int) -> Row:
    """Return the headline of one group of raters: the mean Z over seeds against the ratings."""
    asked = here.where(np.isfinite(here.mean[k]))
    unsafety = -asked.mean[k]
    of_sex = model.z.mean(axis=1) if k == 0 else model.z[:, k - 1]
    seen = of_sex[:, asked.segment]
    z = seen.mean(axis=0)
    value = rank_correlation(z, unsafety)

    def again(rows: np.ndarray) -> float:
        return rank_correlation(z[rows], unsafety[rows])

    interval = bootstrap(again, np.arange(len(z)))
    streets = len(np.unique(asked.segment))
    low, high = rank_interval(value, streets)
    told = not low <= 0.0 <= high
    note = (
        f"{len(z)} places on {streets} streets; interval over places, with the streets as units {low:.2f} to "
    )
    note += f"{high:.2f}{'' if told else ', which holds 0: too few streets to tell'}. {BY_DAY}"
    return field_row(
        "F1", agreement_of(RATERS[k]), TOWN, value, unit="rho", role=PREDICTED, source=SOURCE, interval=interval,
        each=tuple(rank_correlation(one, unsafety) for one in seen), accepted=(0.0, 1.0),
        published="above 0, up to the noise ceiling", note=note, told=told,
    )  # fmt: skip


def _ceiling(every: Ratings, here: Ratings, k: int) -> Row:
    """Return the noise ceiling of one group of raters on the places used; on all places in the note."""
    spread = every.sd**2 @ (every.raters[0] - 1) / (every.raters[0] - 1).sum()
    value, whole = (_ceiling_of(one, k, float(np.sqrt(spread))) for one in (here, every))
    both = every.where(np.isfinite(every.mean[1:]).all(axis=0))
    halves = rank_correlation(both.mean[1], both.mean[2])
    stepped = float(np.sqrt(max(2.0 * halves / (1.0 + halves), 0.0)))
    note = (
        "root of the reliability 1 - (rater variance / raters) / variance of the means; the file has no single "
        f"ratings, so the rater variance is pooled from its SDs over all places. All {len(every.sd)} places: "
        f"{whole:.2f}; split by sex of rater, men against women: rho {halves:.2f}, for both together by "
        f"Spearman-Brown a ceiling of {stepped:.2f}. Leniency of a rater who saw "
        "several places is not taken out."
    )
    return field_row(
        "F1", f"noise ceiling of the ratings, {RATERS[k]} raters", TOWN, value, unit="correlation",
        role=OF_THE_DATA, source=SOURCE, note=note,
    )  # fmt: skip


def _ceiling_of(some: Ratings, k: int, within: float) -> float:
    asked = some.where(some.raters[k] > 0)
    return noise_ceiling(asked.mean[k], asked.sd, asked.raters[k], within)


def _gain(here: Ratings, model: Daytime, k: int) -> Row:
    """Return the gain in cross-validated R2 of ranks of one cue beside the others, leaving out street by street."""
    from scipy.stats import rankdata

    columns, unsafety = rankdata(model.cues[here.segment], axis=0), rankdata(-here.mean[0])
    quantity = f"gain of {CUES[k]} by day"
    varies = [j for j in range(len(CUES)) if len(columns) and np.ptp(columns[:, j]) > 0.0]
    if k not in varies or len(np.unique(here.segment)) <= len(varies) + 1:
        note = f"{CUES[k]} is the same on all places used" if k not in varies else "too few streets to fit"
        return field_row(
            "F1", quantity, TOWN, nan, unit="R2", role=PREDICTED, source=SOURCE, note=f"{note}. {BY_DAY}"
        )
    others = [j for j in varies if j != k]
    alone, without, full = (
        explained(columns[:, some], unsafety, here.segment) for some in ([k], others, varies)
    )
    word = "would be kept" if full - without >= GAIN else "would not be kept"
    note = (
        f"{word} under the rule of at least {GAIN:g} beside the others; alone {alone:.2f}, all {full:.2f}. "
    )
    note += f"{len(np.unique(here.segment))} streets prove nothing, and nothing is tuned on them. {BY_DAY}"
    return field_row(
        "F1", quantity, TOWN, full - without, unit="R2", role=PREDICTED, source=SOURCE, note=note,
    )  # fmt: skip


def _matched(every: Ratings, seconds: float) -> Row:
    """Return the share of the rated places that lie on a street of the map."""
    close = every.metres <= REACH
    far = f"median distance {np.median(every.metres[close]):.1f} m" if close.any() else "none is near"
    note = f"{close.sum()} of {len(close)} places lie within {REACH:g} m of a street of the map ({far}); "
    note += f"{(~close).sum()} are dropped, most lie outside it."
    return field_row(
        "F1", "share of rated places on the map", TOWN, float(close.mean()), unit="share", role=OF_THE_DATA,
        source=SOURCE, note=note, seconds=seconds,
    )  # fmt: skip
