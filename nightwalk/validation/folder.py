"""The folder of a validation: parts as they are finished, then the page and the figures."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING

from nightwalk.base.errors import RunError
from nightwalk.base.files import write_whole
from nightwalk.base.source import source_digest
from nightwalk.outputs.folder import digest

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from nightwalk.validation.places import Place
    from nightwalk.validation.result import Validation
    from nightwalk.validation.validate import Size

__all__ = ["JSON", "PAGE", "begin", "finish"]

PAGE, JSON = "validation.html", "validation.json"


def begin(
    out: Path, places: Sequence[Place], size: Size, only: Iterable[str], data: Path | None, *, fresh: bool
) -> Path:
    """Return the folder of a validation, named after what goes into it; with `fresh`, without finished parts.

    Raises:
        RunError: if it cannot be made.
    """
    content = {
        "source": source_digest(), "size": vars(size), "only": sorted(only), "data": str(data),
        "places": [[one.name, one.city.checksum, one.level] for one in places],
    }  # fmt: skip
    folder = out / f"validation-{digest(content)}"
    if fresh:
        shutil.rmtree(folder, ignore_errors=True)
    try:
        (folder / "parts").mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise RunError(
            f"Could not make {folder}: {error.strerror or error}; choose another with -o."
        ) from error
    return folder


def finish(folder: Path, found: Validation) -> None:
    """Write the figures and the page.

    Raises:
        RunError: if they cannot be written.
    """
    from nightwalk.validation.page import page

    write_whole(folder / JSON, json.dumps(found.as_json(), indent=1, ensure_ascii=False) + "\n")
    write_whole(folder / PAGE, page(found))
