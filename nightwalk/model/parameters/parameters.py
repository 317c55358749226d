"""Every uncertain number of the model in one frozen object."""

from __future__ import annotations

from dataclasses import dataclass, field, fields, replace
from typing import TYPE_CHECKING, Any

from nightwalk.base.errors import QuantityError, nearest
from nightwalk.base.quantity import Fixed, Quantity, check_quantities, quantities
from nightwalk.model.parameters.experience import Experience
from nightwalk.model.parameters.mobility import Mobility
from nightwalk.model.parameters.offending import Offending
from nightwalk.model.parameters.perception import Perception

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["Parameters"]

GROUPS = (Perception, Experience, Mobility, Offending)


@dataclass(frozen=True)
class Parameters:
    """Declared numbers by submodel; every symbol has one unique name across the groups."""

    perception: Perception = field(default_factory=Perception)
    experience: Experience = field(default_factory=Experience)
    mobility: Mobility = field(default_factory=Mobility)
    offending: Offending = field(default_factory=Offending)

    def __post_init__(self) -> None:
        for group in fields(self):
            check_quantities(getattr(self, group.name))

    @staticmethod
    def declared() -> dict[str, Quantity]:
        """Return the declaration of every parameter by name."""
        return {name: q for group in GROUPS for name, q in quantities(group).items()}

    def values(self) -> Any:
        """Return the numbers as one flat NumPy record of floats, as the compiled kernels take them.

        A record reaches a kernel as one pointer; a tuple of 150 numbers would be 150 arguments.
        """
        import numpy as np

        groups = [getattr(self, f.name) for f in fields(self)]
        named = {name: float(getattr(group, name)) for group in groups for name in quantities(group)}
        kind = np.dtype([(name, np.float64) for name in named])
        return np.array([tuple(named.values())], dtype=kind).view(np.recarray)[0]

    def with_values(self, changed: Mapping[str, float]) -> Parameters:
        """Return a copy with some numbers replaced.

        Raises:
            QuantityError: for an unknown name (with the nearest) or a value outside its range.
        """
        known = self.declared()
        for name, value in changed.items():
            if name not in known:
                raise QuantityError(
                    f"There is no parameter {name!r}; the names are listed in docs/parameters.md.{nearest(name, known)}"
                )
            known[name].check(f"Parameters.{name}", value)
        parts = {}
        for f in fields(self):
            group = getattr(self, f.name)
            mine = {k: float(v) for k, v in changed.items() if k in quantities(group)}
            parts[f.name] = replace(group, **mine)
        return Parameters(**parts)

    def draw(self, seed: int) -> Parameters:
        """Return one draw from the priors: the same for every scenario with this seed."""
        from nightwalk.base.streams import Decision, uniforms

        known = self.declared()
        u = uniforms(seed, Decision.PARAMETER, len(known))
        drawn = {
            name: q.draw(float(u[i]))
            for i, (name, q) in enumerate(known.items())
            if not isinstance(q.prior, Fixed)
        }
        return self.with_values(drawn)
