"""An action: who may do it, when it is refused and what it changes."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, ClassVar, Protocol

from nightwalk.workshop.room.access import Role
from nightwalk.workshop.room.errors import RoomError
from nightwalk.workshop.room.fields import read

if TYPE_CHECKING:
    from collections.abc import Mapping

    from nightwalk.workshop.room.proposal import Measure
    from nightwalk.workshop.room.state import State

__all__ = ["ACTIONS", "Action", "Rules", "action_of"]

ACTIONS: dict[str, type[Action]] = {}
"""Every action by its name in the log; filled by subclassing `Action`."""


class Rules(Protocol):
    """What the room asks of the town."""

    def has(self, segment: int) -> bool:
        """Say whether a street has that number."""
        ...

    def check(self, measure: Measure) -> None:
        """Refuse a measure that cannot be made.

        Raises:
            NightwalkError: with the reason.
        """
        ...

    def cost(self, measures: tuple[Measure, ...]) -> float:
        """Return what measures cost in the first year, EUR of 2024."""
        ...


@dataclass(frozen=True, kw_only=True)
class Action:
    """Something done in the room; a subclass is filed under its name in kebab-case."""

    name: ClassVar[str] = ""
    roles: ClassVar[frozenset[Role]] = frozenset({Role.FACILITATOR})

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        cls.name = re.sub(r"(?<=[a-z])(?=[A-Z])", "-", cls.__name__).lower()
        if not cls.__name__.startswith("_"):  # what several actions share is none itself
            ACTIONS[cls.name] = cls

    def check(self, state: State, rules: Rules, device: str) -> None:
        """Refuse what may not be done now.

        Raises:
            NightwalkError: with the reason.
        """
        del state, rules, device

    def apply(self, state: State, device: str, when: float) -> None:
        """Change the state; `when` is in seconds since 1970."""
        raise NotImplementedError

    def record(self) -> dict[str, Any]:
        """Return it as the log keeps it."""
        return {"do": self.name, **asdict(self)}


def action_of(record: Mapping[str, object]) -> Action:
    """Return the action a record states.

    Raises:
        RoomError: for an unknown action or a field that does not fit.
    """
    given = dict(record)
    name = given.pop("do", None)
    if not isinstance(name, str) or name not in ACTIONS:
        raise RoomError(f"There is no action {name!r:.40}; the actions are {', '.join(ACTIONS)}.")
    owner = ACTIONS[name]
    return owner(**read(owner, given))
