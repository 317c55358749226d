"""Perceived unsafety: place cues and the person's own level, in logits (model sections 3.1, 3.2).

eta(i, s, t) = theta(i, t) + v(i) Z(s, t) - beta_F near_home;   P(feels unsafe) = logistic(eta)
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from nightwalk.agents.columns import RESIDENT, Numbers, People
from nightwalk.base.kernels import allocating_kernel, kernel

__all__ = [
    "Cues", "answer_shares", "calm_of", "company_effect", "company_effects", "crush_of", "felt_penalty", "levels",
    "logistic", "refresh_unsafe", "removable_penalty", "street_cue", "street_cues", "theta",
]  # fmt: skip


class Cues(NamedTuple):
    """The parts of the place cue Z, shape (C, S): one row for each distinct conditions of the day."""

    always: np.ndarray  # float64 logits, day and night
    dark: np.ndarray  # float64 logits, added after dark
    social: np.ndarray  # float64 logits, times the night-life profile of the hour
    room: np.ndarray  # float64 ratio on the number of people that is a crowd


@kernel
def logistic(x: float) -> float:
    """Return 1 / (1 + exp(-x))."""
    return 1.0 / (1.0 + np.exp(-x))


@allocating_kernel
def removable_penalty(lux: Any, uniformity: Any, half: float) -> Any:
    """Return the share of the removable night penalty left at an illuminance: E_h / (E_h + E) (SF26)."""
    return half / (half + lux * (1.0 - 0.5 * uniformity))


def felt_penalty(lux: np.ndarray, dimmed: np.ndarray, uniformity: np.ndarray, p: Numbers) -> np.ndarray:
    """Return the share of the removable night penalty that a walker feels, shape (S,).

    Adaptive lamps are full around the walker and dimmed, to a share of their light, on the street ahead;
    people go by the light around them, a share `w_own`, more than by the light ahead (Haans & de Kort 2012).
    """
    around = removable_penalty(lux, uniformity, p.E_half)
    ahead = removable_penalty(lux * dimmed, uniformity, p.E_half)
    return np.asarray(around + (1.0 - p.w_own) * (ahead - around))


@kernel
def calm_of(n: float, room: float, p: Numbers) -> float:
    """Return the log of n people per hour against the reference, up to the crowd limit of so much room (rule 24)."""
    return np.log((1.0 + min(n, room * p.N_crowd)) / (1.0 + p.N_ref))


@kernel
def crush_of(n: float, room: float, p: Numbers) -> float:
    """Return the log of n people per hour against the crowd limit of so much room, 0 below it (rule 24)."""
    return np.log(n / (room * p.N_crowd)) if n > room * p.N_crowd else 0.0


@kernel
def company_effect(calm: float, crush: float, woman: bool, p: Numbers) -> float:
    """Return what people about, given by `calm_of` and `crush_of` them, add to Z of women or men, logits."""
    beta_N = p.beta_N_women if woman else p.beta_N_men
    return p.beta_crowd * crush - beta_N * calm


@allocating_kernel
def company_effects(people: np.ndarray, room: np.ndarray, p: Numbers) -> np.ndarray:
    """Return what float64 (S,) people per hour add to Z of men and women in streets of some room, float64 (2, S)."""
    out = np.empty((2, people.size))
    for s in range(people.size):
        calm, crush = calm_of(people[s], room[s], p), crush_of(people[s], room[s], p)
        out[0, s], out[1, s] = company_effect(calm, crush, False, p), company_effect(calm, crush, True, p)
    return out


@kernel
def street_cue(cues: Cues, row: int, s: int, dark: float, night: float) -> float:
    """Return Z of segment s without the people in it, logits.

    Args:
        cues: the cue parts.
        row: row of the conditions.
        s: segment.
        dark: 0-1.
        night: night-life profile of the hour.
    """
    return cues.always[row, s] + dark * cues.dark[row, s] + night * cues.social[row, s]


def street_cues(
    *,
    lux: np.ndarray,
    uniformity: np.ndarray,
    incivility: np.ndarray,
    social: np.ndarray,
    entrapment: np.ndarray,
    guardian: np.ndarray,
    cameras: np.ndarray,
    manager: np.ndarray,
    dimmed: np.ndarray,
    room: np.ndarray,
    park: np.ndarray,
    p: Numbers,
) -> Cues:
    """Return the cue parts of every segment, logits, shape (1, S) each (model section 3.1, rules 14, 23).

    Args:
        lux: mean illuminance after dark, lx.
        uniformity: penalty 0-1.
        incivility: physical incivility 0-1.
        social: source of social incivility 0-1.
        entrapment: 0-1.
        guardian: share of the hour with a visible guardian.
        cameras: coverage 0-1.
        manager: presence of a place manager 0-1.
        dimmed: ratio on lux while nobody is near.
        room: ratio on the number of people that is a crowd.
        park: 1 on park and path segments.
        p: parameter values.
    """
    always = (
        p.beta_I * (incivility - p.incivility_ref) / p.incivility_sd
        + p.beta_X * (entrapment - p.entrapment_ref) / p.entrapment_sd
        + p.beta_park_day * park
        - p.beta_P * guardian
        - p.beta_C * cameras
    )
    dark = (
        p.beta_D0
        + p.beta_DL * felt_penalty(lux, dimmed, uniformity, p)
        + (p.beta_park_dark - p.beta_park_day) * park
    )
    calm = (1.0 - p.manager_calm * manager) * (1.0 - p.guardian_calm * guardian)
    return Cues(always[None, :], dark[None, :], (p.beta_K * social * calm)[None, :], room[None, :])


@kernel
def theta(people: People, i: int, efficacy: float, p: Numbers) -> float:
    """Return the person's own level theta, logits, with the efficacy (z) of their area."""
    return (
        p.mu
        + people.base[i]
        + people.memory[i]
        + p.omega_O * people.concern[i]
        - p.omega_T * (people.trust[i] + people.shift_trust[i])
        - p.omega_U * (people.authority[i] + people.shift_authority[i])
        - p.omega_G * efficacy
    )


