"""Simulations in a process of their own: who walks where today, and a proposal beside today, seed by seed."""

from __future__ import annotations

import multiprocessing
from dataclasses import dataclass, field, replace
from math import isnan
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from nightwalk import City, NightwalkError, Parameters, compare, simulate_many
from nightwalk.workshop.engine import INDICATORS, answers, change, meaning, spin_up
from nightwalk.workshop.room.proposal import TODAY, Proposal
from nightwalk.workshop.views.measures import scenario_of
from nightwalk.workshop.words import _

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from multiprocessing.connection import Connection

    from nightwalk import Ensemble, RiskRegister
    from nightwalk.workshop.engine import Answer

__all__ = [
    "SEEDS",
    "Job",
    "Line",
    "Outcome",
    "compare_with_today",
    "kept_changes",
    "kept_numbers",
    "learn_footfall",
    "outcome_of",
    "smallest_worthwhile",
]

SEEDS = 8  # pairs of runs; the interval tightens with each
HEADLINE = "unsafe_after_dark"
GROUPS = (
    ("all", "everyone", _("Everyone")),
    ("sex", "women", _("Women")),
    ("sex", "men", _("Men")),
    ("age", "16-34", _("Young people, 16 to 34")),
    ("age", "65-74", _("Older people, 65 to 74")),
    ("age", "75+", _("Older people, 75 and over")),
    ("disability", "disability", _("Disabled people")),
    ("kind", "visitor", _("Visitors")),
)
ENOUGH = 3  # seeds before a street is coloured
LEAST = 0.005  # share: half a person of a hundred is no change to colour


@dataclass(frozen=True)
class Line:
    """What a run says of one group; shares 0-1, the ends of the interval missing with one seed."""

    label: str
    before: float
    after: float
    change: float
    low: float
    high: float


@dataclass(frozen=True, eq=False)
class Outcome:
    """What the seeds so far say of a proposal beside today.

    Attributes:
        seeds: How many.
        lines: By group; the first is everyone.
        answer: What the study answers for everyone.
        before: Share who would feel unsafe by street today, by ``day`` and ``dark``, float64 (S,).
        after: The same with the proposal.
        sure: Streets in which every seed agrees on the direction, bool (S,) by ``day`` and ``dark``.
    """

    seeds: int
    lines: tuple[Line, ...]
    answer: Answer
    before: dict[str, np.ndarray]
    after: dict[str, np.ndarray]
    sure: dict[str, np.ndarray]

    @property
    def verdict(self) -> str:
        """What follows, in the plain words of the report and the language spoken now."""
        return f"{change(self.answer)} {meaning(self.answer)}"


@dataclass
class Job:
    """A worker process that can be looked at and stopped.

    Attributes:
        work: A function of this module; its last argument is the sending end of a pipe.
        given: Its other arguments.
        share: Share done, 0-1.
        found: What it sent last.
        failed: Why it stopped, in one sentence.
    """

    work: Callable[..., None]
    given: tuple[Any, ...]
    share: float = 0.0
    found: Any = None
    failed: str = ""
    _process: Any = field(init=False, repr=False)
    _ear: Connection = field(init=False, repr=False)

    def __post_init__(self) -> None:
        context = multiprocessing.get_context("spawn")
        self._ear, mouth = context.Pipe(duplex=False)
        self._process = context.Process(target=_told, args=(self.work, self.given, mouth), daemon=True)
        self._process.start()
        mouth.close()

    @property
    def running(self) -> bool:
        """Whether more may come."""
        return not self._ear.closed

    def look(self) -> bool:
        """Take what has come; say whether anything had."""
        news = False
        try:
            while self.running and self._ear.poll():
                name, value = self._ear.recv()
                setattr(self, name, value)
                news = True
        except (EOFError, OSError):
            self._ended()
            return True
        return news

    def cancel(self) -> None:
        """Stop it now."""
        self._process.terminate()
        self._ear.close()
        self._process.join()

    def _ended(self) -> None:
        self._ear.close()
        self._process.join()
        if self._process.exitcode:
            self.failed = self.failed or _("The simulation stopped; try again with fewer streets.")


def _told(work: Callable[..., None], given: tuple[Any, ...], mouth: Connection) -> None:
    """Work in the worker process, and tell of a mistake instead of dying of it."""
    try:
        work(*given, mouth)
    except NightwalkError as error:
        mouth.send(("failed", str(error)))
    finally:
        mouth.close()


