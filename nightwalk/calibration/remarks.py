"""What a reader of a calibration must know, in sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nightwalk.calibration.identify import stayed
from nightwalk.calibration.survey.survey import Survey

if TYPE_CHECKING:
    from nightwalk.calibration.calibrate import Calibration

__all__ = ["remarks"]

FEW, MOST = 0.80, 0.97  # share of cells a 90 % interval should hold
ENOUGH = 30  # cells from which holding all of them tells something


def remarks(done: Calibration) -> list[str]:
    """Return the sentences, the gravest first."""
    return [*_identified(done), *_place(done), *_checks(done), *_read(done)]


def _identified(done: Calibration) -> list[str]:
    said = []
    if len(done.items) == 1:
        said.append(
            f"One item alone ({done.items[0]}) does not identify the model: level, spread of persons and night penalty "
            "trade off against one another; ask after_dark, by_day, park and busy_place of the same people."
        )
    kept = stayed(done.learnt)
    if kept:
        said.append(f"Stayed at the prior although asked about: {', '.join(kept)}.")
    if done.untouched:
        said.append(f"Stay at their prior because nothing was asked about them: {', '.join(done.untouched)}.")
    edge = [one.name for one in done.learnt if one.at_edge]
    if edge:
        said.append(
            f"At the end of the declared range: {', '.join(edge)}; the answers would take them further."
        )
    return said


def _place(done: Calibration) -> list[str]:
    if done.ground == "streets":
        return []
    city = f"not of the streets of {done.study.city}" if done.ground == "town" else "not this city"
    said = (
        f"A fit to a survey without places, {city}: where respondents live is integrated over the declared streets, "
        "and what streets do is known from the priors."
    )
    return [said]


def _checks(done: Calibration) -> list[str]:
    said = []
    if done.cells:
        held = sum(one.inside for _, one in done.cells)
        told = f"{held} of the {len(done.cells)} fitted cells lie in their 90 % interval"
        few = (
            f": fewer than {FEW:.0%}, so the equation misses something of who feels unsafe"
            if done.inside < FEW
            else ""
        )
        many = ": more than they should" if done.inside > MOST and len(done.cells) >= ENOUGH else ""
        said.append(f"{told}{few}{many}.")
    scores, aside = done.scores, len(done.unfitted)
    held = sum(by["model"].inside for _, by in done.unfitted)
    if not scores:
        overlap = f"{held} of the {aside} cells only compared, because they overlap with fitted ones, lie in theirs."
        nothing = "Nothing was kept aside, so the model was not compared with the null models."
        return [*said, *([overlap] if aside else []), nothing]
    said.append(f"{held} of the {aside} cells kept aside lie in the 90 % interval of a fit without them.")
    for name, meant in (("everyone", "one share for everybody"), ("group", "the share of the same group")):
        better = scores["model"]["log_score"] > scores[name]["log_score"]
        words = "better than" if better else "no better than"
        said.append(f"On {aside} cells kept aside the model does {words} {meant} (log score).")
    return said


def _read(done: Calibration) -> list[str]:
    survey = done.study.survey
    if not isinstance(survey, Survey):
        return list(survey.notes)
    account = survey.account
    absent = [f"The file has no column for {', '.join(account.absent)}."] if account.absent else []
    return [*account.notes, *done.study.notes, *absent]