@allocating_kernel
def levels(people: People, efficacy: np.ndarray, p: Numbers) -> np.ndarray:
    """Return theta of everybody, logits, float64 (N,); `efficacy` float64 (A,) z."""
    out = np.empty(people.kind.size)
    for i in range(out.size):
        out[i] = theta(people, i, efficacy[people.area[i]], p)
    return out


@kernel
def refresh_unsafe(
    people: People, first: int, last: int, efficacy: np.ndarray, home_cue: np.ndarray, p: Numbers
) -> None:
    """Set `unsafe` of rows first..last: eta at home after dark, without answer noise.

    Args:
        people: the columns.
        first: first row.
        last: row after the last.
        efficacy: float64 (A,) z, with the shifts of interventions.
        home_cue: float64 (2, P) Z after dark around each point for men and women.
        p: parameter values.
    """
    for i in range(first, last):
        familiar = p.beta_F if people.kind[i] == RESIDENT else 0.0
        cue = home_cue[people.sex[i], people.point[i]]
        people.unsafe[i] = theta(people, i, efficacy[people.area[i]], p) + people.v[i] * cue - familiar


def answer_shares(eta: np.ndarray, p: Numbers) -> np.ndarray:
    """Return the probabilities of very safe, fairly safe, unsafe, very unsafe, shape (N, 4).

    Y* = eta + logistic noise; answers above 0 are unsafe, above d3 very unsafe, at most -d1 very
    safe (model section 3.2).
    """
    from scipy.special import expit

    at_most = np.stack([expit(-p.d1 - eta), expit(-eta), expit(p.d3 - eta), np.ones_like(eta)], axis=-1)
    return np.asarray(np.diff(at_most, axis=-1, prepend=0.0))
