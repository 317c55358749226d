"""A plan in plain sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nightwalk.outputs.indicators import indicator

if TYPE_CHECKING:
    from nightwalk.experiments.plan.contest import Effect
    from nightwalk.experiments.plan.optimise import BestPlan
    from nightwalk.outputs.indicators import Indicator

__all__ = ["answer", "effect_words", "notes", "who"]


def answer(plan: BestPlan) -> str:
    """Return whether the plan beats what the money does without thinking, in one sentence."""
    rivals = " and ".join(one.name[0].lower() + one.name[1:] for one in plan.rivals)
    money = f"for the same money ({plan.request.purse})"
    if not rivals:
        return (
            f"{plan.request.purse} lights no street, so there is nothing to compare the plan with but today."
        )
    if plan.beats:
        return f"For {who(plan)} this plan does clearly better than to {rivals} {money}."
    return f"We cannot say that this plan does better for {who(plan)} than to {rivals} {money}."


def who(plan: BestPlan) -> str:
    """Return whom the plan is for, as in ``everyone`` or ``women``."""
    split, group = plan.key
    return group if split in ("all", "sex") else f"people of the group {group!r} ({split})"


def notes(plan: BestPlan) -> list[str]:
    """Return what was compared, how sure it is and whom it leaves worse off, a sentence each."""
    what = indicator(plan.request.of)
    return [*(effect_words(one, what) for one in plan.effects), *_doubts(plan, what)]


def effect_words(one: Effect, what: Indicator) -> str:
    """Return a difference with its interval."""
    ends = f"{what.number(one.low, signed=True)} to {what.number(one.high, signed=True)}"
    return (
        f"Against {one.against!r}: {what.phrase} changes by {what.change(one.difference)} (95 % interval {ends}, "
        f"{one.seeds} fresh seeds)."
    )


def _doubts(plan: BestPlan, what: Indicator) -> list[str]:
    said = [
        f"In {plan.lead:.0%} of {plan.request.seeds} draws of what is not known, the plan did no worse than its rivals."
    ]
    if not plan.steady:
        said.append("That is not enough to call it robust: it depends on what is not known.")
    today = plan.effects[0]
    if abs(today.difference) < what.smallest_worthwhile:
        said.append(
            f"The change is smaller than {what.size(what.smallest_worthwhile)}, the smallest called worthwhile."
        )
    said += [
        f"It leaves {group} ({split}) worse off: {effect_words(one, what)}"
        for split, group, one in plan.worse
    ]
    return said
