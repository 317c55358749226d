"""Keep the figures of a validation in docs/validation.json, and write docs/validation.md from them.

    nightwalk validate
    python docs/validation.py outputs/validation-0123456789ab/validation.json

Without an argument, the page is written again from the figures kept. tests/house/test_validation_page.py fails when
the committed page differs from what they give.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from nightwalk.validation.markdown import compact, markdown

__all__ = ["KEPT", "PAGE", "text_of", "write"]

HERE = Path(__file__).parent
KEPT, PAGE = "validation.json", "validation.md"


def write(found: Path | None = None, folder: Path = HERE) -> None:
    """Write both files to a folder, from a validation.json or from the figures kept there."""
    content = json.loads((found or folder / KEPT).read_text(encoding="utf-8"))
    kept = compact(content)
    (folder / KEPT).write_text(text_of(kept), encoding="utf-8")
    (folder / PAGE).write_text(markdown(kept), encoding="utf-8")


def text_of(kept: dict[str, Any]) -> str:
    """Return the figures as JSON, one row a line."""
    rows = ",\n  ".join(json.dumps(row, ensure_ascii=False) for row in kept["rows"])
    about = json.dumps(kept["about"], ensure_ascii=False)
    return f'{{\n "about": {about},\n "rows": [\n  {rows}\n ]\n}}\n'


if __name__ == "__main__":
    write(Path(sys.argv[1]) if len(sys.argv) > 1 else None)
