"""Streets as a person or an offender meets them, from the equations of model section 3 (per-agent twin)."""

from __future__ import annotations

from math import exp, log
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nightwalk.model.conditions import Conditions

__all__ = [
    "Company", "Guarded", "PlaceCue", "StreetParts", "guarded", "logistic", "place_cues", "street_parts",
]  # fmt: skip


def logistic(x: float) -> float:
    """Return the probability whose logit is x."""
    return 1.0 / (1.0 + exp(-x)) if x > -700.0 else 0.0


def company(n: float, room: float, p: Any) -> tuple[float, float]:
    """Return what n people about add to Z of men and of women: beta_crowd crush(N) - beta_N calm(N) (rule 24).

    calm = ln((1 + min(N, N_x)) / (1 + N_ref)): what people do for each other up to a crowd;
    crush = max(0, ln(N / N_x)): what a crowd does beyond that; N_x = room N_crowd.
    """
    limit = p.N_crowd * room
    calm = log((1.0 + min(n, limit)) / (1.0 + p.N_ref))
    crush = log(n / limit) if n > limit else 0.0
    return p.beta_crowd * crush - p.beta_N_men * calm, p.beta_crowd * crush - p.beta_N_women * calm


class Company(dict[tuple[int, float], tuple[float, float]]):
    """What so many agents in a street of some room add to Z of each of them, worked out when first asked for."""

    def __init__(self, weight: float, p: Any) -> None:
        super().__init__()
        self.weight, self.p = weight, p

    def __missing__(self, about: tuple[int, float]) -> tuple[float, float]:
        agents, room = about
        self[about] = company(agents * self.weight - 1.0, room, self.p)
        return self[about]


class StreetParts(NamedTuple):
    """What Z of each segment is made of under one set of conditions, before the people in it."""

    always: list[float]
    dark: list[float]  # times darkness
    social: list[float]  # times the night-life profile: social incivility, rule 23
    felt: list[float]  # delta: what a walker feels of the removable night penalty
    alone: list[float]  # delta where nobody is near, under dimmed lamps
    room: list[float]

    def place(self, s: int, dark: float, night: float) -> float:
        """Return always + dark * (night parts) + night life * social: Z but for the people in the segment."""
        return self.always[s] + dark * self.dark[s] + night * self.social[s]


def street_parts(now: Conditions, park: Sequence[float], p: Any) -> StreetParts:
    """Return the parts of the place cue (model 3.1 with rules 14 and 23)."""
    always, dark, social, felt, alone = [], [], [], [], []
    rows = zip(
        now.lux.tolist(), now.uniformity.tolist(), now.incivility.tolist(), now.social.tolist(), park,
        now.entrapment.tolist(), now.guardian.tolist(), now.cameras.tolist(), now.manager.tolist(),
        now.dimmed.tolist(), strict=True,
    )  # fmt: skip
    for lux, uniformity, incivility, noise, green, entrapment, guardian, camera, manager, dimmed in rows:
        full = p.E_half / (p.E_half + lux * (1.0 - 0.5 * uniformity))
        low = p.E_half / (p.E_half + dimmed * lux * (1.0 - 0.5 * uniformity))
        left = p.w_own * full + (1.0 - p.w_own) * low
        disorder = (incivility - p.incivility_ref) / p.incivility_sd
        hidden = (entrapment - p.entrapment_ref) / p.entrapment_sd
        day = p.beta_I * disorder + p.beta_X * hidden + p.beta_park_day * green
        always.append(day - p.beta_P * guardian - p.beta_C * camera)
        dark.append(p.beta_D0 + p.beta_DL * left + (p.beta_park_dark - p.beta_park_day) * green)
        calm = (1.0 - p.manager_calm * manager) * (1.0 - p.guardian_calm * guardian)
        social.append(p.beta_K * noise * calm)
        felt.append(left)
        alone.append(low)
    return StreetParts(always, dark, social, felt, alone, now.room.tolist())


class PlaceCue(dict[int, float]):
    """Z of each segment for one sex in one hour, worked out for both sexes when first asked for."""

    def __init__(self, parts: StreetParts, dark: float, night: float, about: Sequence[float], p: Any) -> None:
        super().__init__()
        self.parts, self.dark, self.night, self.about, self.p = parts, dark, night, about, p
        self.both = self, self

    def __missing__(self, s: int) -> float:
        z, (men, women) = self.parts.place(s, self.dark, self.night), self.both
        for_men, for_women = company(self.about[s], self.parts.room[s], self.p)
        men[s], women[s] = z + for_men, z + for_women
        return self[s]


def place_cues(
    parts: StreetParts, dark: float, night: float, about: Sequence[float], p: Any
) -> tuple[PlaceCue, PlaceCue]:
    """Return Z for men and for women with so many people about in each segment."""
    men, women = (PlaceCue(parts, dark, night, about, p) for _ in range(2))
    men.both = women.both = men, women
    return men, women


class Guarded(NamedTuple):
    """What stands against a crime in each segment."""

    felt: list[float]
    alone: list[float]
    log_hazard: list[list[float]]  # of guardians and the like: pickpocketing, violence, property
    nightlife: list[float]


def guarded(now: Conditions, parts: StreetParts, efficacy: list[float], area: list[int], p: Any) -> Guarded:
    """Return it: -alpha_P P - alpha_C C - alpha_M m - sanction, at least ln(commit_floor), - alpha_G G (rule 22).

    Hardening is taken off property crimes beside the guardians.
    """
    least = log(p.commit_floor)
    columns = now.guardian, now.cameras, now.manager, now.sanction, now.hardening
    rows = list(zip(*(column.tolist() for column in columns), area, strict=True))
    log_hazard = [
        [
            max(
                -(p.alpha_P * guardian + alpha_C * camera + (p.alpha_M * manager + fined) + harder * lock),
                least,
            )
            - p.alpha_G * efficacy[a]
            for guardian, camera, manager, fined, lock, a in rows
        ]
        for alpha_C, harder in ((p.alpha_C, 0.0), (p.alpha_C_violent, 0.0), (p.alpha_C, 1.0))
    ]
    return Guarded(parts.felt, parts.alone, log_hazard, now.nightlife.tolist())
