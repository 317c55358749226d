"""Validate and print."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["validation"]


def validation(
    towns: list[str], out: Path, workers: int | None, *, quick: bool, only: str, data: Path | None, fresh: bool,
    as_json: bool,
) -> Path:  # fmt: skip
    """Validate and print; return the folder with validation.html and validation.json."""
    from nightwalk.base.machine import cores
    from nightwalk.cli.print_validation import print_validation
    from nightwalk.cli.screen import doing, print_json, progress, say_where
    from nightwalk.validation.folder import PAGE, begin, finish
    from nightwalk.validation.places import places_of
    from nightwalk.validation.validate import FULL, QUICK, check_data, known_ids, validate

    size, asked = QUICK if quick else FULL, [word.strip() for word in only.split(",") if word.strip()]
    known_ids(asked)
    check_data(asked, data)
    with doing("Reading the towns", quiet=as_json):
        places = places_of(towns)
        folder = begin(out, places, size, asked, data, fresh=fresh)
    with progress(quiet=as_json) as told:
        found = validate(
            places, size=size, only=asked, data=data, workers=workers or cores(), folder=folder, progress=told,
        )  # fmt: skip
    finish(folder, found)
    if as_json:
        print_json({"folder": str(folder), **found.as_json()})
    else:
        print_validation(found)
        say_where(folder, PAGE)
    return folder
