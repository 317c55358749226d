"""Next month's risk by street, and its error on months it had not seen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from nightwalk.model.daily import NEAR_BOOST, OWN_BOOST
from nightwalk.model.register.estimate import fitted_prior, posterior
from nightwalk.model.register.privacy import pooled
from nightwalk.model.register.tally import MONTHS

if TYPE_CHECKING:
    from collections.abc import Callable

    from nightwalk.model.register.events import Events
    from nightwalk.model.register.tally import Span
    from nightwalk.model.register.terms import Terms

__all__ = [
    "CLASSES", "MEAN", "OURS", "REPEAT", "SEASON", "UNPOOLED", "Error", "Outlook", "Setting", "errors", "near_repeat",
    "outlook", "verdict",
]  # fmt: skip

OURS = "empirical Bayes, as shown"
UNPOOLED, REPEAT = "empirical Bayes, not pooled", "the same with near repeats"
MEAN, SEASON = "mean of the last 12 months", "same month of last year"
FEWEST_BEFORE = 3  # months known before the first one forecast
MOST_TRIALS = 24  # months forecast, the latest ones
FLOOR = 0.5  # reports a month in the town, added to every forecast: one report would refute a forecast of 0
CLASSES = ("highest", "high", "rest")
HIGH = 4  # the class high has this many times the street length of the class highest
DOUBT = 1.96  # standard errors of a clear difference
LOOK_BACK = 5  # fading times after which a boost is forgotten
DAYS = 30
NOTHING = 1e-12


class Setting(NamedTuple):
    """What every forecast uses besides the months gone by."""

    length: np.ndarray  # float64 (S,) exposure of a month
    splits: tuple[np.ndarray, ...]  # labels by which streets with few reports are pooled
    terms: Terms
    boost_at: (
        Callable[[int], np.ndarray] | None
    )  # near repeats before month m, float64 (S,); None without days


class Error(NamedTuple):
    """How far forecasts of held-out months were from what came."""

    method: str
    months: int
    deviance: float  # Poisson deviance per report, mean over months; lower is better
    hit_rate: float  # share of reports on the 5 % of street length forecast highest
    accuracy_index: float  # hit rate / share of length (PAI)
    by_month: tuple[float, ...]  # deviance of each month


class Outlook(NamedTuple):
    """The coming month."""

    month: str
    cls: np.ndarray  # str (S,) one of CLASSES
    errors: tuple[Error, ...]
    verdict: str


def _mean(past: np.ndarray, setting: Setting) -> np.ndarray:
    del setting
    return np.asarray(past[-MONTHS:].mean(axis=0))


def _season(past: np.ndarray, setting: Setting) -> np.ndarray:
    del setting
    return np.asarray(past[-MONTHS])


def _bayes(past: np.ndarray, setting: Setting) -> np.ndarray:
    """Return the posterior mean from the latest months; streets with few reports pooled, as they are shown."""
    counts, exposure = _window(past, setting)
    if counts.sum() < setting.terms.fewest:
        return np.asarray(counts.sum() * setting.length / exposure.sum())
    known, _ = pooled(counts, exposure, setting.splits, setting.terms.fewest)
    return np.asarray(posterior(known, exposure, fitted_prior(counts, exposure)).mean * setting.length)


def _unpooled(past: np.ndarray, setting: Setting) -> np.ndarray:
    counts, exposure = _window(past, setting)
    return np.asarray(posterior(counts, exposure, fitted_prior(counts, exposure)).mean * setting.length)


def _window(past: np.ndarray, setting: Setting) -> tuple[np.ndarray, np.ndarray]:
    some = past[-round(setting.terms.window) :]
    return some.sum(axis=0), setting.length * len(some)


def _repeat(past: np.ndarray, setting: Setting) -> np.ndarray:
    rate = _unpooled(past, setting)
    if setting.boost_at is None:
        return rate
    raised = rate * np.exp(setting.boost_at(len(past)))
    return np.asarray(raised * rate.sum() / max(raised.sum(), NOTHING))


def methods(months: int, setting: Setting) -> dict[str, Callable[[np.ndarray, Setting], np.ndarray]]:
    """Return the forecasts that so many months allow, by name."""
    found: dict[str, Callable[[np.ndarray, Setting], np.ndarray]] = {OURS: _bayes, UNPOOLED: _unpooled}
    if setting.boost_at is not None:
        found[REPEAT] = _repeat
    found[MEAN] = _mean
    if months >= MONTHS + FEWEST_BEFORE:
        found[SEASON] = _season
    return found


def near_repeat(
    events: Events, day: int, near: tuple[np.ndarray, np.ndarray], segments: int, p: Any
) -> np.ndarray:
    """Return the mean log factor of near repeats over the 30 days from `day` on, float64 (S,).

    The boost is the model's own: each incident adds 0.6 J_B to its segment and 0.4 J_B to those near, at most J_B
    in all, and fades with tau_B.

    Args:
        events: dated incidents.
        day: ordinal of the first day forecast.
        near: rows of `close_pairs`.
        segments: how many there are.
        p: parameter values.
    """
    from scipy.sparse import csr_array

    age = day - events.day
    fresh = (age > 0) & (age <= LOOK_BACK * p.tau_B)
    weight = events.weight[fresh] * np.exp(-age[fresh] / p.tau_B)
    own = np.bincount(events.segment[fresh], weight, segments)
    start, other = near
    around = csr_array((np.ones(len(other)), other, start), shape=(segments, segments))
    boost = np.minimum(p.J_B * (OWN_BOOST * own + NEAR_BOOST * (around @ own)), p.J_B)
    left = np.exp(-np.arange(DAYS)[:, None] / p.tau_B)
    return np.asarray(np.log(np.exp(boost[None, :] * left).mean(axis=0)))


def errors(counts: np.ndarray, setting: Setting) -> tuple[Error, ...]:
    """Forecast each of the latest months from those before it (rolling origin); return the errors by method.

    Args:
        counts: float64 (M, S) reports.
        setting: what the forecasts use besides.
    """
    known, length, share = methods(len(counts), setting), setting.length, setting.terms.hot_share
    first = MONTHS if SEASON in known else FEWEST_BEFORE
    scores: dict[str, list[tuple[float, float, float]]] = {name: [] for name in known}
    for month in range(max(first, len(counts) - MOST_TRIALS), len(counts)):
        for name, forecast in known.items():
            expected = forecast(counts[:month], setting) + FLOOR * length / length.sum()
            scores[name].append(_score(counts[month], expected, length, share))
    return tuple(_error(name, rows, share) for name, rows in scores.items() if rows)


def _score(
    seen: np.ndarray, expected: np.ndarray, length: np.ndarray, hot_share: float
) -> tuple[float, float, float]:
    """Return the Poisson deviance, the reports on the hottest streets, and all reports."""
    from scipy.special import xlogy

    deviance = 2.0 * float((xlogy(seen, seen / expected) - (seen - expected)).sum())
    return deviance, float(seen[_hottest(expected, length, hot_share)].sum()), float(seen.sum())


def _hottest(expected: np.ndarray, length: np.ndarray, share: float) -> np.ndarray:
    """Return the rows with the highest forecast per metre that make up at most a share of the length."""
    order = np.lexsort((np.arange(len(length)), -expected / length))
    return np.asarray(order[np.cumsum(length[order]) <= share * length.sum()])


def _above(expected: np.ndarray, length: np.ndarray, share: float) -> np.ndarray:
    """Return the rows of `_hottest` without those that are no hotter than the first one left out, bool (S,)."""
    rate, hottest = expected / length, _hottest(expected, length, share)
    left = np.delete(rate, hottest)
    return np.asarray(rate > left.max(initial=-np.inf))


def _error(name: str, rows: list[tuple[float, float, float]], hot_share: float) -> Error:
    deviance, hits, total = np.array(rows).T
    reports = max(float(total.sum()), 1.0)
    rate = float(hits.sum()) / reports
    by_month = deviance / max(reports / len(rows), 1.0)
    return Error(name, len(rows), float(by_month.mean()), rate, rate / hot_share, tuple(by_month.tolist()))


def verdict(found: tuple[Error, ...]) -> str:
    """Say in a sentence whether the outlook beats the best naive forecast."""
    if not found:
        return f"There are too few months to hold any out: {FEWEST_BEFORE + 1} are the least."
    by_name = {one.method: one for one in found}
    ours, naive = by_name[OURS], min((by_name[n] for n in (MEAN, SEASON) if n in by_name), key=_deviance)
    gain = np.array(naive.by_month) - np.array(ours.by_month)
    doubt = DOUBT * float(gain.std(ddof=1)) / len(gain) ** 0.5 if len(gain) > 1 else np.inf
    said = (
        f"Over {ours.months} held-out months the outlook has a deviance of {ours.deviance:.2f} per report, "
    )
    said += f"'{naive.method}' {naive.deviance:.2f}"
    if gain.mean() > doubt:
        said += ": the outlook is nearer to what came"
    elif gain.mean() < -doubt:
        said += ": the outlook is farther off, look back instead"
    else:
        said += ": they cannot be told apart, so the outlook says no more than looking back does"
    hits = f"{ours.hit_rate:.0%} of the reports, those of the other {naive.hit_rate:.0%}"
    return f"{said}. Its hottest streets held {hits}."


def _deviance(one: Error) -> float:
    return one.deviance


def outlook(counts: np.ndarray, span: Span, setting: Setting) -> Outlook:
    """Return the coming month by class of street, with the errors of every method.

    The classes are those of empirical Bayes on pooled counts: what is shown is what is scored, and a class tells of no
    single report. What pooling costs and near repeats would add is scored only.
    """
    expected, share = _bayes(counts, setting), setting.terms.hot_share
    cls = np.full(len(expected), CLASSES[2], dtype=object)
    cls[_above(expected, setting.length, (1 + HIGH) * share)] = CLASSES[1]
    cls[_above(expected, setting.length, share)] = CLASSES[0]
    found = errors(counts, setting)
    return Outlook(span._replace(months=span.months + 1).name(span.months), cls, found, verdict(found))
