"""Observation: what a run counts and the tables it leaves; nothing here touches what it observes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from nightwalk.agents.offend import FAMILIES, STREET_FAMILIES, VANDALISM
from nightwalk.agents.outings import LIGHT as DAYLIGHT
from nightwalk.agents.perceive import levels
from nightwalk.agents.report import CASES, TURNED_AWAY
from nightwalk.model.city.columns import StreetClass
from nightwalk.model.cues import unbuilt
from nightwalk.model.indicators import indicator_rows
from nightwalk.model.renewal import DARK_HOUR, DAY_HOUR, z_of_hour
from nightwalk.model.zones import zone_rows

if TYPE_CHECKING:
    from collections.abc import Mapping

    from nightwalk.model.simulation import Simulation

__all__ = ["Observations"]

LIGHT = ("day", "dark")
PANEL = 200  # residents who judge every street
SURVEY_EVERY = 7  # days between two survey waves of the series


class Observations:
    """Counters of a run, in people (agents x people_per_agent), from its first hour on."""

    def __init__(self, sim: Simulation) -> None:
        self.sim = sim
        self.crimes = np.zeros((2, len(FAMILIES), len(StreetClass), 2), dtype=np.int64)  # true/recorded
        self.places = np.zeros(
            (2, len(FAMILIES), sim.town.city.segments), dtype=np.int64
        )  # never leave the run
        self.least_safe = least_safe_fifth(sim.state.people.unsafe, sim.state.residents)
        self.series: list[tuple[int, str, str, float]] = []
        self._day = dict.fromkeys(("walks", "walks_after_dark", "fear_episodes", *CRIME_SERIES), 0)
        self._totals: dict[str, float] = {}
        self._asked = 0
        self.days = 0

    def count_hour(self, walks: int, episodes: int, crimes: int) -> None:
        """Add an hour's walks, fear episodes and crimes."""
        sim = self.sim
        lit = 1 if sim.today.day.dark[sim.clock.slot] >= DAYLIGHT else 0
        self._day["walks"] += walks
        self._day["walks_after_dark"] += walks * lit
        self._day["fear_episodes"] += episodes
        for c in range(crimes):
            family, known = int(sim.scratch.crimes.family[c]), int(sim.scratch.recorded[c])
            segment = int(sim.scratch.crimes.segment[c])
            street_class = int(sim.town.city.streets.cls[segment])
            self.places[0, family, segment] += 1
            self.places[1, family, segment] += known
            self.crimes[0, family, street_class, lit] += 1
            self.crimes[1, family, street_class, lit] += known
            if family < STREET_FAMILIES:
                self._day["street_crimes"] += 1
                self._day["recorded_street_crimes"] += known
            elif family == VANDALISM:
                self._day["vandalism"] += 1

    def end_day(self) -> None:
        """Close the day's row of the series; take a survey wave once a week."""
        sim = self.sim
        day, date = sim.clock.day - sim.first_day, sim.clock.date.isoformat()
        weight = sim.people_per_agent
        self.series.extend((day, date, name, count * weight) for name, count in self._day.items())
        self.series.extend((day, date, name, since) for name, since in self._since_yesterday().items())
        if day % SURVEY_EVERY == 0 or day == sim.setup.days - 1:
            self.series.append((day, date, "unsafe_after_dark", self.unsafe_after_dark()))
            self.series.append((day, date, "media_agenda", sim.state.media))
            self.series.append((day, date, "support_places", sim.today.conditions[DAY_HOUR].support_places))
        self._day = dict.fromkeys(self._day, 0)
        self.days += 1

    def _since_yesterday(self) -> dict[str, float]:
        state = self.sim.state
        totals = {
            "forgone": float(state.people.forgone_dark.sum()) * self.sim.people_per_agent,
            "support_cases": float(state.support[CASES]),
            "support_turned_away": float(state.support[TURNED_AWAY]),
        }
        since = {name: total - self._totals.get(name, 0.0) for name, total in totals.items()}
        self._totals = totals
        return since

    def unsafe_after_dark(self) -> float:
        """Return the share of residents answering unsafe or very unsafe about their area after dark."""
        from scipy.special import expit

        state = self.sim.state
        return float(expit(state.people.unsafe[: state.residents]).mean())

    def resident_legs_since_asked(self) -> int:
        """Return the legs residents walked since this was last asked (agents)."""
        state = self.sim.state
        total = int(state.people.walks[: state.residents].sum())
        since, self._asked = total - self._asked, total
        return since

    def tables(self, name: str, treated: Mapping[str, np.ndarray]) -> dict[str, Any]:
        """Return the run as pyarrow tables labelled with the scenario's name.

        Args:
            name: the scenario.
            treated: rows of the segments that each scenario of the study treats, by name: zones are told of all.
        """
        from nightwalk.outputs.tables import make_table

        label = {"scenario": name, "seed": int(self.sim.seed_key)}
        streets = self.street_columns()
        found: dict[str, dict[str, Any]] = {
            "indicators": indicator_rows(self),
            "series": dict(
                zip(("day", "date", "measure", "value"), zip(*self.series, strict=True), strict=True)
            ),
            "streets": streets,
            "crimes": self.crime_rows(),
            "zones": zone_rows(self, streets, treated),
        }
        return {table: make_table(table, {**columns, **label}) for table, columns in found.items()}

    def street_columns(self) -> dict[str, np.ndarray]:
        """Return one value per segment: conditions at the end, cues, passers a day, what residents would feel.

        Of a path that is only planned nothing is known (nan).
        """
        sim = self.sim
        street, now = sim.scratch.street, sim.today.conditions[DARK_HOUR]
        days, weight = max(self.days, 1), sim.people_per_agent
        z = {
            "day": self._cue(DAY_HOUR, 0.0),
            "dark": self._cue(DARK_HOUR, 1.0),
        }
        looks = {
            "lux": now.lux,
            "incivility": now.incivility,
            **{f"place_cue_{light}": cue.mean(axis=0) for light, cue in z.items()},
            **{f"unsafe_{light}": self._panel(cue) for light, cue in z.items()},
        }
        absent = np.isin(np.arange(len(now.closed)), unbuilt(now.closed, sim.town.city))
        return {
            "segment": sim.town.city.streets.id,
            **{name: np.where(absent, np.nan, column) for name, column in looks.items()},
            **{f"passers_{light}": street.passers[k] * weight / days for k, light in enumerate(LIGHT)},
            "fear_episodes": street.episodes * weight,
        }

    def _cue(self, hour: int, dark: float) -> np.ndarray:
        sim = self.sim
        night = dark * sim.town.night[0, hour]
        return z_of_hour(sim.today.by_hour[hour], sim.state.expected, hour, dark, night, sim.values)

    def _panel(self, cue: np.ndarray) -> np.ndarray:
        """Return the share of residents who would feel unsafe in each street, float64 (S,).

        The same panel of residents judges every street, so that a difference between two maps is
        the street's and not that of who happened to walk there.
        """
        from scipy.special import expit

        sim = self.sim
        people, count = sim.state.people, sim.state.residents
        rows = np.unique(np.linspace(0, count - 1, min(PANEL, count)).astype(np.int64))
        level = levels(people, sim.today.efficacy, sim.values)[rows]
        total = np.zeros(cue.shape[1])
        for i, theta_i in zip(rows, level, strict=True):
            total += expit(theta_i + people.v[i] * cue[people.sex[i]])
        return np.asarray(total / len(rows))

    def crime_rows(self) -> dict[str, np.ndarray | list[str]]:
        """Return crimes by family, street class and light; never by street (rule 28)."""
        shape = self.crimes.shape[1:]
        family, street_class, light = (axis.ravel() for axis in np.indices(shape))
        return {
            "family": [FAMILIES[f] for f in family],
            "street_class": [StreetClass(c).name.lower() for c in street_class],
            "light": [LIGHT[k] for k in light],
            "true": self.crimes[0].ravel() * self.sim.people_per_agent,
            "recorded": self.crimes[1].ravel() * self.sim.people_per_agent,
        }


def least_safe_fifth(unsafe: np.ndarray, residents: int) -> np.ndarray:
    """Return who is among the fifth of residents who feel least safe, bool (N,); ties to the lowest row.

    Taken when the horizon begins, so that they are the same people in every scenario of a seed.

    Args:
        unsafe: float64 (N,) logits, at home after dark.
        residents: how many of the first rows are residents.
    """
    chosen = np.zeros(len(unsafe), dtype=bool)
    chosen[np.argsort(-unsafe[:residents], kind="stable")[: residents // 5]] = True
    return chosen


CRIME_SERIES = ("street_crimes", "recorded_street_crimes", "vandalism")
