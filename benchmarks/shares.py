"""Where the time goes, by the functions of the loop.

Every Python function and method of `nightwalk.model` is wrapped with a clock for processor time before a
warm simulation runs four weeks with a renewal of the routes and the end of a month inside, under two
measures. A function's share is its own time and that of the kernels it calls, without other functions of
the model that it calls, so that the shares add up to 100 %. What a function is for is the first line of its
docstring. Functions under 0.5 % are one row.
"""

from __future__ import annotations

import sys
import time
from collections import defaultdict
from functools import wraps
from inspect import getdoc, isclass
from types import FunctionType
from typing import TYPE_CHECKING, Any

import nightwalk as nw
from benchmarks.rows import Options, Row
from benchmarks.worlds import SETTLED, SHORTEST, heidelberg, live, measures, settled, world

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import ModuleType

__all__ = ["TITLE", "Ledger", "measure"]

TITLE = "Share of time"
MODEL, NOT_TIMED = "nightwalk.model.", ("nightwalk.model.city", "nightwalk.model.parameters")
LOOP = "run"  # making a simulation and its tables is not timed
TOO_SMALL = 0.005


class Ledger:
    """Processor time by function, each without the others it calls."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = defaultdict(float)
        self.about: dict[str, str] = {}
        self._open: list[str] = []
        self._since = time.process_time()

    def watch(self, name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        """Return the function with a clock around it."""
        self.about[name] = (getdoc(function) or "").split("\n")[0].rstrip(".")

        @wraps(function)
        def timed(*given: Any, **named: Any) -> Any:
            self._turn()
            self._open.append(name)
            try:
                return function(*given, **named)
            finally:
                self._turn()
                self._open.pop()

        return timed

    def _turn(self) -> None:
        """Book the time since the last turn on what was running."""
        now = time.process_time()
        if self._open and self._open[0] == LOOP:
            self.seconds[self._open[-1]] += now - self._since
        self._since = now


def measure(options: Options) -> list[Row]:
    """Return the share of each function of the loop."""
    residents, spin = options.pick((100_000, SETTLED), (2_000, SHORTEST))
    city = (None if options.quick else heidelberg()) or nw.City.built_in()
    setup = world(city, residents, 28, spin_up_days=spin, acts=measures())
    start = settled(setup)
    live(setup, start)  # compiles what is left to compile
    ledger = Ledger()
    wrap_the_model(ledger)
    lived = live(setup, start)
    return _rows(ledger, {"agents": lived.agents, "segments": city.segments})


def wrap_the_model(ledger: Ledger) -> None:
    """Put a clock around every function and method of the model, wherever it has been imported."""
    modules = [module for name, module in sorted(sys.modules.items()) if name.startswith("nightwalk.")]
    for owner, name, function in list(_functions(modules)):
        timed = ledger.watch(name, function)
        for place in (owner, *modules):
            if vars(place).get(name) is function:
                setattr(place, name, timed)


def _functions(modules: list[ModuleType]) -> Iterator[tuple[Any, str, FunctionType]]:
    """Give every plain function and method of the model with its owner, class or module."""
    for module in modules:
        if not module.__name__.startswith(MODEL) or module.__name__.startswith(NOT_TIMED):
            continue
        classes = [one for one in vars(module).values() if isclass(one) and one.__module__ == module.__name__]
        for owner in (module, *classes):
            for name, function in list(vars(owner).items()):
                own = isinstance(function, FunctionType) and function.__module__ == module.__name__
                if own and not name.startswith("__"):
                    yield owner, name, function


def _rows(ledger: Ledger, beside: dict[str, float | str]) -> list[Row]:
    loop = ledger.seconds
    total = sum(loop.values())
    shown = sorted((name for name in loop if loop[name] >= TOO_SMALL * total), key=lambda name: -loop[name])
    rest = total - sum(loop[name] for name in shown)
    rows = [
        Row(
            figure=f"`{name}`", value=100.0 * loop[name] / total, unit="%",
            beside={"CPU s": loop[name], "what it does": ledger.about[name]},
        )
        for name in shown
    ]  # fmt: skip
    rows.append(Row(figure="all others", value=100.0 * rest / total, unit="%", beside={"CPU s": rest}))
    return [*rows, Row(figure="together", value=100.0, unit="%", beside={"CPU s": total, **beside})]
