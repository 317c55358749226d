"""The probability of a respondent's answers, integrated over what differs between persons.

Gauss-Hermite nodes over the random intercept b, the sensitivity v and, where it is not known, the light. The
gradient follows from the expected score of the nodes (Fisher's identity).
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from nightwalk.calibration.items import HIGHEST, LOWEST

if TYPE_CHECKING:
    from nightwalk.calibration.measurement.predictors import Predictors

__all__ = ["Integrated", "integrated", "log_likelihood"]

NODES_B, NODES_V = 15, 3
BLOCK = 128  # respondents at once: the arrays stay in the processor's cache
TINY = 1e-60  # the product over all items stays a number


class Integrated(NamedTuple):
    """The log-likelihood of each respondent and its derivatives by the predictors."""

    log: np.ndarray  # (R,)
    level: np.ndarray  # (R, J)
    cue: np.ndarray  # (R, J, L)
    spread: np.ndarray  # (R,)
    log_v: np.ndarray  # (R,)
    sigma_v: np.ndarray  # (R,)
    d1: np.ndarray  # (R,)
    d3: np.ndarray  # (R,)


class _Nodes(NamedTuple):
    b: np.ndarray  # (B,)
    v: np.ndarray  # (V,)
    weight: np.ndarray  # (L, V, B)


def integrated(answer: np.ndarray, given: Predictors) -> Integrated:
    """Return log-likelihood and derivatives of every respondent.

    Args:
        answer: float64 (R, J) number of the answer, NaN where there is none.
        given: the predictors.
    """
    nodes = _nodes(given.cue.shape[2])
    parts = [_block(answer[rows], _part(given, rows), nodes) for rows in _blocks(len(answer))]
    return Integrated(*(np.concatenate(column) for column in zip(*parts, strict=True)))


def log_likelihood(answer: np.ndarray, given: Predictors) -> np.ndarray:
    """Return the log-likelihood of every respondent, float64 (R,)."""
    nodes = _nodes(given.cue.shape[2])
    parts = []
    for rows in _blocks(len(answer)):
        upper, lower = _sides(answer[rows], _part(given, rows), nodes)
        parts.append(_posterior(np.maximum(upper - lower, TINY), nodes)[0])
    return np.concatenate(parts)


@cache
def _nodes(lux_nodes: int) -> _Nodes:
    (b, on_b), (v, on_v), (_, on_lux) = (
        np.polynomial.hermite_e.hermegauss(n) for n in (NODES_B, NODES_V, lux_nodes)
    )
    weight = on_lux[:, None, None] * on_v[:, None] * on_b
    return _Nodes(b, v, weight / weight.sum())


def _blocks(count: int) -> list[slice]:
    return [slice(first, first + BLOCK) for first in range(0, count, BLOCK)]


def _part(given: Predictors, rows: slice) -> Predictors:
    """Return the predictors of some respondents; what all share stays."""
    return given._replace(
        level=given.level[rows], cue=given.cue[rows], spread=given.spread[rows], log_v=given.log_v[rows]
    )


def _sensitivity(given: Predictors, nodes: _Nodes) -> np.ndarray:
    return np.asarray(np.exp(given.log_v[:, None] + given.sigma_v * nodes.v))  # (R, V)


def _sides(answer: np.ndarray, given: Predictors, nodes: _Nodes) -> tuple[np.ndarray, np.ndarray]:
    """Return P(Y* <= upper cut) and P(Y* <= lower cut) at every node, both (R, J, L, V, B)."""
    cuts = np.array([-np.inf, -float(given.d1), 0.0, float(given.d3), np.inf])
    asked, code = np.isfinite(answer), np.nan_to_num(answer).astype(int)
    low = np.exp(-np.where(asked, cuts[LOWEST[code]], -np.inf))[:, :, None, None, None]
    high = np.exp(-np.where(asked, cuts[HIGHEST[code] + 1], np.inf))[:, :, None, None, None]
    v = _sensitivity(given, nodes)
    felt = given.level[:, :, None, None] + v[:, None, None, :] * given.cue[:, :, :, None]
    odds = (
        np.exp(felt)[..., None] * np.exp(given.spread[:, None] * nodes.b)[:, None, None, None, :]
    )  # exp(eta)
    return 1.0 / (1.0 + odds * high), 1.0 / (1.0 + odds * low)


def _posterior(chance: np.ndarray, nodes: _Nodes) -> tuple[np.ndarray, np.ndarray]:
    """Return the log-likelihood (R,) and the posterior weight of each node (R, L, V, B)."""
    log = np.log(chance.prod(axis=1))
    top = log.max(axis=(1, 2, 3), keepdims=True)
    weight = np.exp(log - top) * nodes.weight
    total = weight.sum(axis=(1, 2, 3), keepdims=True)
    return (top + np.log(total))[:, 0, 0, 0], weight / total


def _block(answer: np.ndarray, given: Predictors, nodes: _Nodes) -> Integrated:
    upper, lower = _sides(answer, given, nodes)
    chance = np.maximum(upper - lower, TINY)
    log, weight = _posterior(chance, nodes)
    slope = (upper + lower - 1.0) * weight[:, None]  # d log P / d eta, (R, J, L, V, B)
    by_v = slope.sum(axis=4)
    v = _sensitivity(given, nodes)
    cue = np.einsum("rjlv,rv->rjl", by_v, v)
    ratio = weight[:, None] / chance
    at_upper = (upper * (1.0 - upper) * ratio).sum(axis=(2, 3, 4))
    at_lower = (lower * (1.0 - lower) * ratio).sum(axis=(2, 3, 4))
    return Integrated(
        log=log,
        level=by_v.sum(axis=(2, 3)),
        cue=cue,
        spread=slope.sum(axis=(1, 2, 3)) @ nodes.b,
        log_v=(cue * given.cue).sum(axis=(1, 2)),
        sigma_v=np.einsum("rjlv,rv,rjl->r", by_v, v * nodes.v, given.cue),
        d1=((answer == 1) * at_lower - (answer == 0) * at_upper).sum(axis=1),
        d3=((answer == 2) * at_upper - (answer == 3) * at_lower).sum(axis=1),
    )
