"""Where to run: points of parameter space, drawn on the scale of the priors, or read from a file."""

from __future__ import annotations

import csv
import hashlib
import io
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, get_args

import numpy as np

from nightwalk.base.errors import RunError, nearest
from nightwalk.base.files import write_whole

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from nightwalk.experiments.factors import Factor

__all__ = [
    "METHODS",
    "Design",
    "Method",
    "known_method",
    "problem_of",
    "read_sample",
    "sample",
    "write_sample",
]

Method = Literal["morris", "sobol", "pawn", "delta"]
METHODS: tuple[Method, ...] = get_args(Method)
LEVELS = 4  # of a Morris grid (Campolongo, Cariboni & Saltelli 2007)
TAIL = 0.025  # Morris walks the central 95 % of each prior: its grid would otherwise stand on the ends
FEWEST = 50  # points of an outside sample; assumed: with fewer a distribution is not seen


@dataclass(frozen=True, eq=False)
class Design:
    """Points of parameter space.

    Attributes:
        method: What can be told from it; ``pawn`` and ``delta`` take any points.
        factors: What is varied.
        groups: The group of each factor, in the order of `factors`; its own name where factors are told apart.
        cube: float64 (points, factors), 0-1; empty (0, factors) where the points come from a file.
        points: float64 (points, factors), values in the units of the factors.
    """

    method: Method
    factors: tuple[Factor, ...]
    groups: tuple[str, ...]
    cube: np.ndarray
    points: np.ndarray

    @property
    def names(self) -> tuple[str, ...]:
        """The groups, each once, in the order they appear: what indices are told of."""
        return tuple(dict.fromkeys(self.groups))

    @property
    def size(self) -> int:
        """Trajectories, base points, or points: what can be drawn again."""
        rows = {"morris": len(self.names) + 1, "sobol": len(self.names) + 2}
        return len(self.points) // rows.get(self.method, 1)

    @property
    def digest(self) -> str:
        """Hexadecimal digits that stand for the points."""
        return hashlib.sha256(self.points.tobytes() + "\n".join(self.groups).encode()).hexdigest()

    def values(self) -> list[dict[str, float]]:
        """Return the values of each point by name, as a trial takes them."""
        names = [one.name for one in self.factors]
        return [dict(zip(names, row, strict=True)) for row in self.points.tolist()]


def sample(
    method: Method, factors: Sequence[Factor], size: int, *, seed: int = 1, grouped: bool = False
) -> Design:
    """Draw a design with SALib.

    Args:
        method: ``morris`` for trajectories that change one factor at a time, ``sobol`` for base points with one
            factor exchanged at a time, ``pawn`` or ``delta`` for a Latin hypercube.
        factors: What is varied.
        size: Trajectories, base points (a power of two) or points.
        seed: Key of the draw, from 1 on.
        grouped: Whether factors of one group change together, which takes fewer runs.

    Raises:
        RunError: for an unknown method, no factors, or a size or seed that cannot be used.
    """
    known_method(method)
    if not factors:
        raise RunError("There is nothing to vary: no number with a prior, and no measure.")
    if size < 2 or seed < 1 or (method == "sobol" and size & (size - 1)):
        two = ", for sobol a power of two such as 64" if method == "sobol" else ""
        raise RunError(
            f"The size is {size} and the seed {seed}; the size is from 2 on{two}, the seed from 1 on."
        )
    groups = tuple(one.group if grouped else one.name for one in factors)
    cube = _drawn(method, factors, groups, size, seed)
    u = TAIL + (1.0 - 2.0 * TAIL) * cube if method == "morris" else cube
    points = np.array([[one.value(x) for one, x in zip(factors, row, strict=True)] for row in u.tolist()])
    return Design(method, tuple(factors), groups, cube, points)


def known_method(method: str) -> None:
    """Refuse an unknown method.

    Raises:
        RunError: with those there are.
    """
    if method not in METHODS:
        raise RunError(f"The method is {method!r}; it can be {', '.join(METHODS)}.{nearest(method, METHODS)}")


def problem_of(factors: Sequence[Factor], groups: Sequence[str]) -> dict[str, Any]:
    """Return what SALib calls the problem: every factor on 0-1, its scale is that of its prior."""
    names = [one.name for one in factors]
    return {
        "num_vars": len(names),
        "names": names,
        "bounds": [[0.0, 1.0]] * len(names),
        "groups": list(groups),
    }


def _drawn(
    method: Method, factors: Sequence[Factor], groups: Sequence[str], size: int, seed: int
) -> np.ndarray:
    from SALib.sample import latin, morris, sobol

    problem = problem_of(factors, groups)
    if len(set(groups)) == len(groups):
        problem.pop("groups")
    if method == "morris":
        return np.asarray(morris.sample(problem, size, num_levels=LEVELS, seed=seed))
    if method == "sobol":
        return np.asarray(sobol.sample(problem, size, calc_second_order=False, seed=seed))
    return np.asarray(latin.sample(problem, size, seed=seed))


def write_sample(design: Design, path: Path) -> None:
    """Write the points as CSV, a column for each factor.

    Raises:
        RunError: if it cannot be written.
    """
    text = io.StringIO()
    lines = csv.writer(text, lineterminator="\n")
    lines.writerow([one.name for one in design.factors])
    lines.writerows(design.points.tolist())
    write_whole(path, text.getvalue())


def read_sample(path: Path, factors: Sequence[Factor], method: Method = "pawn") -> Design:
    """Read points drawn elsewhere: a CSV with a column for each factor that is varied, in its unit.

    Args:
        path: The file.
        factors: What may be varied; those without a column keep their defaults.
        method: ``pawn`` or ``delta``, which take any points.

    Raises:
        RunError: for a file that cannot be read, an unknown column, a value outside its range or too few rows.
    """
    if method not in ("pawn", "delta"):
        raise RunError(f"Points from a file can be analysed with pawn or delta, not with {method}.")
    heads, rows = _read(path)
    known = {one.name: one for one in factors}
    for head in heads:
        if head not in known:
            raise RunError(
                f"{path} has a column {head!r}, which is no number varied here.{nearest(head, known)}"
            )
    if len(rows) < FEWEST or not heads or len(set(heads)) < len(heads):
        raise RunError(f"{path} has {len(rows)} rows; give at least {FEWEST}, and every column once.")
    chosen = tuple(known[head] for head in heads)
    points = np.array(
        [[_number(path, i, *cell) for cell in zip(chosen, row, strict=True)] for i, row in rows]
    )
    return Design(method, chosen, tuple(heads), np.empty((0, len(heads))), points)


def _read(path: Path) -> tuple[list[str], list[tuple[int, list[str]]]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            lines = list(csv.reader(file))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise RunError(f"{path} cannot be read as a CSV file: {error}.") from error
    heads = [head.strip() for head in lines[0]] if lines else []
    rows = [(i, line) for i, line in enumerate(lines[1:], 2) if line]
    if odd := [i for i, line in rows if len(line) != len(heads)]:
        raise RunError(f"Line {odd[0]} of {path} does not have {len(heads)} cells, as its first line has.")
    return heads, rows


def _number(path: Path, line: int, factor: Factor, text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not factor.low <= value <= factor.high:
        raise RunError(
            f"{factor.name} is {text!r} in line {line} of {path}; expected {factor.low:g} to {factor.high:g}."
        )
    return value
