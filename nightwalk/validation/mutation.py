"""Mutation check: turn round every effect, one at a time, and see which facts notice."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from nightwalk.model.parameters import Parameters
from nightwalk.outputs.pooled import jackknife
from nightwalk.validation.facts import facts
from nightwalk.validation.lived import Found, Stay, lived
from nightwalk.validation.measures import MEASURES
from nightwalk.validation.parts import Part, finished

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    from nightwalk.model.city import City
    from nightwalk.validation.facts import Quantity
    from nightwalk.validation.measure import Measure

    Progress = Callable[[str, float], None]

__all__ = [
    "LEAST", "MOVED", "QUICK", "Check", "Mutation", "Notice", "Turned", "mutations", "noticed", "signed",
    "small_town", "turned",
]  # fmt: skip

MOVED = 3.0  # standard errors of the paired difference
LEAST = 0.1  # of the room a row has: less is sure with common luck, but nobody would see it
EFFECT_UNITS = ("logit", "log hazard", "per ln", "per logit", "z per unit", "sd", "ratio")
NOT_EFFECTS = ("mu", "a_0", "d1", "d3", "kappa_", "sigma_", "memory_ceiling")  # levels, thresholds, spreads
OTHER_EFFECTS = (  # whose unit does not say so
    "eta_A", "rho_media", "detour_weight", "chi", "iota_1", "vandalism_mark", "manager_calm", "guardian_calm",
)  # fmt: skip
LEVELS = ("mu", "a_D")  # solved again for other numbers, unless set by hand
LEVEL_FACTS = ("SF02",)  # its level is what a user gives: it would hide nothing and notice everything
TINY = 1e-9
USUAL = ""  # name of the world in which nothing is turned
BLOCKS, PEOPLE, SIDE = 16, 4000.0, 4  # crossings a side, residents, areas a side of the small town


def signed() -> tuple[str, ...]:
    """Return the parameters whose sign carries a claim, in the order they are declared.

    By rule: those in logits, logs of a hazard, standard deviations, or ratios between groups, but for levels,
    thresholds and spreads; and a few shares and weights that say what one thing does to another.
    """
    return tuple(
        name
        for name, one in Parameters.declared().items()
        if name in OTHER_EFFECTS or (one.unit.startswith(EFFECT_UNITS) and not name.startswith(NOT_EFFECTS))
    )


def turned(name: str, value: float) -> float:
    """Return the value with the opposite claim: the inverse of a ratio, the negative of anything else."""
    return 1.0 / value if Parameters.declared()[name].unit == "ratio" else -value


@dataclass(frozen=True)
class Turned(Parameters):
    """Parameters with one effect turned round, whatever its declared range.

    The local level and the level of walking would be solved again for numbers that are not the
    reference's, and take up part of the turn. They are moved by the smallest number there is, so that
    they count as set by hand and stay (`model.base_level`). Crimes and walks in total are solved in
    every spin-up: they are inputs, and no turn shows in them.
    """

    name: str = USUAL

    def __post_init__(self) -> None:
        Parameters.__post_init__(self.plain)

    def values(self) -> Any:
        """Return the numbers as the kernels take them, one of them turned."""
        numbers = Parameters.values(self.plain)
        if self.name:
            numbers[self.name] = turned(self.name, float(numbers[self.name]))
            for level in set(LEVELS) - {self.name}:
                numbers[level] = np.nextafter(numbers[level], np.inf)
        return numbers

    @property
    def plain(self) -> Parameters:
        """The numbers with nothing turned."""
        return Parameters(**{one.name: getattr(self, one.name) for one in fields(Parameters)})


@dataclass(frozen=True)
class Notice:
    """A row that notices.

    Attributes:
        row: Id of the fact and quantity.
        usual: Its value with nothing turned.
        value: Its value with the effect turned.
        errors: How far it moved, in standard errors of the paired difference over seeds.
        part: How far it moved, as a part of its room: the width of the accepted range, or the way to its only end.
        verdict: Whether it held and holds no more.
    """

    row: str
    usual: float
    value: float
    errors: float
    part: float
    verdict: bool


@dataclass(frozen=True)
class Mutation:
    """An effect turned round, and the rows that notice; untested where none does.

    Attributes:
        parameter: Its name.
        value: Its default.
        to: The value it was turned to.
        notices: The rows that notice, in the order of the facts.
    """

    parameter: str
    value: float
    to: float
    notices: tuple[Notice, ...]

    @property
    def untested(self) -> bool:
        """Whether no row notices."""
        return not self.notices

    def as_json(self) -> dict[str, Any]:
        """Return the mutation as plain data."""
        return asdict(self)


@dataclass(frozen=True)
class Check:
    """How much is simulated: seeds, residents (one agent each), days after the spin-up."""

    seeds: int = 3
    residents: int = 3_000
    days: int = 365


QUICK = Check(seeds=2, residents=1_500, days=210)  # days: spring has to come, for hours both light and dark


def small_town() -> City:
    """Return a grid town with sixteen areas, so that the facts about areas apply to it."""
    import shapely

    from nightwalk.model.city import grid_town
    from nightwalk.model.city.columns import Areas

    city = grid_town(BLOCKS, BLOCKS, residents=PEOPLE)
    west, south, east, north = city.bounds
    wide, high = (east - west) / SIDE, (north - south) / SIDE

    def area(x: np.ndarray, y: np.ndarray) -> np.ndarray:
        column, row = (
            np.clip((at - first) // size, 0, SIDE - 1)
            for at, first, size in ((x, west, wide), (y, south, high))
        )
        return np.asarray(column + SIDE * row, np.int32)

    corners = [(west + c * wide, south + r * high) for r in range(SIDE) for c in range(SIDE)]
    boxes = np.empty(SIDE * SIDE, object)
    boxes[:] = [shapely.to_wkb(shapely.box(x, y, x + wide, y + high), byte_order=1) for x, y in corners]
    names = np.array([f"Area {k + 1}" for k in range(SIDE * SIDE)])
    return replace(
        city, areas=Areas(names, boxes, "given"),
        nodes=replace(city.nodes, area=area(city.nodes.x, city.nodes.y)),
        streets=replace(city.streets, area=area(*city.midpoints.T)),
    )  # fmt: skip


def mutations(
    city: City | None = None, *, names: Iterable[str] | None = None, size: Check | None = None,
    only: Iterable[str] = (), parameters: Parameters | None = None, workers: int = 1, folder: Path | None = None,
    progress: Progress | None = None,
) -> tuple[Mutation, ...]:  # fmt: skip
    """Return what turning each signed parameter does to the rows of the stylised facts.

    A number that is its own opposite (0, or a ratio of 1) is left out: there is nothing to turn.

    Args:
        city: The town; the small town where not given.
        names: Parameters to turn; all signed ones where not given.
        size: How much is simulated.
        only: Ids of facts such as SF07; all where empty.
        parameters: Numbers instead of the defaults.
        workers: Processes.
        folder: Where finished years are kept, so that the same call goes on after an interruption.
        progress: Called with what is being done and the share done, 0-1.
    """
    base, size = parameters or Parameters(), size or Check()
    numbers = base.values()
    chosen = [name for name in names or signed() if turned(name, float(numbers[name])) != numbers[name]]
    groups = {one.name: getattr(base, one.name) for one in fields(Parameters)}
    columns = (city or small_town()).columns_folder()
    wanted = set(only or facts()) - set(LEVEL_FACTS)
    measures = [one for one in MEASURES if one.fact in wanted]
    keys = tuple(one.key for one in measures)
    stays = [
        Stay(
            name, columns, seed, size.residents, size.days, None, keys, parameters=Turned(**groups, name=name)
        )
        for seed in range(1, size.seeds + 1)
        for name in (USUAL, *chosen)
    ]
    found = _lived(stays, workers, folder, progress)
    seen = noticed(found, measures)
    return tuple(
        Mutation(name, float(numbers[name]), turned(name, float(numbers[name])), seen[name])
        for name in chosen
    )


def noticed(found: Sequence[Found], measures: Sequence[Measure]) -> dict[str, tuple[Notice, ...]]:
    """Return the rows that notice, by what was turned (`Found.town`), in the order of the measures.

    A row notices that moves by `MOVED` standard errors and either leaves its range or moves by `LEAST` of its room.
    The standard error is the larger of the jackknife's over the seeds of this turn and its median over all
    turns that reach the row: a few seeds alone are often alike by luck.
    """
    seeds = sorted({one.seed for one in found})
    of = {(one.town, one.seed): one.statistics for one in found}
    names = list(dict.fromkeys(one.town for one in found if one.town != USUAL))
    notices: dict[str, list[Notice]] = {name: [] for name in names}
    for one in measures:
        usual, *others = (np.array([of[name, seed][one.key] for seed in seeds]) for name in (USUAL, *names))
        moves = [_move(usual, other, one) for other in others]
        typical = float(np.median([error for *_, error in moves if error > 0] or [0.0]))
        quantity = facts()[one.fact].number(one.quantity)
        for name, (before, after, error) in zip(names, moves, strict=True):
            far = _far(after - before, max(error, typical))
            part = abs(after - before) / _room(quantity, before)
            lost = quantity.holds(before) and not quantity.holds(after)
            if far >= MOVED and (lost or part >= LEAST):
                notices[name].append(Notice(one.key, before, after, round(far, 1), round(part, 2), lost))
    return {name: tuple(rows) for name, rows in notices.items()}


def _room(quantity: Quantity, value: float) -> float:
    """Return how much a value can move: the width of the accepted range, or the way to its only end."""
    ends = [end for end in (quantity.low, quantity.high) if np.isfinite(end)]
    return max(ends[1] - ends[0] if len(ends) == 2 else abs(value - ends[0]), TINY)


def _move(usual: np.ndarray, other: np.ndarray, measure: Measure) -> tuple[float, float, float]:
    """Return the value before and after, and the jackknife's standard error of the paired difference."""
    both = np.isfinite(usual).all(axis=1) & np.isfinite(other).all(axis=1)
    usual, other, n = usual[both], other[both], int(both.sum())
    if n < 2:
        return np.nan, np.nan, np.nan

    def joined(keep: np.ndarray) -> tuple[float, float]:
        with np.errstate(divide="ignore", invalid="ignore"):
            return measure.join(usual[keep].mean(axis=0)), measure.join(other[keep].mean(axis=0))

    before, after = joined(np.arange(n))
    pairs = np.array([joined(np.delete(np.arange(n), i)) for i in range(n)])
    with np.errstate(invalid="ignore"):
        without = pairs[:, 1] - pairs[:, 0]
        return before, after, jackknife(without)


def _far(move: float, error: float) -> float:
    """Return the size of a move in standard errors: 0 for none, and for what cannot be measured."""
    if not np.isfinite(move) or not np.isfinite(error) or move == 0.0:
        return 0.0
    return float(abs(move) / max(error, TINY))


def _lived(
    stays: Sequence[Stay], workers: int, folder: Path | None, progress: Progress | None
) -> tuple[Found, ...]:
    """Live the stays; those kept in the folder are not lived again."""
    parts = [
        Part(name, None if folder is None else folder / f"{name}.json", lived, (stay,))
        for stay in stays
        for name in (f"{stay.town or 'usual'}-{stay.seed}",)
    ]
    done = finished(parts, workers, progress)
    return tuple(Found(**done[one.name]) for one in parts)
