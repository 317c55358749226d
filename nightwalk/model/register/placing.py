"""From coordinates and street names to segments."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from nightwalk.model.city.ground import projector, utm
from nightwalk.model.city.surveys import snap, street_lines

if TYPE_CHECKING:
    from nightwalk.model.city import City
    from nightwalk.model.register.account import Account
    from nightwalk.model.register.rows import Rows
    from nightwalk.model.register.words import Words

__all__ = ["Placed", "Placer", "likely_system"]

USUAL_SYSTEMS = (
    4326, 3857, 2100, 27700, 2154, 25830, 25831, 25832, 25833, 25834, 25835, 3003, 3004, 6707, 6708, 7791, 7792, 31370,
    23700, 3059, 3067, 3035,
)  # fmt: skip
"""Web maps, Greece, Britain, France, ETRS89 UTM zones, Italy, Belgium, Hungary, Latvia, Finland, Europe."""
FAR = 1000.0  # metres beyond the streets from which on a place is not merely off the map's edge
SAMPLE = 1000  # points of a chunk kept to guess their system from
SWAPPED = "swapped"


class Placed(NamedTuple):
    """Rows on segments; a row placed by street name has several."""

    at: np.ndarray  # int64 (n,) position of the row in its chunk
    segment: np.ndarray  # int64 (n,)
    weight: np.ndarray  # float64 (n,) share of the row, adds up to 1 over a row


class Placer:
    """Places rows on the segments of one city.

    A point goes to the nearest segment within `reach`. A row without a point goes by its street name,
    in equal parts per metre to all segments of that name: a name does not say where in the street.
    """

    def __init__(self, city: City, reach: float, words: Words) -> None:
        self.city, self.reach, self.words = city, reach, words
        self.lines = street_lines(city)
        self.nearby = 0  # rows within FAR metres of the streets so far
        self.sample: list[np.ndarray] = []  # coordinates beyond it, as in the file
        self.crs = ""
        self._named: dict[str, list[int]] = {}
        for row, name in enumerate(map(words.street_name, city.streets.name.tolist())):
            if name:
                self._named.setdefault(name, []).append(row)

    def place(self, rows: Rows, account: Account) -> Placed:
        """Return where rows lie; those that lie nowhere go to the account."""
        pointed = np.isfinite(rows.xy).all(axis=1)
        at, segment = self._by_point(rows, np.flatnonzero(pointed), account)
        parts = [Placed(at, segment, np.ones(len(at)))]
        names = rows.text.get("street")
        for row in np.flatnonzero(~pointed).tolist():
            found = self._by_name(names[row]) if names else None
            if found is None:
                account.reject(rows.number[row], "without coordinates or a street of the city")
            else:
                account.shared += 1
                length = self.city.streets.length[found]
                parts.append(Placed(np.full(len(found), row), found, length / length.sum()))
        return Placed(*(np.concatenate(column) for column in zip(*parts, strict=True)))

    def _by_point(self, rows: Rows, which: np.ndarray, account: Account) -> tuple[np.ndarray, np.ndarray]:
        if not len(which):
            return which, which
        self.crs = rows.crs
        xy = projector(rows.crs, self.city.crs)(rows.xy[which])
        real = np.isfinite(xy).all(axis=1)
        segment, metres = np.full(len(which), -1), np.full(len(which), np.inf)
        segment[real], metres[real] = snap(self.lines, xy[real])
        self.nearby += int((metres <= FAR).sum())
        self.sample.append(rows.xy[which[metres > FAR]][:SAMPLE])
        for row, far in zip(which[metres > self.reach], metres[metres > self.reach], strict=True):
            reason, detail = self._too_far(far)
            account.reject(rows.number[row], reason, detail)
        close = metres <= self.reach
        return which[close], segment[close]

    def _too_far(self, metres: float) -> tuple[str, str]:
        if not np.isfinite(metres):
            return "with coordinates that are nowhere on Earth in this system", self.crs
        if metres > FAR:
            return "outside the city", f"{metres / 1000.0:,.0f} km from its nearest street"
        return f"farther than {self.reach:g} m from a street", f"{metres:.0f} m"

    def _by_name(self, text: str) -> np.ndarray | None:
        known = (name for name in self.words.street_names(text) if name in self._named)
        name = next(known, None)
        return None if name is None else np.asarray(self._named[name])

    def hint(self) -> str:
        """Say what is probably wrong where no point lies near the city, "" otherwise."""
        far = np.concatenate([*self.sample, np.empty((0, 2))])
        if self.nearby or not len(far):
            return ""
        said = f"No point lies within {FAR / 1000:g} km of {self.city.name} when read as {self.crs}; "
        system = likely_system(far, self.city)
        if system == SWAPPED:
            return f"{said}longitude and latitude seem to be swapped: name them with --column lon=... --column lat=..."
        if system:
            return f"{said}they fit {system}: give --epsg {system.removeprefix('EPSG:')}."
        return f"{said}check the town, the columns and the coordinate system (--epsg)."


def likely_system(xy: np.ndarray, city: City) -> str:
    """Return the usual system in which most points lie in the city, ``swapped`` for lat, lon, "" for none.

    Args:
        xy: float64 (N, 2) coordinates as in a file.
        city: the town.
    """
    west, south, east, north = city.bounds
    own = utm(np.array([[city.longitude, city.latitude]]))
    trials = {city.crs: xy, own: xy, **{f"EPSG:{code}": xy for code in USUAL_SYSTEMS}}
    for system, points in [*trials.items(), (SWAPPED, xy[:, ::-1])]:
        x, y = np.median(projector("EPSG:4326" if system == SWAPPED else system, city.crs)(points), axis=0)
        if west - FAR <= x <= east + FAR and south - FAR <= y <= north + FAR:
            return system
    return ""
