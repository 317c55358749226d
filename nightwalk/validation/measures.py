"""Every measure of a stylised fact, in the order of the facts."""

from nightwalk.validation.areas import AREAS
from nightwalk.validation.contacts import CONTACTS
from nightwalk.validation.effects import EFFECTS
from nightwalk.validation.experience import EXPERIENCE
from nightwalk.validation.facts import published
from nightwalk.validation.levels import LEVELS
from nightwalk.validation.nulls import NULLS
from nightwalk.validation.patterns import PATTERNS
from nightwalk.validation.walks import WALKS

__all__ = ["MEASURES"]

_ORDER = [f"{fact.id}: {quantity.name}" for fact in published().values() for quantity in fact.quantities]
MEASURES = tuple(
    sorted(
        (*LEVELS, *EXPERIENCE, *AREAS, *WALKS, *PATTERNS, *EFFECTS, *CONTACTS, *NULLS),
        key=lambda one: _ORDER.index(one.key),
    )
)
