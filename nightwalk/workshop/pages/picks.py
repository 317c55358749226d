"""The streets chosen on one page's map."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nightwalk.workshop.words import street_count

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from nightwalk import City
    from nightwalk.workshop.pages.streetmap import StreetMap

__all__ = ["Picks"]


class Picks:
    """Rows of streets that are chosen; several things may follow them."""

    def __init__(self, city: City) -> None:
        self._city = city
        self.rows: list[int] = []
        self.last = -1
        self._maps: list[StreetMap] = []
        self._then: list[Callable[[], object]] = []

    @property
    def ids(self) -> list[int]:
        """Ids of the chosen streets."""
        return [int(one) for one in self._city.streets.id[self.rows]]

    def on(self, shown: StreetMap) -> None:
        """Choose with a click or by drawing on a map."""
        self._maps.append(shown)
        shown.on_pick(lambda row, _more: self.toggle(row))
        shown.on_lasso(self.add)

    def follow(self, then: Callable[[], object]) -> None:
        """Call now and whenever the choice changes."""
        self._then.append(then)
        then()

    def toggle(self, row: int) -> None:
        """Choose a street, or let it go."""
        if not 0 <= row < self._city.segments:
            return
        self.last = row
        self._set([one for one in self.rows if one != row] if row in self.rows else [*self.rows, row])

    def add(self, rows: Iterable[int]) -> None:
        """Choose more streets."""
        good = (row for row in rows if 0 <= row < self._city.segments)
        self._set(list(dict.fromkeys([*self.rows, *good])))

    def named(self, name: str) -> None:
        """Choose every street of a name."""
        rows = [row for row, one in enumerate(self._city.streets.name) if one == name]
        self.last = rows[0] if rows else -1
        self.add(rows)
        for shown in self._maps:
            shown.show(rows)

    def clear(self) -> None:
        """Let all go."""
        self._set([])

    def told(self) -> str:
        """Say how many are chosen."""
        return street_count(len(self.rows))

    def _set(self, rows: list[int]) -> None:
        self.rows = rows
        for shown in self._maps:
            shown.picked(rows)
        for then in self._then:
            then()
