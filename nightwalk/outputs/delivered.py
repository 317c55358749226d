"""What is delivered of a plan: fidelity and delay, elections and the year after, cases of victim support."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from nightwalk.outputs.indicators import HEADLINE, INDICATORS
from nightwalk.outputs.language import _, day, number
from nightwalk.outputs.paired import interval_of
from nightwalk.outputs.sections import Table
from nightwalk.outputs.wording import per_cent, ranged, written

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import pandas as pd

    from nightwalk.outputs.ensemble import Ensemble

__all__ = ["FACTORS_SAID", "after_elections", "governed", "supported"]

FACTORS_SAID = ("commitment", "capacity", "diversity", "memory")
YEAR = 365  # days looked at on either side of an election
MONTH = 365.25 / 12


def governed(scenario: Mapping[str, Any]) -> dict[str, str]:
    """Return what the table [governance] of a scenario comes to, as facts; empty where it has none."""
    table = scenario.get("governance") or {}
    if "fidelity" not in table:
        return {}
    factors = ", ".join(f"{_(name)} {number(format(table[name]['value'], 'g'))}" for name in FACTORS_SAID)
    elections = ", ".join(map(day, table["elections"]))
    kept = _("{dates}; each leaves {share} of what is delivered and of upkeep", dates=elections,
             share=per_cent(table["kept_at_election"]))  # fmt: skip
    return {
        _("Delivered"): _(
            "{share} of every measure, once all that governs is in full effect",
            share=per_cent(table["fidelity"]),
        ),
        _("Delay"): _(
            "the authority learns of crime {ratio} times as late", ratio=number(f"{table['delay_ratio']:.2g}")
        ),
        _("Elections"): kept if elections else _("none in the table"),
        _("Rests on"): _("{factors} (0 to 1; evidence grade D)", factors=factors),
    }


def after_elections(ensemble: Ensemble) -> Table:
    """Return the headline in the year before and after each election within the horizon, per scenario."""
    heads = [
        (_("Scenario"), False), (_("Election"), False), (_("Days before, after"), True), (_("Before"), True),
        (_("After"), True), (_("Difference, points (95 % interval)"), True),
    ]  # fmt: skip
    found = list(_elections(ensemble))
    if not found:
        return Table(heads, [])
    daily = _course(ensemble, HEADLINE)
    rows = [_around(daily, name, held, ensemble.scenario(name)) for name, held in found]
    return Table(heads, [row for row in rows if row])


def _elections(ensemble: Ensemble) -> Iterator[tuple[str, date]]:
    """Yield scenario and day of every election that lies inside the horizon."""
    for name in ensemble.scenarios:
        scenario = ensemble.scenario(name)
        for stated in (scenario.get("governance") or {}).get("elections") or []:
            held = date.fromisoformat(stated)
            if 0 < _since_start(held, scenario) < scenario["days"]:
                yield name, held


def _since_start(held: date, scenario: Mapping[str, Any]) -> int:
    return (held - date.fromisoformat(scenario["start"])).days


def _course(ensemble: Ensemble, measure: str) -> pd.DataFrame:
    """Return one measure of the series: a row per scenario and seed, a column per day it is taken on."""
    rows = ensemble.chosen("series", measure=measure)
    return rows.pivot(index=["scenario", "seed"], columns="day", values="value")  # noqa: PD010  a repeated row is an error


def _around(daily: pd.DataFrame, name: str, held: date, scenario: Mapping[str, Any]) -> list[str]:
    on, days = _since_start(held, scenario), int(scenario["days"])
    taken, mine = daily.columns.to_numpy(), daily.loc[name].to_numpy(float)
    sides = (taken >= on - YEAR) & (taken < on), (taken >= on) & (taken < on + YEAR)
    if not all(side.any() for side in sides):
        return []
    before, after = (np.nanmean(mine[:, side], axis=1) for side in sides)
    number_of = INDICATORS[HEADLINE].number
    lengths = f"{min(on, YEAR)}, {min(days - on, YEAR)}"
    levels = [number_of(float(np.mean(side))) for side in (before, after)]
    change = ranged(*interval_of(after - before), partial(number_of, signed=True))
    return [name, day(held), lengths, *levels, change]


def supported(ensemble: Ensemble) -> Table:
    """Return cases of victim support against its places, a month while it is open, where a scenario has a unit."""
    heads = [
        (_("Scenario"), False), (_("Cases a month"), True), (_("Places a month"), True),
        (_("Turned away a month"), True),
    ]  # fmt: skip
    found = ((name, _open_days(ensemble, name)) for name in ensemble.scenarios)
    return Table(heads, [_support(name, rows) for name, rows in found if len(rows)])


def _open_days(ensemble: Ensemble, name: str) -> pd.DataFrame:
    """Return the series of a scenario between the first and the last day on which victim support has places."""
    rows = ensemble.chosen("series", scenario=name)
    days = rows.loc[(rows["measure"] == "support_places") & (rows["value"] > 0), "day"]
    return rows[rows["day"].between(days.min(), days.max())]


def _support(name: str, rows: pd.DataFrame) -> list[str]:
    mean = rows.groupby("measure")["value"].mean()
    a_month = (mean["support_cases"] * MONTH, mean["support_places"], mean["support_turned_away"] * MONTH)
    return [name, *map(written(",.1f"), a_month)]
