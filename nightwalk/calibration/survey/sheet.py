"""A survey file as it stands: named columns of whatever it holds."""

from __future__ import annotations

import gzip
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from nightwalk.base.errors import nearest
from nightwalk.calibration.errors import CalibrationError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

__all__ = ["Sheet", "key_of", "read_sheet"]

MARKS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
DELIMITERS = ",;\t|"
ENDINGS = (".csv", ".csv.gz", ".tsv", ".txt", ".sav", ".dta")


@dataclass(frozen=True)
class Sheet:
    """Columns of a file, and how it was read.

    Attributes:
        name: Name of the file.
        columns: Values by column, one per respondent.
        labels: What a code of a column means, where the file says so (SPSS, Stata).
        notes: What a reader should know, in sentences.
    """

    name: str
    columns: Mapping[str, np.ndarray]
    labels: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    notes: tuple[str, ...] = ()

    @property
    def rows(self) -> int:
        """Number of rows."""
        return len(next(iter(self.columns.values()), ()))

    def column(self, name: str) -> tuple[list[str], np.ndarray]:
        """Return the distinct values of a column as text, and which of them each row holds.

        Raises:
            CalibrationError: if there is no such column, with the nearest.
        """
        import pandas as pd

        if name not in self.columns:
            listed = nearest(name, self.columns) or f" Its columns: {', '.join(self.columns)}."
            raise CalibrationError(f"{self.name} has no column {name!r}.{listed}")
        row, values = pd.factorize(self.columns[name], use_na_sentinel=False)
        keys = [key_of(value) for value in values]
        known = list(dict.fromkeys(keys))
        return known, np.array([known.index(key) for key in keys], dtype=np.int64)[row]


def key_of(value: object) -> str:
    """Return a value as the text categories are compared by: folded, `1.0` as `1`, nothing as ``""``."""
    text = "" if value is None else " ".join(str(value).split()).casefold()
    try:
        number = float(text.replace(",", "."))
    except ValueError:
        return text
    return f"{number:.10g}" if np.isfinite(number) else ""


def read_sheet(path: Path) -> Sheet:
    """Read a CSV (also gzipped), SPSS or Stata file.

    Encoding (UTF-8, UTF-16, Windows-1252) and delimiter are found from the file.

    Raises:
        CalibrationError: if the file is missing, of another kind, or cannot be read.
    """
    reader = next((_READERS[end] for end in ENDINGS if path.name.lower().endswith(end)), None)
    if reader is None:
        raise CalibrationError(f"{path} is no survey file Nightwalk reads; give one of {', '.join(ENDINGS)}.")
    if not path.is_file():
        near = [other.name for other in path.parent.glob("*")] if path.parent.is_dir() else []
        raise CalibrationError(
            f"The survey file {path} does not exist; check the path.{nearest(path.name, near)}"
        )
    sheet = reader(path)
    if not sheet.rows:
        raise CalibrationError(f"{path} holds no respondent; check the file.")
    return sheet


def _read_csv(path: Path) -> Sheet:
    import csv
    import io

    text, encoding = _text(path)
    head = text.partition("\n")[0]
    delimiter = max(DELIMITERS, key=head.count)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error as error:
        raise CalibrationError(f"{path} is no table of separated values: {error}.") from error
    names, body = [name.strip() for name in rows[0]], [row for row in rows[1:] if row]
    for number, row in enumerate(body, start=2):
        if len(row) != len(names):
            raise CalibrationError(
                f"Row {number} of {path} has {len(row)} values and the head has {len(names)}; mend the file."
            )
    columns = {name: np.array([row[k] for row in body], dtype=object) for k, name in enumerate(names)}
    notes = () if encoding.startswith("utf-8") else (f"{path.name} is not UTF-8; it was read as {encoding}.",)
    return Sheet(path.name, columns, notes=notes)


def _text(path: Path) -> tuple[str, str]:
    """Return the content of a text file and its encoding."""
    try:
        raw = gzip.decompress(path.read_bytes()) if path.suffix.lower() == ".gz" else path.read_bytes()
    except (OSError, EOFError) as error:
        raise CalibrationError(f"{path} cannot be read: {error}.") from error
    marked = next((name for mark, name in MARKS.items() if raw.startswith(mark)), "")
    zeros = "utf-16-le" if b"\0" in raw[1:200:2] else "utf-16-be" if b"\0" in raw[:200:2] else ""
    for encoding in [marked] if marked else [zeros] if zeros else ["utf-8", "cp1252"]:
        try:
            return raw.decode(encoding), encoding
        except UnicodeDecodeError:
            continue
    raise CalibrationError(
        f"The encoding of {path} is none of UTF-8, UTF-16 and Windows-1252; save it as UTF-8 and read it again."
    )


def _read_labelled(path: Path) -> Sheet:
    import pyreadstat

    read: Callable[..., Any] = pyreadstat.read_sav if path.suffix.lower() == ".sav" else pyreadstat.read_dta
    try:
        table, about = read(str(path))
    except (pyreadstat.ReadstatError, UnicodeDecodeError) as error:
        raise CalibrationError(f"{path} is no readable {path.suffix} file: {error}.") from error
    labels = {
        name: {key_of(code): key_of(text) for code, text in coded.items()}
        for name, coded in about.variable_value_labels.items()
    }
    return Sheet(path.name, {str(name): table[name].to_numpy(dtype=object) for name in table}, labels)


_READERS = {
    ending: _read_labelled if ending in (".sav", ".dta") else _read_csv for ending in ENDINGS
}  # fmt: skip
