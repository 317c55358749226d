"""What became of every row of a file."""

from __future__ import annotations

import csv
import io
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from nightwalk.base.files import write_whole

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["Account"]

SHOWN = 5  # unknown types named in the account; the file of rejected rows has all
LONGEST = 40  # letters of a word from the file that are repeated


@dataclass
class Account:
    """Rows read, placed and rejected, each rejected one with its reason.

    Attributes:
        file: Name of the file.
        what: incidents, reports or audit.
        read: Columns used, by what they were read as.
        unread: Columns that were not looked at and are not kept.
        rows: Rows of the file, without its header.
        placed: Rows that count.
        shared: Of these, rows placed by the name of a street and shared among its segments.
        outside: Rows of a known type that the model has no family for.
        rejected: Row of the file (the header is row 1), reason, detail.
        types: Types nobody knows, with their rows.
        hint: What is probably wrong with the coordinates, "" where nothing is.
    """

    file: str
    what: str
    read: dict[str, str] = field(default_factory=dict)
    unread: tuple[str, ...] = ()
    rows: int = 0
    placed: int = 0
    shared: int = 0
    outside: int = 0
    rejected: list[tuple[int, str, str]] = field(default_factory=list)
    types: Counter[str] = field(default_factory=Counter)
    hint: str = ""

    def reject(self, row: int, reason: str, detail: str = "") -> None:
        """Note a row that does not count."""
        self.rejected.append((int(row), reason, detail[:LONGEST]))

    @property
    def reasons(self) -> dict[str, tuple[int, int, str]]:
        """How often each reason, and row and detail of its first time."""
        first: dict[str, tuple[int, str]] = {}
        for row, reason, detail in sorted(self.rejected):
            first.setdefault(reason, (row, detail))
        often = Counter(reason for _, reason, _ in self.rejected)
        return {reason: (count, *first[reason]) for reason, count in often.most_common()}

    def lines(self) -> list[str]:
        """Return the account in words."""
        said = f"{self.file} ({self.what}): {self.rows:,} rows, {self.placed:,} placed"
        said += f", {self.outside:,} of types the model has no family for" if self.outside else ""
        lines = [f"{said}, {len(self.rejected):,} rejected."]
        if self.shared:
            lines.append(f"  {self.shared:,} placed by street name, shared along the street by length")
        for reason, (count, row, detail) in self.reasons.items():
            lines.append(f"  {count:,} {reason}; first in row {row}{f': {detail}' if detail else ''}")
        if self.types:
            listed = ", ".join(f"{name!r} ({count:,})" for name, count in self.types.most_common(SHOWN))
            more = f" and {len(self.types) - SHOWN} more" if len(self.types) > SHOWN else ""
            lines.append(f"  types not known: {listed}{more}; add them to a file for --types")
        lines.append("  columns read: " + ", ".join(f"{what} = {name}" for what, name in self.read.items()))
        if self.unread:
            lines.append(f"  columns not read and not kept: {', '.join(self.unread)}")
        return [*lines, f"  {self.hint}"] if self.hint else lines

    def as_json(self) -> dict[str, Any]:
        """Return the account for a script."""
        reasons = {
            reason: {"rows": count, "first_row": row, "example": detail}
            for reason, (count, row, detail) in self.reasons.items()
        }
        counts = {
            name: getattr(self, name) for name in ("file", "what", "rows", "placed", "shared", "outside")
        }
        return {
            **counts, "rejected": len(self.rejected), "reasons": reasons, "unknown_types": dict(self.types),
            "columns": self.read, "columns_not_kept": list(self.unread), "hint": self.hint,
        }  # fmt: skip

    def write_rejected(self, path: Path) -> Path:
        """Write the rejected rows as CSV: row, reason, detail; nothing else of the row is repeated."""
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(["row", "reason", "detail"])
        writer.writerows(sorted(self.rejected))
        write_whole(path, text.getvalue())
        return path
