"""The card of a street: why it feels so, in plain words - light, people, care, memory."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from nightwalk.workshop.engine import LightSource, StreetClass, company_effects, removable_penalty
from nightwalk.workshop.views.worlds import WEDNESDAY
from nightwalk.workshop.words import Words, _

if TYPE_CHECKING:
    from nightwalk.workshop.engine import Town
    from nightwalk.workshop.views.panel import View
    from nightwalk.workshop.views.worlds import Moment

__all__ = ["Card", "Reason", "card_of", "kind_of_street"]

NOTICEABLE = 0.1  # logits: below it a street is like the others
LIVELY = 0.3  # of the night-life index
KINDS = Words(
    {
        StreetClass.RESIDENTIAL: _("residential street"),
        StreetClass.MAIN: _("main street"),
        StreetClass.PARK: _("path or park"),
        StreetClass.UNDERPASS: _("underpass"),
        StreetClass.TRANSIT: _("by a stop or station"),
    }
)
SOURCES = Words(
    {
        LightSource.TAG: _("the map says whether there are lamps; how bright they are is guessed"),
        LightSource.LAMPS: _("worked out from the lamps known"),
        LightSource.IMPUTED: _("guessed from streets of its kind: nobody has looked"),
        LightSource.MEASURED: _("measured"),
    }
)


@dataclass(frozen=True)
class Reason:
    """One part of why a street feels as it does.

    Attributes:
        part: Light, people, care or memory.
        says: One sentence.
        pull: -1 makes it feel safer than the town's average street, 1 less safe, 0 neither.
    """

    part: str
    says: str
    pull: int


@dataclass(frozen=True)
class Card:
    """What there is to say of one street."""

    title: str
    subtitle: str
    reasons: tuple[Reason, ...]


def kind_of_street(town: Town, row: int) -> str:
    """Return what kind of place a street is."""
    return KINDS[StreetClass(int(town.city.streets.cls[row]))]


def card_of(town: Town, row: int, moment: Moment, footfall: np.ndarray, view: View, *, named: bool) -> Card:
    """Return the card of one street in an hour.

    Args:
        town: The town.
        row: Which street.
        moment: The hour.
        footfall: People who pass in that hour, float64 (S,).
        view: Whose numbers weigh the parts: those with the defaults.
        named: Whether street names may be shown.
    """
    streets = town.city.streets
    name = str(streets.name[row]) if named and streets.name[row] else ""
    kind = kind_of_street(town, row)
    length = _("{n} m").format(n=round(float(streets.length[row])))
    return Card(
        title=name or kind.capitalize(),
        subtitle=f"{kind}, {length}" if name else length,
        reasons=(
            _light(town, row, moment, view),
            _company(town, row, footfall, view),
            _care(town, row, moment, view),
            _memory(town, row, view),
        ),
    )


def _pull(town: Town, parts: np.ndarray, row: int) -> int:
    """Say whether a street's part, logits, stands out from the town's average by length."""
    beyond = float(parts[row] - np.average(parts, weights=town.city.streets.length))
    return 0 if abs(beyond) < NOTICEABLE else (1 if beyond > 0 else -1)


def _light(town: Town, row: int, moment: Moment, view: View) -> Reason:
    streets = town.city.streets
    part = _("Light")
    if moment.dark <= 0:
        return Reason(part, _("It is day; lamps do not matter now."), 0)
    penalty = view.values.beta_DL * removable_penalty(streets.lux, streets.uniformity, view.values.E_half)
    source = SOURCES[LightSource(int(streets.light_source[row]))]
    says = _("About {n:.0f} lux after dark; {source}.").format(n=streets.lux[row], source=source)
    return Reason(part, says, _pull(town, penalty, row))


def _company(town: Town, row: int, footfall: np.ndarray, view: View) -> Reason:
    n = round(float(footfall[row]))
    if n == 0:
        says = _("Hardly anybody passes in this hour.")
    else:
        says = _("About {n} people pass in this hour. Busy is not the same as safe.").format(n=n)
    felt = company_effects(footfall, np.ones(len(footfall)), view.values).mean(axis=0)
    return Reason(_("People"), says, _pull(town, felt, row))


def _care(town: Town, row: int, moment: Moment, view: View) -> Reason:
    streets, p = town.city.streets, view.values
    night = float(town.night[WEDNESDAY, moment.hour]) * moment.dark
    parts = (
        p.beta_I * streets.incivility / p.incivility_sd
        + p.beta_X * streets.entrapment / p.entrapment_sd
        + night * p.beta_K * streets.nightlife
    )
    pull = _pull(town, parts, row)
    words = {
        -1: _("It looks cared for and open, as far as the map can tell."),
        0: _("It looks about as cared for and open as the other streets, as far as the map can tell."),
        1: _("It looks less cared for, or harder to leave, than most streets, as far as the map can tell."),
    }[pull]
    loud = night > 0 and streets.nightlife[row] > LIVELY
    return Reason(_("Care"), words + (_(" Bars nearby can make it loud at this hour.") if loud else ""), pull)


def _memory(town: Town, row: int, view: View) -> Reason:
    home = view.people.area[: view.residents]
    memory = view.people.memory[: view.residents]
    mine = memory[home == town.city.streets.area[row]]
    beyond = float(mine.mean() - memory.mean()) if len(mine) else 0.0
    pull = 0 if abs(beyond) < NOTICEABLE else (1 if beyond > 0 else -1)
    words = {
        -1: _("In the model, people who live here have been frightened less often than elsewhere."),
        0: _("In the model, people who live here remember about as much as elsewhere. What do you remember?"),
        1: _("In the model, people who live here have been frightened more often than elsewhere."),
    }[pull]
    return Reason(_("Memory"), words, pull)
