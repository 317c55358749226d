"""What all pages of one evening share: the town, the session, what is on show, what is being simulated."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

import numpy as np

from nightwalk import NightwalkError, Parameters, Scenario
from nightwalk.workshop.engine import darkness, town_of
from nightwalk.workshop.room.access import Role
from nightwalk.workshop.room.errors import RoomError
from nightwalk.workshop.room.proposal import TODAY
from nightwalk.workshop.room.session import Person, Session
from nightwalk.workshop.showing import LAYERS, Showing
from nightwalk.workshop.views.measures import DAYS, TownRules, measures_of_toml, scenario_of
from nightwalk.workshop.views.panel import DRAWS, view_of
from nightwalk.workshop.views.preview import Guesser
from nightwalk.workshop.views.runs import SEEDS, Job, compare_with_today, kept_numbers, learn_footfall
from nightwalk.workshop.views.walk_home import replay
from nightwalk.workshop.views.worlds import Moment, known_disorder
from nightwalk.workshop.words import ENGLISH, _, speaking

if TYPE_CHECKING:
    from nightwalk import City, RiskRegister
    from nightwalk.workshop.views.preview import Guess
    from nightwalk.workshop.views.runs import Outcome
    from nightwalk.workshop.views.walk_home import Replay

__all__ = ["Stage"]

DARK = 0.5  # darkness from which an hour is called dark
LONGEST_TITLE = 60
LAPTOP = Person("the room", Role.FACILITATOR)  # what the room itself notes, such as results


class Stage:
    """Everything the pages share; pages look at `version` to see whether anything changed.

    Args:
        city: The town.
        folder: Where the session is kept.
        city_file: How scenario files name the town.
        register: What was recorded, reported and seen in the streets, if it is known.
        register_file: How scenario files name it.
    """

    def __init__(
        self, city: City, folder: Path, city_file: str = "", register: RiskRegister | None = None,
        register_file: str = "",
    ) -> None:  # fmt: skip
        self.city = city if register is None else register.audited(city)
        self.register, self.register_file = register, register_file
        self.folder, self.city_file = folder, city_file
        self.session = Session(folder / "session.jsonl", self.city.checksum, TownRules(self.city))
        self.showing = Showing()
        self.outcomes: dict[str, Outcome] = {}
        self.run: Job | None = None
        self.running = ""  # key of the proposal that is simulated
        self.guesser: Guesser | None = None
        self.learnt = False  # whether the footfall is the model's
        self.footfall = np.full((24, self.city.segments), Parameters().values().N_ref)
        self._learning: Job | None = None
        self._news = 0
        self._lock = Lock()
        self._replayed: tuple[tuple[object, ...], Replay] | None = None
        self._guesses: dict[tuple[object, ...], dict[str, Guess]] = {}

    @property
    def version(self) -> tuple[int, int]:
        """Grows with everything done in the room and everything worked out."""
        return self.session.changes, self._news

    @property
    def is_dark(self) -> bool:
        """Whether the hour on show is dark."""
        return self.moment().dark >= DARK

    def prepare(self) -> None:
        """Make the first map: the town under the default numbers."""
        town = town_of(self.city, Parameters().values())
        social = known_disorder(self.scenario(TODAY))
        self.guesser = Guesser(town, (view_of(town, 0),), self.footfall, social)
        self._news += 1

    def sharpen(self) -> None:
        """Draw the plausible numbers behind a first guess."""
        first = self.ready()
        views = tuple(view_of(first.town, seed) for seed in range(1, DRAWS + 1))
        self._replace_guesser(Guesser(first.town, views, self.footfall, first.social))

    def learn(self) -> None:
        """Begin to learn who walks where, in a process of its own."""
        kept = self.folder / f"footfall-{self.city.checksum[:16]}.npy"
        self._learning = Job(learn_footfall, (self.city.columns_folder(), kept.resolve(), self.register))

    def look(self) -> None:
        """Take what the worker processes have sent."""
        if self._learning is not None and self._learning.look():
            self._take_footfall(self._learning)
        if self.run is not None and self.run.running and self.run.look():
            self._take_outcome(self.run)

    def show(self, **chosen: object) -> None:
        """Change what is on show."""
        self.showing = replace(self.showing, **chosen)  # type: ignore[arg-type]
        self._news += 1

    def moment(self) -> Moment:
        """Return the hour on show."""
        return Moment(
            self.showing.hour,
            {"day": 0.0, "dark": 1.0}.get(self.showing.light, self.sun()[self.showing.hour]),
        )

    def sun(self) -> list[float]:
        """Return the darkness of the 24 hours of the day that is shown, 0-1."""
        start = Scenario.__dataclass_fields__["start"].default
        city = self.city
        return darkness(start, city.latitude, city.longitude, city.time_zone)[:24].tolist()  # type: ignore[no-any-return]

    def when(self) -> str:
        """Return the hour on show in words."""
        return _("{hour}:00, {light}").format(
            hour=self.showing.hour, light=_("after dark") if self.is_dark else _("by day")
        )

    def verdict(self, key: str) -> str:
        """Return what was found of a proposal, in the language spoken now where this server found it itself."""
        found = self.outcomes.get(key)
        return found.verdict if found else str(self.session.state.results.get(key, {}).get("verdict", ""))

    def scenario(self, key: str) -> Scenario:
        """Return a proposal as a scenario."""
        return scenario_of(
            self.city, self.session.state.proposal(key), city_file=self.city_file,
            register=self.register, register_file=self.register_file,
        )  # fmt: skip

    def guesses(self, key: str) -> dict[str, Guess]:
        """Return what a proposal would change for every group, in the hour on show."""
        guesser, measures = self.ready(), self.session.state.proposal(key).measures
        asked = (repr(measures), self.moment(), id(guesser))
        with self._lock:
            if asked not in self._guesses:
                if len(self._guesses) > len(LAYERS) * DRAWS:
                    self._guesses.clear()
                self._guesses[asked] = guesser.guesses(self.scenario(key), self.moment())
            return self._guesses[asked]

    def begin_run(self, key: str) -> None:
        """Begin to simulate a proposal beside today's town."""
        self.cancel_run()
        self.outcomes.pop(key, None)
        proposal = self.session.state.open_proposal(key)
        given = (self.city.columns_folder(), proposal, range(1, SEEDS + 1), DAYS, self.register)
        self.run, self.running = Job(compare_with_today, given), key
        self._news += 1

    def cancel_run(self) -> None:
        """Stop the simulation, if there is one."""
        if self.run is not None and self.run.running:
            self.run.cancel()
            self._news += 1

    def take_file(self, person: Person, text: str) -> None:
        """Make a proposal of a scenario file somebody sent.

        Raises:
            NightwalkError: if it cannot be used, or does not fit the budget; nothing is kept then.
        """
        name, measures = measures_of_toml(text, self.city)
        self.session.act(person, {"do": "propose", "title": name[:LONGEST_TITLE]})
        key = list(self.session.state.proposals)[-1]
        try:
            for one in measures:
                given = {"kind": one.kind, "segments": list(one.segments), "settings": one.settings}
                self.session.act(person, {"do": "add-measure", "proposal": key, **given})
        except NightwalkError:
            self.session.act(person, {"do": "remove-proposal", "proposal": key})
            raise

    def replay(self) -> Replay | None:
        """Return the walk home that is shown; None where none is, or there is nothing to compare."""
        home, key = self.showing.home, self.showing.proposal
        if home < 0 or key == TODAY or self.guesser is None:
            return None
        asked = home, self.showing.group, repr(self.session.state.proposal(key).measures), self.moment()
        if self._replayed is None or self._replayed[0] != (*asked, id(self.guesser)):
            made = replay(self.guesser, self.scenario(key), self.moment(), self.showing.group, home)
            self._replayed = (*asked, id(self.guesser)), made
        return self._replayed[1]

    def footfall_bytes(self) -> bytes:
        """Return how busy each street is in the hour on show, 0-255."""
        n = self.footfall[self.showing.hour]
        return np.clip(n * 4, 0, 255).astype(np.uint8).tobytes() if self.learnt else b""

    def measured(self) -> list[int]:
        """Return the rows of the streets that the proposal on show touches."""
        known = self.session.state.proposals.get(self.showing.proposal)
        ids = [one for measure in known.measures for one in measure.segments] if known else []
        return [int(row) for row in np.searchsorted(self.city.streets.id, sorted(set(ids)))]

    def close(self) -> None:
        """Stop every worker process."""
        self.cancel_run()
        if self._learning is not None and self._learning.running:
            self._learning.cancel()

    def ready(self) -> Guesser:
        """Return what guesses.

        Raises:
            RoomError: while the town is being prepared.
        """
        if self.guesser is None:
            raise RoomError(_("The town is still being prepared; wait a moment."))
        return self.guesser

    def _take_footfall(self, job: Job) -> None:
        self._news += 1
        if job.found is None or self.guesser is None or self.learnt:
            return
        self.footfall, self.learnt = job.found.astype(float), True
        self._replace_guesser(
            Guesser(self.guesser.town, self.guesser.views, self.footfall, self.guesser.social)
        )

    def _take_outcome(self, job: Job) -> None:
        self._news += 1
        if job.found is None or self.running not in self.session.state.proposals:
            return
        self.outcomes[self.running] = job.found
        if not job.running and not job.failed:
            with speaking(ENGLISH):
                verdict = job.found.verdict
            note = {
                "do": "keep-result",
                "proposal": self.running,
                "verdict": verdict,
                "numbers": kept_numbers(job.found),
            }
            self.session.act(LAPTOP, note)

    def _replace_guesser(self, guesser: Guesser) -> None:
        if self.learnt and guesser.footfall is not self.footfall:
            guesser = Guesser(guesser.town, guesser.views, self.footfall, guesser.social)
        self.guesser = guesser
        self._news += 1
