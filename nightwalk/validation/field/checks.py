"""Every check against real streets, in order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nightwalk.validation.field import crime_places, lamp_light, ratings

if TYPE_CHECKING:
    from pathlib import Path

    from nightwalk.validation.rows import Row

__all__ = ["field_rows"]


def field_rows(data: Path) -> list[Row]:
    """Return the rows F1-F3 from a folder with surveys/, osm/, crime/ and lighting/; a missing file is said in its row.

    Args:
        data: The folder.
    """
    return [row for check in (ratings, crime_places, lamp_light) for row in check.rows(data)]
