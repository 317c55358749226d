"""The report as a PDF, for those who want to print it or send it around."""

from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nightwalk.base.errors import RunError

if TYPE_CHECKING:
    from types import ModuleType

__all__ = ["check_pdf", "pdf_of"]

_FACES = {"DejaVuSans.ttf": "normal", "DejaVuSans-Bold.ttf": "bold"}  # they ship with matplotlib


def check_pdf() -> ModuleType:
    """Return the library that makes PDFs.

    Raises:
        RunError: if it is not installed.
    """
    try:
        import plutoprint
    except ImportError as error:
        raise RunError(
            'A PDF needs an extra: pip install "nightwalk[pdf]"; or print the report from a browser.'
        ) from error
    return plutoprint


def pdf_of(page: str) -> bytes:
    """Return a page as PDF on A4, in fonts that know Greek and every other language of the report.

    Raises:
        RunError: if the library is not installed.
    """
    library: Any = check_pdf()
    book = library.Book(library.PAGE_SIZE_A4, media=library.MEDIA_TYPE_PRINT)
    book.load_html(page, user_style=_fonts())
    sink = io.BytesIO()
    book.write_to_pdf_stream(sink)
    return sink.getvalue()


def _fonts() -> str:
    from matplotlib import get_data_path

    folder = Path(get_data_path()) / "fonts" / "ttf"
    return "\n".join(
        f'@font-face {{ font-family: "DejaVu Sans"; font-weight: {weight}; '
        f"src: url({(folder / name).as_uri()}); }}"
        for name, weight in _FACES.items()
    )
