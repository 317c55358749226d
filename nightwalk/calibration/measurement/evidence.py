"""What is fitted to: respondents with weights, or cells of a published table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import numpy as np

from nightwalk.agents.population import AGES, SEXES
from nightwalk.calibration.errors import CalibrationError
from nightwalk.calibration.measurement.rows import Rows, blank_rows, distinct, rows_of

if TYPE_CHECKING:
    from nightwalk.agents.population import Population
    from nightwalk.calibration.survey.published import Published, PublishedCell
    from nightwalk.calibration.survey.survey import Survey

__all__ = ["Cells", "Evidence", "Microdata", "microdata", "published_cells"]


class Evidence(Protocol):
    """Something with a log-likelihood made of those of rows."""

    @property
    def rows(self) -> Rows:
        """Distinct respondents."""
        ...

    @property
    def items(self) -> tuple[str, ...]:
        """Items asked."""
        ...

    def value(self, log: np.ndarray) -> float:
        """Return the log-likelihood, from that of each row."""
        ...

    def gradient(self, log: np.ndarray, score: np.ndarray) -> np.ndarray:
        """Return the gradient (K,), from the scores of the rows (R, K)."""
        ...

    def information(self, log: np.ndarray, score: np.ndarray) -> np.ndarray:
        """Return the expected curvature by the products of scores (K, K): where a search begins."""
        ...

    def score_spread(self, log: np.ndarray, score: np.ndarray) -> np.ndarray | None:
        """Return the design-based covariance of the score (K, K), or None where the model's own holds."""
        ...


@dataclass(frozen=True)
class Microdata:
    """Respondents: a pseudo-likelihood with weights of mean 1 (Pfeffermann 1993).

    Attributes:
        rows: Distinct respondents.
        items: Items asked.
        which: Distinct respondent of each row of the survey, int64 (N,).
        weight: Weights, mean 1, float64 (N,).
        cluster: Number of the primary unit of each row, int64 (N,).
        stratum: Number of the stratum of each row, int64 (N,).
        design_effect: What clusters that are not in the file do to the variance.
    """

    rows: Rows
    items: tuple[str, ...]
    which: np.ndarray
    weight: np.ndarray
    cluster: np.ndarray
    stratum: np.ndarray
    design_effect: float = 1.0

    @property
    def total(self) -> np.ndarray:
        """Weight of each distinct respondent, float64 (R,)."""
        return np.bincount(self.which, weights=self.weight, minlength=len(self.rows.sex))

    def value(self, log: np.ndarray) -> float:
        """Return the weighted log-likelihood."""
        return float(self.total @ log)

    def gradient(self, log: np.ndarray, score: np.ndarray) -> np.ndarray:
        """Return the weighted sum of the scores."""
        del log
        return np.asarray(self.total @ score)

    def information(self, log: np.ndarray, score: np.ndarray) -> np.ndarray:
        """Return the weighted products of the scores (K, K)."""
        del log
        return np.asarray((score * self.total[:, None]).T @ score)

    def score_spread(self, log: np.ndarray, score: np.ndarray) -> np.ndarray | None:
        """Return the covariance of the score between clusters within strata; None for a simple random sample."""
        del log
        one_each = len(np.unique(self.cluster)) == len(self.weight)
        if one_each and np.ptp(self.weight) == 0 and not self.stratum.any() and self.design_effect == 1:
            return None
        pulled = self.weight[:, None] * score[self.which]
        clusters, member = np.unique(self.cluster, return_inverse=True)
        sums = np.stack([np.bincount(member, weights=column) for column in pulled.T], axis=1)
        stratum = np.zeros(len(clusters), dtype=np.int64)
        stratum[member] = self.stratum
        return self.design_effect * _between(sums, stratum)


def microdata(survey: Survey, items: tuple[str, ...]) -> Microdata:
    """Return the respondents of a survey as evidence; without clusters everybody is one of their own."""
    rows, which = distinct(rows_of(survey, items))
    _, cluster = np.unique(survey.column("cluster").astype(str), return_inverse=True)
    _, stratum = np.unique(survey.column("stratum").astype(str), return_inverse=True)
    if not cluster.any():
        cluster = np.arange(len(survey))
    return Microdata(rows, items, which, survey.weight, cluster, stratum, survey.design_effect)


