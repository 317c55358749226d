"""A town of twenty streets where everything costs 1,000 a street: enough for the room's own rules."""

from nightwalk import ScenarioError
from nightwalk.workshop.room.access import Role
from nightwalk.workshop.room.session import Person, Session

FACILITATOR = Person("laptop", Role.FACILITATOR)
SCREEN = Person("projector", Role.SCREEN)


def phone(number):
    return Person(f"phone-{number}", Role.PARTICIPANT)


class TwentyStreets:
    def has(self, segment):
        return 1 <= segment <= 20

    def check(self, measure):
        if measure.kind != "lamps":
            raise ScenarioError(f"There is no intervention {measure.kind!r}.")

    def cost(self, measures):
        return 1000.0 * sum(len(one.segments) for one in measures)


class Clock:
    def __init__(self):
        self.now = 1_000_000.0

    def __call__(self):
        self.now += 1.0  # an action a second is not too fast
        return self.now


def session(folder, clock=None, town="twenty"):
    return Session(folder / "session.jsonl", town, TwentyStreets(), clock or Clock())
