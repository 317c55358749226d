"""A virtual survey: the people of the simulation answer the same questionnaire under the same design.

Every respondent has a counterpart: somebody of the town of the same kind, sex and age, in the area that stands for
their cluster. The counterpart takes over weight, cluster and stratum, and answers what the respondent answered. So both
tables are laid out alike, and what differs is people, not design.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from nightwalk.calibration.errors import CalibrationError
from nightwalk.calibration.items import ANSWERS, LOWEST, UNSAFE
from nightwalk.calibration.survey.variables import LABELS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from nightwalk.calibration.survey.survey import Survey
    from nightwalk.model.simulation import Simulation

__all__ = ["Townspeople", "townspeople", "virtual_survey"]

YEARS = np.array([25.0, 42.0, 57.0, 70.0, 80.0])  # an age in each group
HOURS = 24.0 * 365.0 / 12.0  # in a month
SAFE_SIDE, UNSAFE_SIDE = float(ANSWERS.index("safe_side")), float(ANSWERS.index("unsafe_side"))


@dataclass(frozen=True)
class Townspeople:
    """Who can be asked in a town, and what they would say.

    Attributes:
        columns: Variables of a survey, float64 (N,), or texts for the area.
        answers: Probabilities of the four answers to each item the town has places for, float64 (N, 4).
    """

    columns: Mapping[str, np.ndarray]
    answers: Mapping[str, np.ndarray]

    def __len__(self) -> int:
        return len(self.columns["sex"])


def townspeople(sim: Simulation) -> Townspeople:
    """Return the residents and visitors of a simulation as they are now; asking has no side effect."""
    from nightwalk.agents.columns import RESIDENT, WORKER, avoided_dark, victimised
    from nightwalk.model.indicators import answers

    people, known = sim.state.people, sim.state.residents + sim.state.visitors
    victim = victimised(people) > 0
    months = np.where(people.last_victim >= 0, (sim.clock.hour - people.last_victim) / HOURS, np.nan)
    columns = {
        "sex": people.sex, "age": YEARS[people.age], "disability": people.disability, "low_income": people.low_income,
        "respondent": np.select([people.kind == RESIDENT, people.kind == WORKER], [0.0, 2.0], 1.0),
        "trust": people.trust + people.shift_trust, "trust_authorities": people.authority + people.shift_authority,
        "media": people.exposure, "concern": people.concern, "victim": victim, "victim_months": months,
        "episode": people.episodes > 0, "episode_frequency": people.episodes, "episode_intense": people.intense > 0,
        "avoidance": avoided_dark(people) > 0,
    }  # fmt: skip
    plain: dict[str, np.ndarray] = {
        name: np.asarray(one, dtype=float)[:known] for name, one in columns.items()
    }
    plain["area"] = np.asarray(sim.town.city.areas.name, dtype=object)[people.area[:known]]
    shares = {item: one[:known] for item, one in answers(sim).items() if np.isfinite(one).all()}
    return Townspeople(plain, shares)


def virtual_survey(survey: Survey, town: Townspeople, seed: int) -> Survey:
    """Return the survey as the people of a town answer it.

    Args:
        survey: the real one; its design is kept.
        town: who can be asked.
        seed: key of who is asked and what they say.

    Raises:
        CalibrationError: if the town has nobody of a respondent's sex.
    """
    luck = np.random.default_rng(seed)
    chosen = _counterparts(survey, town, luck)
    columns = {name: column for name, column in survey.columns.items() if name in LABELS}
    for name in survey.columns:
        if name in town.answers:
            columns[name] = _answered(survey.column(name), town.answers[name][chosen], luck)
        elif name in town.columns and name not in LABELS:
            columns[name] = np.where(np.isnan(survey.column(name)), np.nan, town.columns[name][chosen])
    missing = tuple(name for name in survey.columns if name not in columns)
    note = (f"The simulation has no answer to {', '.join(missing)}.",) if missing else ()
    return replace(
        survey, columns=columns, account=replace(survey.account, file="the simulation", notes=note)
    )


def _counterparts(survey: Survey, town: Townspeople, luck: np.random.Generator) -> np.ndarray:
    """Return who of the town stands for each respondent, int64 (R,)."""
    place = _places(survey, town, luck)
    wanted = list(zip(place, _kind(survey), survey.column("sex"), survey.age_group, strict=True))
    group = np.searchsorted(YEARS, town.columns["age"])
    there = [town.columns["area"], town.columns["respondent"], town.columns["sex"], group]
    pools = {key: _pool(key, there) for key in dict.fromkeys(wanted)}
    u = luck.random(len(survey))
    return np.array([pools[key][int(at * len(pools[key]))] for key, at in zip(wanted, u, strict=True)])


def _kind(survey: Survey) -> np.ndarray:
    """Return the kind of each respondent; who was not asked is a resident."""
    return np.asarray(np.nan_to_num(survey.column("respondent")))


def _places(survey: Survey, town: Townspeople, luck: np.random.Generator) -> np.ndarray:
    """Return the area of the town that stands for each respondent's: their own, or one drawn for their cluster."""
    areas, people = np.unique(town.columns["area"].astype(str), return_counts=True)
    stated, cluster = survey.column("area").astype(str), survey.column("cluster").astype(str)
    known = {name.casefold(): name for name in areas}
    drawn = luck.choice(areas, size=len(np.unique(cluster)), p=people / people.sum())
    by_cluster = np.where(cluster == "", "", drawn[np.unique(cluster, return_inverse=True)[1]])
    return np.array(
        [known.get(a.casefold(), b) for a, b in zip(stated, by_cluster, strict=True)], dtype=object
    )


def _pool(key: tuple[object, ...], there: list[np.ndarray]) -> np.ndarray:
    """Return who can stand for a respondent: of the same place, kind, sex and age, or as many of these as can be."""
    alike = [np.asarray(column == one) for column, one in zip(there, key, strict=True)]
    place, kind, sex, age = alike
    for chosen in (place & kind & sex & age, kind & sex & age, kind & sex, sex):
        if chosen.any():
            return np.flatnonzero(chosen)
    raise CalibrationError("The town has nobody of the sex of a respondent; give it more residents.")


def _answered(real: np.ndarray, shares: np.ndarray, luck: np.random.Generator) -> np.ndarray:
    """Return answers drawn from their probabilities (R, 4), in the form of the real ones, float64 (R,)."""
    answer = (luck.random(len(shares))[:, None] > np.cumsum(shares, axis=1)[:, :-1]).sum(axis=1)
    side = np.where(LOWEST[answer] >= UNSAFE, UNSAFE_SIDE, SAFE_SIDE)
    return np.where(np.isnan(real), np.nan, np.where(real >= SAFE_SIDE, side, answer))
