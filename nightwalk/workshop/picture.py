"""The picture on the map: what the town shows now, from a first guess, a simulation or what was recorded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nightwalk.workshop.room.proposal import TODAY
from nightwalk.workshop.showing import LAYERS, RECORDED
from nightwalk.workshop.views import layers
from nightwalk.workshop.views.panel import GROUPS
from nightwalk.workshop.views.recorded import fit_layer, fits, has_recorded, recorded_layer
from nightwalk.workshop.views.worlds import Moment, folded
from nightwalk.workshop.words import _

if TYPE_CHECKING:
    import numpy as np

    from nightwalk import RiskRegister
    from nightwalk.workshop.stage import Stage
    from nightwalk.workshop.views.layers import Layer

__all__ = ["choices", "picture"]


def choices(stage: Stage) -> dict[str, str]:
    """Return the layers there are, by name; recorded crime only where it was imported (rule 28)."""
    known = has_recorded(stage.register)
    return {key: text for key, text in LAYERS.items() if known or key not in RECORDED}


def picture(stage: Stage, world: str = "") -> Layer | None:
    """Return what the map shows now; None while the town is being prepared.

    Args:
        stage: What the room shares.
        world: Another world than the one on show.
    """
    if stage.guesser is None:
        return None
    showing = stage.showing
    chosen = world or showing.world
    if showing.layer in RECORDED and stage.register is not None:
        return _recorded(stage, stage.register)
    if showing.layer == "light":
        return layers.light_layer(_lux(stage, chosen))
    if showing.layer == "footfall":
        return layers.footfall_layer(stage.footfall[showing.hour], stage.when())
    if chosen == "today":
        return _today(stage)
    return _simulated(stage, chosen) if is_simulated(stage) else _guessed(stage, chosen)


def is_simulated(stage: Stage) -> bool:
    """Say whether the map shows a simulation instead of a first guess."""
    return stage.showing.source == "run" and stage.showing.proposal in stage.outcomes


def _recorded(stage: Stage, register: RiskRegister) -> Layer:
    if stage.showing.layer == "recorded":
        return recorded_layer(register)
    felt = stage.ready().each(Moment(stage.showing.hour, 1.0), stage.showing.group)
    return fit_layer(fits(register, felt), GROUPS[stage.showing.group])


def _today(stage: Stage) -> Layer:
    guesser, group, who = stage.ready(), stage.showing.group, GROUPS[stage.showing.group]
    if stage.showing.layer == "gap":
        day, dark = (guesser.today(Moment(stage.showing.hour, light), group) for light in (0.0, 1.0))
        return layers.gap_layer(day, dark, who)
    return layers.feeling_layer(guesser.today(stage.moment(), group), who, stage.when(), dark=stage.is_dark)


def _guessed(stage: Stage, world: str) -> Layer:
    guess, who = stage.guesses(stage.showing.proposal)[stage.showing.group], GROUPS[stage.showing.group]
    if world == "change":
        return layers.guessed_layer(guess, who)
    return layers.feeling_layer(guess.after, who, stage.when(), dark=stage.is_dark)


def _simulated(stage: Stage, world: str) -> Layer:
    found, light = stage.outcomes[stage.showing.proposal], "dark" if stage.is_dark else "day"
    who = GROUPS["everyone"]
    if world == "change":
        sure = _("{n} pairs of runs").format(n=found.seeds)
        return layers.change_layer(found.after[light] - found.before[light], found.sure[light], who, sure)
    when = _("after dark, simulated") if stage.is_dark else _("by day, simulated")
    return layers.feeling_layer(found.after[light], who, when, dark=stage.is_dark)


def _lux(stage: Stage, world: str) -> np.ndarray:
    lux: np.ndarray = stage.city.streets.lux
    if world == "today" or stage.showing.proposal == TODAY:
        return lux
    return folded(stage.scenario(stage.showing.proposal), stage.moment(), 0)[0].lux
