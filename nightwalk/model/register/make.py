"""Make a risk register from files of incidents, citizen reports and audit walks."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from nightwalk.base.errors import CityError
from nightwalk.model.city.columns import LightSource
from nightwalk.model.city.shapes import shapes_of
from nightwalk.model.register.audit import no_audit, read_audit
from nightwalk.model.register.estimate import Risk, fitted_prior, posterior
from nightwalk.model.register.events import Events, Period, joined, read_events
from nightwalk.model.register.outlook import Setting, near_repeat, outlook
from nightwalk.model.register.privacy import pooled, shared_out
from nightwalk.model.register.register import FAMILIES, RiskRegister, network_checksum
from nightwalk.model.register.risk_terrain import features, terrain
from nightwalk.model.register.rows import FileFormat
from nightwalk.model.register.tally import MONTHS, Span, counts_by_month, latest, span_of
from nightwalk.model.register.terms import Terms
from nightwalk.model.register.words import DISORDER, INSECURITY, read_words

if TYPE_CHECKING:
    from collections.abc import Callable

    from nightwalk.model.city import City
    from nightwalk.model.register.account import Account

__all__ = ["Made", "make_register", "register"]

UNIT = 100.0  # metres of street in one unit of exposure
LEAST_PRESENCE = 0.05  # of the mean: an empty street is not without exposure
CITIZEN_WEIGHT = 0.5  # of a citizen report beside a recorded crime, rule 32
Made = tuple[RiskRegister, tuple["Account", ...]]


def register(
    city: City,
    *,
    incidents: Path | str | None = None,
    reports: Path | str | None = None,
    audit: Path | str | None = None,
    form: FileFormat | Mapping[str, FileFormat] | None = None,
    types: Path | str | None = None,
    since: date | None = None,
    until: date | None = None,
    presence: np.ndarray | None = None,
    terms: Terms | None = None,
) -> RiskRegister:
    """Make the risk register of a city.

    Args:
        city: the town.
        incidents: police incidents: type, date, and coordinates or a street name (CSV, GeoJSON, GeoPackage).
        reports: reports of citizens: date and place, and a type where there is one.
        audit: audit pins: place, and lux, incivility (0-1) or social (0-1).
        form: how the files are written, where not as usual: columns, date format, coordinate system; one for all,
            or by ``incidents``, ``reports`` and ``audit``.
        types: TOML with more words for the types of incident.
        since: first day that counts; the first of the files where not given.
        until: last day that counts.
        presence: float64 (S,) people passing each segment; risk is then relative to them.
        terms: the declared numbers.

    Returns:
        The register; what became of each row is in `accounts`.

    Raises:
        CityError: if a file cannot be used, or holds too few reports.
    """
    given = {"incidents": incidents, "reports": reports, "audit": audit}
    forms = form if isinstance(form, Mapping) else dict.fromkeys(given, form or FileFormat())
    files = {
        what: (Path(path), forms.get(what, FileFormat())) for what, path in given.items() if path is not None
    }
    return make_register(
        city, files, types=None if types is None else Path(types), period=Period(since, until), presence=presence,
        terms=terms or Terms(),
    )[0]  # fmt: skip


def make_register(
    city: City, files: Mapping[str, tuple[Path, FileFormat]], *, types: Path | None, period: Period,
    presence: np.ndarray | None, terms: Terms,
) -> Made:  # fmt: skip
    """Return the register and the full account of every file; arguments as `register`.

    Raises:
        CityError: as `register`.
    """
    if not files:
        raise CityError("There is nothing to register; give incidents, reports or an audit.")
    words, accounts, events = read_words(types), [], {}
    seen = no_audit(city.segments)
    for what, (path, form) in files.items():
        if what == "audit":
            seen, account = read_audit(path, city, words=words, form=form, reach=terms.reach)
        else:
            events[what], account = read_events(
                path, city, what=what, words=words, form=form, reach=terms.reach, period=period
            )
        accounts.append(account)
    measures = _measures(events)
    parts = _estimates(city, measures, period, presence, terms) if measures else _nothing(city)
    social = np.fmax(parts.pop("social"), seen.social)
    made = RiskRegister(
        town=_town(city), network=network_checksum(city), streets=shapes_of(city), fewest=terms.fewest, audit=seen,
        social=social, accounts=tuple(_kept(one, terms.fewest) for one in accounts), **parts,
    )  # fmt: skip
    return made, tuple(accounts)


def _measures(events: dict[str, Events]) -> dict[str, Events]:
    """Return recorded crimes and citizens' reports; disorder in the police's file is what citizens reported to them."""
    found = {}
    police, citizens = events.get("incidents"), events.get("reports")
    if police is not None:
        found["recorded"] = police.of(*range(len(FAMILIES)))
        told = police.of(DISORDER, INSECURITY)
        citizens = told if citizens is None else joined([citizens, told])
    if citizens is not None:
        found["reported"] = citizens
    return {name: some for name, some in found.items() if len(some.day)}


def _estimates(
    city: City, measures: dict[str, Events], period: Period, presence: np.ndarray | None, terms: Terms
) -> dict[str, Any]:
    """Return the fields of a register that come from counts."""
    span = span_of(np.concatenate([some.day for some in measures.values()]), period)
    each = city.streets.length / UNIT * _relative(presence, city)
    exposure, splits = each * span.years, _splits(city)
    by_month = _enough(
        {name: counts_by_month(some, span, city.segments) for name, some in measures.items()}, terms
    )
    totals = {name: months.sum(axis=0) for name, months in by_month.items()}
    known = {name: pooled(total, exposure, splits, terms.fewest) for name, total in totals.items()}
    risks = {
        name: posterior(known[name][0], exposure, fitted_prior(totals[name], exposure)) for name in totals
    }
    main = next(iter(totals))
    setting = Setting(each / MONTHS, splits, terms, _boosts(city, measures[main], span))
    return {
        "span": span, "exposure": exposure, "risks": risks,
        "counts": {name: np.where(known[name][1], totals[name], np.nan) for name in totals},
        "families": _families(measures.get("recorded"), span, terms.fewest),
        "disorder": (share := _disorder(measures.get("reported"), terms.fewest)),
        "social": _social(risks.get("reported"), share, terms.disorder_half, city.segments),
        "latest": _latest(city, measures, risks, exposure, span, terms.fewest),
        "terrain": terrain(totals[main], exposure, city.streets.length, features(city, terms), terms.effect_sd),
        "outlook": outlook(by_month[main], span, setting),
    }  # fmt: skip


def _splits(city: City) -> tuple[np.ndarray, ...]:
    """Return what streets with few reports are pooled by: area, within it class of street, within it name."""
    return city.streets.area, city.streets.cls, np.unique(city.streets.name, return_inverse=True)[1]


def _enough(by_month: dict[str, np.ndarray], terms: Terms) -> dict[str, np.ndarray]:
    """Return the measures with as many reports as may be shown; where none has, all of them, to be refused."""
    return {name: months for name, months in by_month.items() if months.sum() >= terms.fewest} or by_month


def _nothing(city: City) -> dict[str, Any]:
    """Return the fields of a register without a report: an audit only."""
    zeros = np.zeros(city.segments)
    return {
        "span": Span(date.min, 0), "exposure": zeros, "risks": {}, "counts": {}, "families": {}, "disorder": 0.0,
        "social": zeros, "latest": zeros, "terrain": None, "outlook": None,
    }  # fmt: skip


def _relative(presence: np.ndarray | None, city: City) -> np.ndarray:
    """Return presence relative to its mean along the streets, 1 where it is not given."""
    if presence is None:
        return np.ones(city.segments)
    if len(presence) != city.segments or not presence.max() > 0:
        raise CityError(
            f"The presence of people must be one number for each of the {city.segments} segments, not all 0."
        )
    mean = float(np.average(presence, weights=city.streets.length))
    return np.maximum(presence / mean, LEAST_PRESENCE)


def _boosts(city: City, events: Events, span: Span) -> Callable[[int], np.ndarray] | None:
    """Return near repeats before each month; None where only months are known."""
    from nightwalk.model.parameters import Parameters
    from nightwalk.model.surroundings import close_pairs

    if events.months_only:
        return None
    p, starts = Parameters().values(), span.starts
    near = close_pairs(city, p.boost_radius)
    return lambda month: near_repeat(events, starts[month], near, city.segments, p)


def _families(events: Events | None, span: Span, fewest: float) -> dict[str, float | None]:
    if events is None:
        return {}
    total = np.bincount(events.kind, events.weight, len(FAMILIES))
    shown = _hiding_enough(total, total >= fewest, fewest)
    return {
        name: float(count) / span.years if show else None
        for name, count, show in zip(FAMILIES, total.tolist(), shown.tolist(), strict=True)
    }


def _hiding_enough(total: np.ndarray, shown: np.ndarray, fewest: float) -> np.ndarray:
    """Hide the least of the others, too, where what is hidden could be worked out from the sum of all."""
    if shown.any() and 0 < total[~shown].sum() < fewest:
        shown[np.flatnonzero(shown)[np.argmin(total[shown])]] = False
    return shown


def _disorder(events: Events | None, fewest: float) -> float:
    """Return the share of disorder among the reports, to the nearest tenth; 0 where there are few."""
    if events is None or events.weight.sum() < fewest:
        return 0.0
    return round(float(events.weight[events.kind == DISORDER].sum() / events.weight.sum()), 1)


def _social(risk: Risk | None, share: float, half: float, segments: int) -> np.ndarray:
    """Return social incivility K = r / (r + half), r = reports of disorder per 100 m and year (rule 23)."""
    if risk is None:
        return np.zeros(segments)
    rate = risk.mean * share
    return np.asarray(rate / (rate + half))


def _latest(
    city: City,
    measures: dict[str, Events],
    risks: dict[str, Risk],
    exposure: np.ndarray,
    span: Span,
    fewest: float,
) -> np.ndarray:
    """Return recorded crimes + 0.5 x citizens' reports of the last 28 days, by area, spread by risk."""
    out = np.zeros(city.segments)
    for name, weight in (("recorded", 1.0), ("reported", CITIZEN_WEIGHT)):
        if name in risks:
            counts = latest(measures[name], span, city.segments)
            out += weight * shared_out(counts, risks[name].mean * exposure, city.streets.area, fewest)
    return out


def _town(city: City) -> dict[str, Any]:
    guessed = city.streets.light_source == LightSource.IMPUTED
    length = city.streets.length
    return {
        "name": city.name, "attribution": city.attribution, "data_date": city.data_date,
        "guessed_lit_share": float(length[guessed].sum() / length.sum()),
    }  # fmt: skip


def _kept(account: Account, fewest: float) -> dict[str, Any]:
    """Return an account as the register keeps it: no example of a row, no type that few rows have."""
    said = account.as_json()
    said["reasons"] = {reason: {"rows": one["rows"]} for reason, one in said["reasons"].items()}
    said["unknown_types"] = {name: rows for name, rows in said["unknown_types"].items() if rows >= fewest}
    return said
