"""Who may come in and as what: keys for the facilitator and the screen, a short code for the room."""

from __future__ import annotations

import hmac
import secrets
from dataclasses import asdict, dataclass
from enum import Enum
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["Keys", "Role"]

LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # no I, O, 0, 1: read aloud and typed without mistakes
CODE_LENGTH = 5
KEY_BYTES = 18


class Role(Enum):
    """What somebody is in the room."""

    FACILITATOR = "facilitator"
    PARTICIPANT = "participant"
    SCREEN = "screen"


@dataclass(frozen=True)
class Keys:
    """The secrets of one session.

    Attributes:
        facilitator: Opens everything.
        screen: Opens the projector page, which changes nothing.
        code: Lets phones in; shown in the room.
    """

    facilitator: str
    screen: str
    code: str

    @classmethod
    def new(cls) -> Self:
        """Draw the secrets of a new session."""
        code = "".join(secrets.choice(LETTERS) for _ in range(CODE_LENGTH))
        return cls(secrets.token_urlsafe(KEY_BYTES), secrets.token_urlsafe(KEY_BYTES), code)

    @classmethod
    def read(cls, stated: Mapping[str, str]) -> Self:
        """Return the secrets a journal keeps."""
        return cls(**stated)

    def stated(self) -> dict[str, str]:
        """Return them as a journal keeps them."""
        return asdict(self)

    def role(self, key: str) -> Role | None:
        """Return what a key or code opens; None for a wrong one."""
        given = key.strip()
        for secret, role in ((self.facilitator, Role.FACILITATOR), (self.screen, Role.SCREEN)):
            if hmac.compare_digest(given.encode(), secret.encode()):
                return role
        same = hmac.compare_digest(given.upper().encode(), self.code.encode())
        return Role.PARTICIPANT if same else None
