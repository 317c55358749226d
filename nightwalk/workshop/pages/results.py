"""What a proposal would change: a first guess at once, a simulation that tightens, group by group."""

from __future__ import annotations

from math import isnan
from typing import TYPE_CHECKING

from nicegui import run, ui

from nightwalk import NightwalkError
from nightwalk.workshop.pages.parts import Choice, act, box, say
from nightwalk.workshop.room.proposal import TODAY
from nightwalk.workshop.showing import SOURCES
from nightwalk.workshop.views.panel import DRAWS, GROUPS
from nightwalk.workshop.views.runs import SEEDS, kept_changes, smallest_worthwhile
from nightwalk.workshop.words import _, in_streets, spoken

if TYPE_CHECKING:
    from collections.abc import Iterable

    from nightwalk.workshop.pages.visit import Visit
    from nightwalk.workshop.views.preview import Guess
    from nightwalk.workshop.views.runs import Line, Outcome

__all__ = ["Results", "guess_words", "ranges"]

LEAST_REACH = 2.0  # points: the axis of the bars is never shorter


class Results:
    """The panel of results.

    Args:
        visit: The page.
        leads: Whether simulations may be started here.
    """

    def __init__(self, visit: Visit, *, leads: bool) -> None:
        self.visit, self.stage, self.leads = visit, visit.stage, leads
        self._first, self._second = box("card stack"), box("card stack")
        visit.watch(self._guess_asked, self._draw_guess)
        visit.watch(self._run_asked, self._draw_run)

    @property
    def key(self) -> str:
        """Key of the proposal looked at."""
        return self.stage.showing.proposal

    def _guess_asked(self) -> tuple[object, ...]:
        one = self.visit.state.proposals.get(self.key)
        return self.key, repr(one and one.measures), self.stage.moment(), id(self.stage.guesser)

    async def _draw_guess(self) -> None:
        empty = self.key == TODAY or not self.visit.state.proposals[self.key].measures
        found = None if empty else await run.io_bound(spoken(self._guesses))
        self._first.clear()
        with self._first:
            say(_("A first guess"), "h2")
            if not found:
                say(_("Choose a proposal with a measure in it to see what it may change."), look="soft")
                return
            say(guess_words(found["everyone"], self.stage.when()), look="said")
            ranges((GROUPS[name].capitalize(), one.change) for name, one in found.items())
            say(_("From {n} sets of plausible numbers, for the streets it touches. Nobody was simulated: talk, habits "
                  "and crime are left out.").format(n=DRAWS), look="soft small")  # fmt: skip

    def _guesses(self) -> dict[str, Guess] | None:
        try:
            return self.stage.guesses(self.key)
        except NightwalkError:
            return None

    def _run_asked(self) -> tuple[object, ...]:
        job, found = self.stage.run, self.stage.outcomes.get(self.key)
        state = (
            (round(job.share, 2), job.running, job.failed) if job and self.stage.running == self.key else None
        )
        kept = self.visit.state.results.get(self.key)
        return self.key, state, id(found), repr(kept), self.stage.showing.source

    def _draw_run(self) -> None:
        self._second.clear()
        if self.key == TODAY:
            self._second.set_visibility(False)
            return
        self._second.set_visibility(True)
        job, found = self.stage.run, self.stage.outcomes.get(self.key)
        running = job is not None and job.running and self.stage.running == self.key
        with self._second:
            say(_("Simulation"), "h2")
            if running and job is not None:
                self._progress(job.share)
            elif self.leads:
                act(_("Simulate this proposal"), self._begin, "main", icon="play_arrow")
            if job is not None and job.failed and self.stage.running == self.key:
                say(job.failed, look="warn")
            if found is not None:
                self._outcome(found)
            elif self.key in self.visit.state.results:
                say(self.stage.verdict(self.key), look="said")
                kept = kept_changes(self.visit.state.results[self.key])
                if kept:
                    ranges((_(label), ends) for label, ends in kept)
            elif not running:
                text = _("People of this town live four weeks in both worlds, with the same luck, {n} times.")
                say(text.format(n=SEEDS), look="soft small")

    def _progress(self, share: float) -> None:
        ui.linear_progress(share, show_value=False).props(f'aria-label="{_("Share done")}"')
        with box("line spread"):
            say(
                _("{n} % done; the ranges tighten with every pair of runs.").format(n=round(100 * share)),
                look="soft small",
            )
            if self.leads:
                act(_("Stop"), self.stage.cancel_run, "quiet", icon="stop")

    def _outcome(self, found: Outcome) -> None:
        say(found.verdict, look="said")
        ranges((_(line.label), _ends(line)) for line in found.lines)
        worth = f"{100 * smallest_worthwhile():.0f}"
        text = _(
            "Residents asked about their own area after dark; {n} pairs of runs, 95 % intervals. "
            "A change under {worth} of 100 is not worth much."
        )
        say(text.format(n=found.seeds, worth=worth), look="soft small")
        if self.leads:
            Choice(
                SOURCES,
                self.stage.showing.source,
                lambda value: self.stage.show(source=value),
                _("What the map shows"),
            )

    def _begin(self) -> None:
        self.visit.attempt(lambda: self.stage.begin_run(self.key))


def guess_words(guess: Guess, when: str) -> str:
    """Return a first guess for everyone as one or two sentences."""
    low, _middle, high = (round(100 * one) for one in guess.change)
    if len(guess.touched) == 0 or low == high == 0:
        return _("It would hardly change how any street feels, {when}.").format(when=when)
    said = {"where": in_streets(len(guess.touched)), "when": when, "fewer": -low, "more": high}
    if low < 0 < high:
        return _(
            "It could go either way: in {where}, of 100 people {fewer} fewer to {more} more would feel unsafe, {when}."
        ).format(**said)
    if high == 0:
        return _(
            "In {where}, up to {fewer} fewer of 100 people would feel unsafe, {when}. It may also change nothing."
        ).format(**said)
    if low == 0:
        return _(
            "In {where}, up to {more} more of 100 people would feel unsafe, {when}. It may also change nothing."
        ).format(**said)
    if high < 0:
        return _("In {where}, {n} to {fewer} fewer of 100 people would feel unsafe, {when}.").format(
            n=-high, **said
        )
    return _("In {where}, {n} to {more} more of 100 people would feel unsafe, {when}.").format(n=low, **said)


def ranges(lines: Iterable[tuple[str, tuple[float, float, float]]]) -> None:
    """Draw low, middle and high of some changes, shares, around a line at no change."""
    shown = list(lines)
    reach = max(LEAST_REACH, *(100 * abs(one) for _label, ends in shown for one in ends if not isnan(one)))
    for label, ends in shown:
        low, middle, high = (50 + 50 * 100 * one / reach for one in ends)
        words = _("{low} to {high} of 100").format(low=_signed(ends[0]), high=_signed(ends[2]))
        with box("range"):
            say(label, "span")
            with box("bar").props('role="img"') as bar:
                bar._props["aria-label"] = bar._props["title"] = words  # noqa: SLF001
                if not isnan(low):
                    box("", "i").style(f"left: {low:.1f}%; width: {high - low:.1f}%")
                box("", "b").style(f"left: {middle:.1f}%")
    with box("axis"):
        say("", "span")
        with box(""):
            for text in (_("{n} fewer of 100"), _("no change"), _("{n} more of 100")):
                say(text.format(n=f"{reach:.0f}"), "span")


def _ends(line: Line) -> tuple[float, float, float]:
    return line.low, line.change, line.high


def _signed(value: float) -> str:
    return "?" if isnan(value) else f"{100 * value:+.1f}"
