"""D11, properties 1-4 and 9: weights, names, dark gaps, darkness once, unknown light.

Each function takes a seed and returns the share of its checks that hold.
"""

from __future__ import annotations

import ast
import inspect
import pkgutil
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any

import numpy as np

import nightwalk.agents
import nightwalk.model
from nightwalk.agents.columns import People
from nightwalk.agents.perceive import answer_shares, felt_penalty, removable_penalty, street_cues
from nightwalk.agents.residents import ties
from nightwalk.model.agenda import SHIFTS
from nightwalk.model.base_level import search_shares
from nightwalk.model.city import grid_town
from nightwalk.model.city.assumptions import Assumptions
from nightwalk.model.city.columns import LightSource, Lit
from nightwalk.model.clock import departure_clock
from nightwalk.model.conditions import GROUP, SEGMENT
from nightwalk.model.cues import STREET_COLUMNS
from nightwalk.model.parameters import Parameters

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = [
    "dark_gap_tells",
    "darkness_once",
    "names_exist",
    "share_of",
    "unknown_is_not_unlit",
    "weights_add_up",
]

EXACT = 1e-9
PEOPLE, STREETS, BRIGHTEST = 400, 500, 50.0  # lx


def share_of(checks: Any) -> float:
    """Return the share of the checks that hold, 0-1."""
    return float(np.mean(np.concatenate([np.atleast_1d(one) for one in checks])))


def weights_add_up(seed: int) -> float:
    """1: weights of ties per person, of answers, of searches and of departures add up to one."""
    p = _numbers(seed)
    known = ties(PEOPLE, p, seed)
    eta = np.random.default_rng(seed).normal(-2.0, 3.0, STREETS)
    sums = (
        np.add.reduceat(known.weight, known.start[:-1][np.diff(known.start) > 0]),
        answer_shares(eta, p).sum(axis=1),
        search_shares(p)[-1:],
        departure_clock(p.evening_shift).sum(axis=1),
    )
    return share_of([np.abs(one - 1.0) < EXACT for one in sums])


def names_exist(seed: int) -> float:
    """2: every parameter the rules read has a value, every condition that is weighed is a column."""
    values = set(_numbers(seed).dtype.names)
    checks = [name in values for name in _names_read()]
    checks += [name in SEGMENT for name in STREET_COLUMNS]
    checks += [name in GROUP and column in People._fields for name, column in SHIFTS.items()]
    return share_of(checks)


def dark_gap_tells(seed: int) -> float:
    """3: a dark gap counts, however bright the mean: half bright and half dark is worse than the mean everywhere."""
    p, luck = _numbers(seed), np.random.default_rng(seed)
    bright, dark = luck.uniform(5.0, BRIGHTEST, STREETS), luck.uniform(0.0, 2.0, STREETS)
    even = (bright + dark) / 2.0
    highest = np.maximum(_after_dark(bright, p), _after_dark(dark, p))
    mean = (removable_penalty(bright, 0.0, p.E_half) + removable_penalty(dark, 0.0, p.E_half)) / 2.0
    patchy = luck.uniform(0.01, 1.0, STREETS)
    return share_of([
        highest > _after_dark(even, p),
        mean > removable_penalty(even, 0.0, p.E_half),
        _after_dark(even, p, patchy) > _after_dark(even, p),
    ])  # fmt: skip


def darkness_once(seed: int) -> float:
    """4: by day light does nothing; after dark it enters once, and no other cue enters again."""
    p, luck = _numbers(seed), np.random.default_rng(seed)
    lux, other = luck.uniform(0.0, BRIGHTEST, (2, STREETS))
    street = {name: luck.uniform(0.0, 1.0, STREETS) for name in (*STREET_COLUMNS, "park")}
    cues, relit = (street_cues(**{**street, "lux": light}, p=p) for light in (lux, other))
    kept = {name: street[name] for name in ("uniformity", "dimmed", "room", "park")}
    bare = street_cues(**(dict.fromkeys(street, np.zeros(STREETS)) | kept | {"lux": lux}), p=p)
    once = p.beta_D0 + p.beta_DL * felt_penalty(lux, street["dimmed"], street["uniformity"], p)
    park = (p.beta_park_dark - p.beta_park_day) * street["park"]
    return share_of([
        cues.always == relit.always, cues.social == relit.social, cues.dark == bare.dark,
        np.abs(cues.dark - once - park) < EXACT,
    ])  # fmt: skip


def unknown_is_not_unlit(seed: int) -> float:
    """9: a street whose lamps the map does not know is brighter than an unlit one and is marked as guessed."""
    streets = grid_town(5 + seed % 5, 5 + seed % 3).streets
    unknown = streets.lit == Lit.UNKNOWN
    guessed = np.isin(streets.light_source[unknown], (LightSource.LAMPS, LightSource.IMPUTED))
    return share_of([unknown.any(), guessed, streets.lux[unknown] > Assumptions().lux_unlit])


def _numbers(seed: int) -> Any:
    """Return a draw of the parameters with a light effect above zero, so that a check of its sign can tell."""
    p = Parameters().draw(seed).values()
    p.beta_DL = max(float(p.beta_DL), Parameters().perception.beta_DL)
    return p


def _after_dark(lux: np.ndarray, p: Any, uniformity: np.ndarray | None = None) -> np.ndarray:
    none, one = np.zeros(len(lux)), np.ones(len(lux))
    cues = street_cues(
        lux=lux, uniformity=none if uniformity is None else uniformity, incivility=none, social=none, entrapment=none,
        guardian=none, cameras=none, manager=none, dimmed=one, room=one, park=none, p=p,
    )  # fmt: skip
    return np.asarray(cues.always[0] + cues.dark[0])


@cache
def _names_read() -> tuple[str, ...]:
    """Return the attributes of `p` in the source of the rules and of the model, calls left out."""
    return tuple(sorted({name for tree in _sources() for name in _attributes(tree)}))


def _sources() -> Iterator[ast.Module]:
    for package in (nightwalk.agents, nightwalk.model):
        for one in pkgutil.iter_modules(package.__path__):
            if not one.ispkg:
                yield ast.parse(inspect.getsource(import_module(f"{package.__name__}.{one.name}")))


def _attributes(tree: ast.Module) -> Iterator[str]:
    called = {id(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and id(node) not in called:
            if isinstance(node.value, ast.Name) and node.value.id == "p":
                yield node.attr