@dataclass(frozen=True)
class Cells:
    """Published shares: each is a mixture of respondents alike in what is known of its group.

    Attributes:
        rows: Kinds of respondents, each with one answer to one item.
        items: Items asked.
        part: Weight of each row in the share, float64 (C, R).
        whole: Weight of each row in what the share is of, float64 (C, R); None where that is everybody.
        share: Published shares, float64 (C,).
        size: Effective number of answers behind each, float64 (C,).
    """

    rows: Rows
    items: tuple[str, ...]
    part: np.ndarray
    whole: np.ndarray | None
    share: np.ndarray
    size: np.ndarray

    def expected(self, log: np.ndarray) -> np.ndarray:
        """Return the share of each cell, float64 (C,), from the log-likelihood of the rows."""
        chance = np.exp(log)
        return np.asarray((self.part @ chance) / self._base(chance))

    def _base(self, chance: np.ndarray) -> np.ndarray:
        return np.ones(len(self.part)) if self.whole is None else self.whole @ chance

    def value(self, log: np.ndarray) -> float:
        """Return the binomial log-likelihood of the shares."""
        p = self.expected(log)
        return float(self.size @ (self.share * np.log(p) + (1.0 - self.share) * np.log1p(-p)))

    def gradient(self, log: np.ndarray, score: np.ndarray) -> np.ndarray:
        """Return the gradient of the binomial log-likelihood."""
        p, moved = self._moved(log, score)
        return np.asarray((self.size * (self.share / p - (1.0 - self.share) / (1.0 - p))) @ moved)

    def information(self, log: np.ndarray, score: np.ndarray) -> np.ndarray:
        """Return the expected curvature (K, K)."""
        p, moved = self._moved(log, score)
        return np.asarray((moved * (self.size / (p * (1.0 - p)))[:, None]).T @ moved)

    def _moved(self, log: np.ndarray, score: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return the share of each cell (C,) and its gradient (C, K)."""
        chance, p = np.exp(log), self.expected(log)
        pull = self.part if self.whole is None else self.part - p[:, None] * self.whole
        return p, pull / self._base(chance)[:, None] * chance @ score

    def score_spread(self, log: np.ndarray, score: np.ndarray) -> np.ndarray | None:
        """Return None: the design is in the effective numbers."""
        del log, score
        return None


def _between(sums: np.ndarray, stratum: np.ndarray) -> np.ndarray:
    """Return the covariance of totals from those of clusters (C, K) within strata (Binder 1983)."""
    total = np.zeros((sums.shape[1], sums.shape[1]))
    for one in np.unique(stratum):
        mine = sums[stratum == one]
        if len(mine) > 1:
            away = mine - mine.mean(axis=0)
            total += len(mine) / (len(mine) - 1.0) * away.T @ away
    return total


def published_cells(
    table: Published, items: tuple[str, ...], population: Population, *, fitted: bool, n: float
) -> Cells:
    """Return published shares as evidence: mixtures of the sexes and ages of the population.

    Args:
        table: the shares.
        items: what is asked.
        population: margins of the people the table is of.
        fitted: the cells to fit; otherwise all, to compare.
        n: people behind a share that is published without.

    Raises:
        CalibrationError: if a share has no n and none is stated.
    """
    cells = [cell for cell in table.cells if not (fitted and cell.check)]
    sex, age, item, answer = (
        axis.ravel()
        for axis in np.meshgrid(range(2), range(len(AGES)), range(len(items)), range(4), indexing="ij")
    )
    rows = blank_rows(len(sex), len(items))._replace(sex=sex.astype(float), age=age.astype(float))
    rows.answer[np.arange(len(sex)), item] = answer
    weight = np.where(sex == 1, population.women, 1.0 - population.women) * np.array(population.ages)[age]
    group = np.array([
        weight * (item == items.index(cell.item)) * np.array(cell.ages)[age] * _of_sex(sex, cell.sex) for cell in cells
    ])  # fmt: skip
    part, whole = (
        np.array([mine * np.isin(answer, kept) for mine, kept in zip(group, chosen, strict=True)])
        for chosen in ([cell.answers for cell in cells], [cell.among for cell in cells])
    )
    people = np.array([_people(cell, n) for cell in cells])
    size = people * group.sum(axis=1) / 4.0 / table.design_effect
    return Cells(rows, items, part, whole, np.array([cell.share for cell in cells]), size)


def _of_sex(sex: np.ndarray, name: str) -> np.ndarray:
    return np.ones(len(sex)) if name == "all" else (sex == SEXES.index(name)).astype(float)


def _people(cell: PublishedCell, n: float) -> float:
    people = n if np.isnan(cell.n) else cell.n
    if not people > 0:
        raise CalibrationError(
            f"The share {cell.label!r} {cell.wave} is published without the number of people; "
            "state n = ... beside the survey of the study."
        )
    return people
