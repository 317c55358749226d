"""Respondents as the likelihood takes them: what is known of each, and each distinct one once."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from nightwalk.calibration.errors import CalibrationError

if TYPE_CHECKING:
    from nightwalk.calibration.survey.survey import Survey

__all__ = ["Rows", "blank_rows", "distinct", "rows_of", "unasked"]

UNKNOWN = -1e9  # stands for NaN where rows are compared


class Rows(NamedTuple):
    """Respondents, float64 (R,) unless stated; NaN where something is not known."""

    sex: np.ndarray  # 0 man, 1 woman; always known
    age: np.ndarray  # group 0-4
    disability: np.ndarray  # 0/1
    low_income: np.ndarray  # 0/1
    respondent: np.ndarray  # 0 resident, 1 visitor, 2 business
    trust: np.ndarray  # standard deviations
    authority: np.ndarray  # trust in authorities, standard deviations
    media: np.ndarray  # exposure, standard deviations
    concern: np.ndarray  # abstract concern, standard deviations
    victim: np.ndarray  # 0/1 within the recall
    months: np.ndarray  # since the last victimisation
    lux: np.ndarray  # audited, lx
    incivility: np.ndarray  # audited, standard deviations
    entrapment: np.ndarray  # audited, standard deviations
    answer: np.ndarray  # (R, J) number of the answer to each item


def blank_rows(count: int, items: int) -> Rows:
    """Return men of whom nothing else is known and who answered nothing."""
    unknown = {name: np.full(count, np.nan) for name in Rows._fields}
    return Rows(**{**unknown, "sex": np.zeros(count), "answer": np.full((count, items), np.nan)})


def rows_of(survey: Survey, items: tuple[str, ...]) -> Rows:
    """Return the respondents of a survey whose sex is known.

    Raises:
        CalibrationError: if sex is missing for somebody (choose the others first).
    """
    sex = survey.column("sex")
    if np.isnan(sex).any():
        raise CalibrationError(
            f"{int(np.isnan(sex).sum())} respondents of {survey.account.file} have no sex, which the equation needs; "
            "keep the others."
        )
    names = {"authority": "trust_authorities", "months": "victim_months"}
    known = {name: survey.column(names.get(name, name)) for name in Rows._fields if name != "answer"}
    for name in ("trust", "authority", "media", "concern", "incivility", "entrapment"):
        known[name] = survey.standardised(names.get(name, name))
    answer = np.stack([survey.column(item) for item in items], axis=1)
    return Rows(**{**known, "age": survey.age_group, "answer": answer})


def distinct(rows: Rows) -> tuple[Rows, np.ndarray]:
    """Return each distinct respondent once, and which of them each row is, int64 (R,)."""
    plain = np.column_stack([*rows[:-1], rows.answer])
    _, first, which = np.unique(
        np.nan_to_num(plain, nan=UNKNOWN), axis=0, return_index=True, return_inverse=True
    )
    return Rows(*(column[first] for column in rows)), which.ravel()


def unasked(rows: Rows) -> Rows:
    """Return the same respondents before they answered anything."""
    return rows._replace(answer=np.full_like(rows.answer, np.nan))
