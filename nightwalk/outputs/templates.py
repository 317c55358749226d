"""Pages from templates: text is escaped, a missing name is empty."""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jinja2 import Environment

__all__ = ["STYLE", "templates", "text_of"]

STYLE = "report.css"  # the look of every page


def templates(package: str) -> Environment:
    """Return the templates beside the modules of a package."""
    from jinja2 import ChainableUndefined, Environment, FunctionLoader

    return Environment(
        autoescape=True,
        undefined=ChainableUndefined,
        loader=FunctionLoader(lambda name: text_of(name, package)),
        trim_blocks=True,
        lstrip_blocks=True,
    )


def text_of(name: str, package: str = "nightwalk.outputs") -> str:
    """Return a file of a package."""
    return (files(package) / name).read_text(encoding="utf-8")