def learn_footfall(columns: Path, kept: Path, register: RiskRegister | None, mouth: Connection) -> None:
    """Let today's town live until it is at rest and send who passes by hour, float32 (24, S), weekdays.

    Args:
        columns: The town's columns.
        kept: Where the answer is kept for the next time.
        register: What was recorded in the streets, if it is known.
        mouth: Where news go.
    """
    if not kept.exists():
        city = City.open_columns(columns)
        today = scenario_of(city, Proposal(TODAY, "Today"), days=1, register=register)
        start = spin_up(today, Parameters(), 1, progress=lambda share: mouth.send(("share", share)))
        draft = kept.with_suffix(".part.npy")
        np.save(draft, start.state.expected[0].astype(np.float32))
        draft.replace(kept)
    mouth.send(("found", np.load(kept)))


def compare_with_today(
    columns: Path, proposal: Proposal, seeds: Iterable[int], days: int, register: RiskRegister | None,
    mouth: Connection,
) -> None:  # fmt: skip
    """Simulate a proposal and today's town with the same people and luck, and send what each seed adds."""
    city = City.open_columns(columns)
    worlds = [
        scenario_of(city, Proposal(TODAY, "Today"), days=days, register=register),
        scenario_of(city, proposal, name="Proposal", days=days, register=register),
    ]
    parts: list[Ensemble] = []
    seeds = list(seeds)
    for done, seed in enumerate(seeds):
        mouth.send(("share", done / len(seeds)))
        parts.append(
            simulate_many(
                worlds, [seed],
                progress=lambda _what, share, done=done: mouth.send(("share", (done + share) / len(seeds))),  # type: ignore[misc]
            )
        )  # fmt: skip
        mouth.send(("found", outcome_of(_joined(parts))))
    mouth.send(("share", 1.0))


def _joined(parts: list[Ensemble]) -> Ensemble:
    import pyarrow as pa

    tables = {name: pa.concat_tables([part.tables[name] for part in parts]) for name in parts[0].tables}
    seeds = tuple(seed for part in parts for seed in part.seeds)
    return replace(parts[0], seeds=seeds, tables=tables)


def outcome_of(ensemble: Ensemble) -> Outcome:
    """Return what a study of today and one proposal says."""
    rows = {split: compare(ensemble, HEADLINE, split).rows for split in dict.fromkeys(s for s, *_ in GROUPS)}
    lines: list[Line] = []
    for split, group, label in GROUPS:
        mine = rows[split][rows[split]["group"] == group]
        lines.extend(
            Line(label, one.before, one.after, one.difference, one.low, one.high) for one in mine.itertuples()
        )
    (first,) = answers(rows["all"])
    streets = {light: _by_street(ensemble, f"unsafe_{light}") for light in ("day", "dark")}
    return Outcome(
        seeds=len(ensemble.seeds),
        lines=tuple(lines),
        answer=first,
        before={light: found[0].mean(axis=0) for light, found in streets.items()},
        after={light: found[1].mean(axis=0) for light, found in streets.items()},
        sure={light: _agreed(found[1] - found[0]) for light, found in streets.items()},
    )


def kept_numbers(found: Outcome) -> dict[str, float]:
    """Return the changes of an outcome as a log keeps them: by group with its interval, and how many seeds."""
    numbers: dict[str, float] = {"seeds": found.seeds}
    for place, one in enumerate(found.lines):
        if not isnan(one.low):  # a group that is too small is not told
            numbers |= {f"change_{place}": one.change, f"low_{place}": one.low, f"high_{place}": one.high}
    return numbers


def kept_changes(numbers: Mapping[str, Any]) -> list[tuple[str, tuple[float, float, float]]]:
    """Return the label, low end, middle and high end of each change that a log kept."""
    return [
        (label, (numbers[f"low_{place}"], numbers[f"change_{place}"], numbers[f"high_{place}"]))
        for place, (_split, _group, label) in enumerate(GROUPS)
        if f"change_{place}" in numbers
    ]


def _by_street(ensemble: Ensemble, column: str) -> np.ndarray:
    """Return a street column, float64 (2 worlds, seeds, S), in the order of the town's streets."""
    frame = ensemble.frame("streets")
    wide = frame.pivot_table(index=["scenario", "seed"], columns="segment", values=column, dropna=False)
    return np.stack([wide.loc[name].to_numpy(float) for name in ensemble.scenarios])


def _agreed(change: np.ndarray) -> np.ndarray:
    """Say in which streets every seed changes in the same direction, and by enough; `change` is (seeds, S)."""
    if len(change) < ENOUGH:
        return np.zeros(change.shape[1], dtype=bool)
    one_way = (change > 0).all(axis=0) | (change < 0).all(axis=0)
    return np.asarray(one_way & (np.abs(change.mean(axis=0)) >= LEAST))


def smallest_worthwhile() -> float:
    """Return the smallest change of the headline that is worth having, a share."""
    return INDICATORS[HEADLINE].smallest_worthwhile
