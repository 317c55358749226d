"""The risk register of a town: what was recorded, reported and seen in its streets, as estimates and never as rows."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from nightwalk.base.errors import ScenarioError, nearest
from nightwalk.model.register.estimate import Risk
from nightwalk.model.register.street_crime import StreetCrime

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd
    from matplotlib.axes import Axes

    from nightwalk.model.city import City
    from nightwalk.model.register.audit import Audit
    from nightwalk.model.register.outlook import Outlook
    from nightwalk.model.register.risk_terrain import Terrain
    from nightwalk.model.register.tally import Span
    from nightwalk.outputs.shapes import StreetShapes

__all__ = ["FAMILIES", "MEASURES", "RiskRegister", "network_checksum"]

FAMILIES = ("robbery", "pickpocket", "assault", "vandalism", "vehicle")
STREET = FAMILIES[:3]
WEEKS = 4  # in the last 28 days
MEASURES = {
    "recorded": "crimes recorded by the police per 100 m and year",
    "reported": "reports of citizens per 100 m and year",
    "modelled": "reports the features of the place lead one to expect, per 100 m and year",
}
Interval = tuple[np.ndarray, np.ndarray, np.ndarray]


@dataclass(frozen=True, eq=False)
class RiskRegister:
    """Estimates by street; it holds no report, no count below `fewest` and nothing finer than the whole period.

    Attributes:
        town: Name, attribution, data_date and guessed_lit_share, as every map says them.
        network: Checksum of the streets it was made for.
        streets: The segments.
        span: The months counted.
        fewest: k: counts below it are not shown and not kept.
        exposure: Shape (S,), 100 m x years (x relative presence, where it was given).
        risks: Posterior rates per exposure of ``recorded`` and ``reported``; streets with few reports share a rate.
        counts: Reports by street of the same, float64 (S,), NaN where below `fewest`.
        families: Recorded crimes a year in the whole town by family of the model; None where below `fewest`.
        disorder: Share (0-1) of disorder among the citizens' reports.
        social: Shape (S,), social incivility 0-1 that the reports and the audit lead to.
        latest: Shape (S,), recorded crimes + 0.5 x reports of the last 28 days, known by area and spread by risk.
        audit: What was seen on audit walks.
        terrain: Relative risks of features of the place; None without reports.
        outlook: The coming month; None without reports.
        accounts: What became of the rows of each file.
    """

    town: Mapping[str, Any]
    network: str
    streets: StreetShapes
    span: Span
    fewest: float
    exposure: np.ndarray
    risks: Mapping[str, Risk]
    counts: Mapping[str, np.ndarray]
    families: Mapping[str, float | None]
    disorder: float
    social: np.ndarray
    latest: np.ndarray
    audit: Audit
    terrain: Terrain | None
    outlook: Outlook | None
    accounts: tuple[Mapping[str, Any], ...] = field(repr=False)

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the content, in hexadecimal; the same for the same content in another file."""
        from nightwalk.model.register.store import columns_of, facts_of

        total = hashlib.sha256(json.dumps(facts_of(self), sort_keys=True, ensure_ascii=False).encode())
        for name, column in sorted(columns_of(self).items()):
            plain = column.tolist() if column.dtype == object else column
            total.update(
                name.encode() + (json.dumps(plain).encode() if isinstance(plain, list) else column.tobytes())
            )
        return total.hexdigest()

    @property
    def measures(self) -> tuple[str, ...]:
        """What it has estimates of: some of recorded, reported and modelled."""
        return (*self.risks, "modelled") if self.terrain else tuple(self.risks)

    def estimate(self, of: str) -> Interval:
        """Return mean and both ends of the 95 % interval, float64 (S,) each.

        Raises:
            ScenarioError: for a measure the register does not have.
        """
        if of in self.risks:
            return (self.risks[of].mean, *self.risks[of].interval)
        if of == "modelled" and self.terrain is not None:
            return self.terrain.modelled.mean, self.terrain.modelled.low, self.terrain.modelled.high
        have = ", ".join(self.measures) or "an audit only"
        raise ScenarioError(f"The register has no {of!r}; it has {have}.{nearest(of, self.measures)}")

    def check_city(self, city: City) -> None:
        """Refuse a city with other streets.

        Raises:
            ScenarioError: with what to do.
        """
        if network_checksum(city) != self.network:
            raise ScenarioError(
                f"The register was made for the streets of {self.town['name']}, which are not those of {city.name} as "
                "it is now; make it again with: nightwalk register CITY."
            )

    def audited(self, city: City) -> City:
        """Return the city with the light and the physical incivility seen on audit walks.

        Raises:
            ScenarioError: for a city with other streets.
        """
        self.check_city(city)
        return self.audit.applied(city)

    def street_crime(self) -> StreetCrime:
        """Return what a run takes from it."""
        risk = self.risks.get("recorded")
        yearly = None if risk is None else Risk(risk.shape, risk.rate / (self.exposure / self.span.years))
        return StreetCrime(self.streets.id, yearly, self.social, self.latest / WEEKS)

    def levels(self, residents: float, shares: Mapping[str, float]) -> dict[str, float]:
        """Return the model's levels of crime that fit the recorded totals.

        Args:
            residents: People 16 and over.
            shares: Share of the crimes of each family that is recorded, 0-1, by ``pi_`` and its name.

        Returns:
            Values of ``street_crime``, ``share_robbery``, ``share_pickpocket``, ``vandalism`` and ``vehicle_crime``.
        """
        true = {
            name: 1000.0 * (self.families.get(name) or 0.0) / shares[f"pi_{name}"] / residents
            for name in FAMILIES
        }
        street = sum(true[name] for name in STREET)
        parts = {f"share_{name}": true[name] / street for name in STREET[:2]} if street > 0 else {}
        return {
            "street_crime": street,
            **parts,
            "vandalism": true["vandalism"],
            "vehicle_crime": true["vehicle"],
        }

    def table(self) -> pd.DataFrame:
        """Return one row per street, as the file's layer has it."""
        import pandas as pd

        from nightwalk.model.register.store import columns_of

        own = {"id": self.streets.id, "name": self.streets.name, "class": self.streets.cls}
        return pd.DataFrame({**own, **columns_of(self)})

    def relative_risks(self) -> pd.DataFrame:
        """Return the table of relative risks: feature, share of streets near it, ratio, interval, what it says."""
        import pandas as pd

        rows = self.terrain.rows if self.terrain else ()
        return pd.DataFrame([{**row._asdict(), "says": row.says} for row in rows])

    def map(self, of: str = "recorded", *, ax: Axes | None = None) -> Axes:
        """Draw the risk of every street; the less sure it is, the paler it is drawn.

        Raises:
            ScenarioError: for a measure the register does not have.
        """
        from nightwalk.outputs.maps import attribution_line
        from nightwalk.outputs.risk_maps import map_risk

        mean, low, high = self.estimate(of)
        return map_risk(
            self.streets, mean, low, high, label=MEASURES[of], attribution=attribution_line(self.town), ax=ax
        )

    def save(self, path: Path | str) -> Path:
        """Write the register as one GeoPackage that QGIS opens; return its path.

        Raises:
            CityError: if the name does not end in .gpkg.
            RunError: if the disk is full or the folder cannot be written.
        """
        from nightwalk.model.register.store import save

        return save(self, Path(path))

    @classmethod
    def load(cls, path: Path | str) -> RiskRegister:
        """Read a register saved by `save`.

        Raises:
            CityError: if it is no such file.
        """
        from nightwalk.model.register.store import load

        return load(Path(path))


def network_checksum(city: City) -> str:
    """Return the SHA-256 of the streets' ids and lines: what a register is bound to.

    Light, uses or people of the city may change; its streets may not.
    """
    total = hashlib.sha256(city.crs.encode())
    for column in (city.streets.id, city.streets.xy_start, city.streets.xy):
        total.update(np.ascontiguousarray(column, column.dtype.newbyteorder("<")).tobytes())
    return total.hexdigest()
