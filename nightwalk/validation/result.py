"""What a validation says: rows, a headline, a table, JSON."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from nightwalk.validation.rows import HOLDS, NOT_APPLICABLE

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from nightwalk.model.city import City
    from nightwalk.model.parameters import Parameters
    from nightwalk.validation.places import Place
    from nightwalk.validation.rows import Row
    from nightwalk.validation.validate import Size

__all__ = ["Count", "Validation", "about"]

GENERATED = "generated"  # the source of a town that is no map
LIBRARIES = ("mesa", "numpy", "scipy", "numba")


@dataclass(frozen=True)
class Count:
    """How many rows hold of those that apply."""

    town: str
    holds: int
    applies: int

    def __str__(self) -> str:
        return f"{self.town}: {self.holds} of {self.applies}"


@dataclass(frozen=True)
class Validation:
    """Every row, and how it was made.

    Attributes:
        rows: Facts by town, then replications, then field checks.
        about: Date, versions, seeds, sizes, seconds.
    """

    rows: tuple[Row, ...]
    about: dict[str, Any]

    def table(self) -> pd.DataFrame:
        """Return one line per row."""
        import pandas as pd

        return pd.DataFrame([one.as_json() for one in self.rows])

    def as_json(self) -> dict[str, Any]:
        """Return everything with missing numbers as null."""
        return {"about": self.about, "rows": [one.as_json() for one in self.rows]}

    def headline(self) -> tuple[Count, ...]:
        """Return by town how many hard facts that nothing was fitted to hold; a fact holds if all its rows do."""
        return self.counted("predicted", "hard")

    def counted(self, role: str, kind: str) -> tuple[Count, ...]:
        """Return by town how many facts of a role and a kind hold."""
        mine = [
            one for one in self.rows if (one.role, one.kind) == (role, kind) and one.verdict != NOT_APPLICABLE
        ]
        counts = []
        for town in dict.fromkeys(one.town for one in mine):
            verdicts: dict[str, bool] = {}
            for one in mine:
                if one.town == town:
                    verdicts[one.id] = verdicts.get(one.id, True) and one.verdict == HOLDS
            counts.append(Count(town, sum(verdicts.values()), len(verdicts)))
        return tuple(counts)


def about(
    towns: Sequence[Place], size: Size, parameters: Parameters | None, seconds: float
) -> dict[str, Any]:
    """Return how a validation was made."""
    from importlib.metadata import version

    from nightwalk.base.source import source_digest
    from nightwalk.base.version import __version__

    return {
        "date": datetime.now(UTC).date().isoformat(),
        "versions": {"nightwalk": __version__, **{name: version(name) for name in LIBRARIES}},
        "source": source_digest()[:8],
        "towns": {
            one.name: {"checksum": one.city.checksum[:12], "level": one.level, "map": _map(one.city)}
            for one in towns
        },
        "quick": size.quick,
        "seeds": list(range(1, size.seeds + 1)),
        "residents": size.residents,
        "days": size.days,
        "replication_seeds": size.draws,
        "parameters": "defaults" if parameters is None else "given",
        "seconds": round(seconds, 1),
    }


def _map(city: City) -> str:
    """Return whose map a town is, of which date, with the share of guessed lighting; nothing for a made-up one."""
    from nightwalk.model.city.quality import data_quality
    from nightwalk.outputs.maps import attribution_line

    if city.source == GENERATED:
        return GENERATED
    return attribution_line(
        {
            "attribution": city.attribution,
            "data_date": city.data_date,
            "guessed_lit_share": data_quality(city).guessed_light,
        }
    )
