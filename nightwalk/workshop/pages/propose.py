"""The facilitator's desk for proposals: which one, what it holds, what it costs, what to add."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from nicegui import ui

from nightwalk.workshop.pages.budgetbar import draw_budget
from nightwalk.workshop.pages.measureform import ICONS, MeasureForm
from nightwalk.workshop.pages.parts import act, box, say
from nightwalk.workshop.room.proposal import TODAY
from nightwalk.workshop.views.measures import intervention_of
from nightwalk.workshop.words import _, euros, in_streets

if TYPE_CHECKING:
    from nicegui.events import UploadEventArguments

    from nightwalk.workshop.pages.picks import Picks
    from nightwalk.workshop.pages.visit import Visit
    from nightwalk.workshop.room.proposal import Measure, Proposal

__all__ = ["Desk"]

LARGEST_FILE = 200_000  # bytes of a scenario file


class Desk:
    """Proposals and the form for a measure.

    Args:
        visit: The facilitator's page.
        picks: The streets chosen on the map.
    """

    def __init__(self, visit: Visit, picks: Picks) -> None:
        self.visit, self.stage = visit, visit.stage
        self._proposals, self._budget = box("stack"), box("card stack")
        self._measures = box("card stack")
        self.form = MeasureForm(visit, picks)
        state = visit.state
        visit.watch(lambda: (self._names(), self.key, dict(state.results)), self._draw_proposals)
        visit.watch(lambda: (self._held(), state.budget, self.form.cost()), self._draw_budget)
        visit.watch(lambda: (self.key, self._held()), self._draw_measures)

    @property
    def key(self) -> str:
        """Key of the proposal on the desk."""
        return self.stage.showing.proposal

    @property
    def proposal(self) -> Proposal:
        """The proposal on the desk."""
        return self.visit.state.proposals.get(self.key) or self.visit.state.proposals[TODAY]

    def _names(self) -> tuple[tuple[str, str], ...]:
        return tuple((one.key, one.title) for one in self.visit.state.proposals.values())

    def _held(self) -> str:
        return repr(self.proposal.measures)

    # Proposals

    def _draw_proposals(self) -> None:
        self._proposals.clear()
        with self._proposals, box("line"):
            for one in self.visit.state.proposals.values():
                pressed = "true" if one.key == self.key else "false"
                text = _("{name} (locked)").format(name=one.title) if one.locked else one.title
                act(text, partial(self._choose, one.key), "chip").props(f'aria-pressed="{pressed}"')
            act(_("New"), self._begin, "chip", icon="add")
            act(_("Duplicate"), self._copy, "chip", icon="content_copy")

    def _choose(self, key: str) -> None:
        self.stage.show(proposal=key, world="today" if key == TODAY else "after")

    def _begin(self) -> None:
        if self.visit.do("propose"):
            self._choose(list(self.visit.state.proposals)[-1])

    def _copy(self) -> None:
        if self.visit.do("duplicate", proposal=self.key):
            self._choose(list(self.visit.state.proposals)[-1])

    # Budget

    def _draw_budget(self) -> None:
        self._budget.clear()
        with self._budget:
            draw_budget(self.visit, self.stage.session.rules.cost(self.proposal.measures), self.form.cost())

    # Measures held

    def _draw_measures(self) -> None:
        self._measures.clear()
        one = self.proposal
        with self._measures:
            if one.locked:
                say(_("This is the town as it is. It stays as it is, to compare with."))
                act(_("Make a proposal"), self._begin, "main", icon="add")
                self._file_in()
                return
            with box("line spread"):
                say(one.title, "h2")
                with box("line"):
                    act(
                        "",
                        lambda: self.visit.do("undo-change", proposal=self.key),
                        "quiet",
                        label=_("Undo"),
                        icon="undo",
                    )
                    act(
                        "",
                        lambda: self.visit.do("redo-change", proposal=self.key),
                        "quiet",
                        label=_("Redo"),
                        icon="redo",
                    )
                    act("", self._rename, "quiet", label=_("Rename"), icon="edit")
                    act("", self._remove, "quiet", label=_("Remove this proposal"), icon="delete")
            if not one.measures:
                say(
                    _(
                        "Nothing in it yet. Click streets on the map or draw around them, then choose a measure."
                    ),
                    look="soft",
                )
            for place, measure in enumerate(one.measures):
                self._held_measure(place, measure)
            with box("line"):
                act(_("Save as file"), self._file_out, "quiet", icon="download")
                self._file_in()

    def _held_measure(self, place: int, measure: Measure) -> None:
        cost = euros(self.stage.session.rules.cost((measure,)))
        where = in_streets(len(measure.segments))
        with box("item"):
            ui.icon(ICONS.get(measure.kind, "bolt")).props('aria-hidden="true"')
            with box("grow"):
                say(_(intervention_of(measure).title), "h3")
                say(f"{where}, {cost}", look="soft small")
            act("", lambda: self.visit.do("remove-measure", proposal=self.key, place=place), "quiet",
                label=_("Take out"), icon="close")  # fmt: skip

    def _rename(self) -> None:
        with ui.dialog() as dialog, box("card stack"):
            name = ui.input(_("Name of the proposal"), value=self.proposal.title).props("autofocus")

            def keep() -> None:
                if self.visit.do("rename", proposal=self.key, title=name.value or ""):
                    dialog.close()

            act(_("Keep"), keep, "main")
        dialog.open()

    def _remove(self) -> None:
        key = self.key
        if self.visit.do("remove-proposal", proposal=key):
            self._choose(TODAY)

    def _file_out(self) -> None:
        ui.navigate.to(f"/workshop/proposal/{self.key}.toml")

    def _file_in(self) -> None:
        upload = ui.upload(
            on_upload=self._take_file, max_file_size=LARGEST_FILE, max_files=1, auto_upload=True,
            on_rejected=lambda: ui.notify(_("That file is too large for a scenario."), type="warning"),
        ).classes("hidden")  # fmt: skip
        act(_("Open a file"), lambda: upload.run_method("pickFiles"), "quiet", icon="upload")

    async def _take_file(self, event: UploadEventArguments) -> None:
        text = (await event.file.read()).decode("utf-8", errors="replace")
        self.visit.attempt(lambda: self.stage.take_file(self.visit.person, text))
        self._choose(list(self.visit.state.proposals)[-1])
