"""The guided evening: six steps in 45 minutes, own marks first, the model afterwards."""

from __future__ import annotations

from dataclasses import dataclass

from nightwalk.workshop.words import _

__all__ = ["STEPS", "Step", "minutes_in_all"]


@dataclass(frozen=True)
class Step:
    """One step of the evening.

    Attributes:
        title: Its name on every page.
        minutes: Its time box.
        say: What the facilitator tells the room.
        ask: What people with a phone are asked to do.
        model: Whether the model's map is shown.
        vote: Whether the vote is open.
    """

    title: str
    minutes: int
    say: str
    ask: str
    model: bool = False
    vote: bool = False


STEPS = (
    Step(
        _("Welcome"), 5,
        _("Say why we are here and what is decided elsewhere. Nobody has to speak of what happened to them. "
          "A street that feels unsafe is not a bad street, and its people are not the problem."),
        _("Find your street on the map. Marks carry no name."),
    ),
    Step(
        _("Your own marks"), 10,
        _("Let everybody mark where they feel uneasy and where they like to be, by day and after dark. "
          "The model stays hidden, so that nobody follows it. Help those without a phone with the paper sheet."),
        _("Tap a street and say how it feels."),
    ),
    Step(
        _("The model's map"), 7,
        _("Show the model's map beside the marks. Ask: where do they differ, and what does the model not know? "
          "The model is no measurement; you know your streets."),
        _("Compare the map with your marks. Where is it wrong?"),
        model=True,
    ),
    Step(
        _("Propose"), 12,
        _("Build two or three proposals within the budget. Look at the first guess for women, for older people "
          "and for people with a disability, not only for everyone."),
        _("Suggest a measure for a street."),
        model=True,
    ),
    Step(
        _("Compare and discuss"), 6,
        _("Run the proposals. Read the range aloud, not only the middle. Who gains, and who does not?"),
        _("Look at the screen: what would change for you?"),
        model=True,
    ),
    Step(
        _("Vote and minutes"), 5,
        _("Open the vote. Write down who disagrees and why, and who was not here tonight."),
        _("Vote on each proposal."),
        model=True, vote=True,
    ),
)  # fmt: skip


def minutes_in_all() -> int:
    """Return the length of the evening."""
    return sum(step.minutes for step in STEPS)
