"""Rows of a file of reports, in chunks: CSV as a stream, GeoJSON and GeoPackage whole."""

from __future__ import annotations

import csv
import gzip
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from nightwalk.base.errors import CityError, nearest
from nightwalk.model.city.layers import delimiter, number, read_layer

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from nightwalk.model.register.account import Account
    from nightwalk.model.register.words import Words

__all__ = ["FileFormat", "Rows", "read_rows"]

CHUNK = 50_000  # rows held at a time
DEGREES = "EPSG:4326"
PLACES = ("lon", "lat", "street")


@dataclass(frozen=True, kw_only=True)
class FileFormat:
    """How a file is written.

    Attributes:
        columns: Names of columns where they are not the usual ones: type, date, lon, lat, street, id.
        date_format: Such as ``%d/%m/%Y``; "" for ISO.
        epsg: System of the coordinates; None for degrees (WGS84), or as a map layer says.
        encoding: Of a CSV file.
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    date_format: str = ""
    epsg: int | None = None
    encoding: str = "utf-8"


class Rows(NamedTuple):
    """Some rows of a file."""

    number: np.ndarray  # int64 (n,) row in the file; the header is row 1
    xy: np.ndarray  # float64 (n, 2) as in the file, NaN where there is no number
    crs: str
    text: dict[str, list[str]]  # by what a column is read as


def read_rows(
    path: Path, form: FileFormat, wanted: Sequence[str], words: Words, account: Account
) -> Iterator[Rows]:
    """Yield the rows of a file; rows that cannot be read go to the account.

    Args:
        path: CSV (``.csv``, ``.csv.gz``), GeoJSON or GeoPackage.
        form: how it is written.
        wanted: what is read besides the place, such as type and date.
        words: usual names of columns.
        account: written to.

    Raises:
        CityError: if the file is missing, empty, unreadable or has no place.
    """
    if not path.is_file():
        raise CityError(f"File {path} does not exist; check the path.")
    some = False
    source = _csv_rows if ".csv" in [end.lower() for end in path.suffixes] else _layer_rows
    for rows in source(path, form, wanted, words, account):
        some = True
        yield rows
    if not some:
        raise CityError(f"{path} holds no row.")


def _csv_rows(
    path: Path, form: FileFormat, wanted: Sequence[str], words: Words, account: Account
) -> Iterator[Rows]:
    opened = gzip.open if path.suffix.lower() == ".gz" else open
    try:
        with opened(
            path,
            "rt",
            encoding="utf-8-sig" if form.encoding == "utf-8" else form.encoding,
            errors="surrogateescape",
            newline="",
        ) as stream:
            mark = delimiter(stream.readline())
            stream.seek(0)
            reader = csv.reader(stream, delimiter=mark)
            header = [name.strip() for name in next(reader, [])]
            columns = _columns(path, header, form, (*PLACES, *wanted), words, account)
            _check_place(path, columns, header)
            first = 2
            while chunk := list(islice(reader, CHUNK)):
                account.rows += len(chunk)
                yield _csv_chunk(chunk, first, header, columns, form, account)
                first += len(chunk)
    except (OSError, UnicodeError, LookupError, csv.Error, EOFError) as error:
        raise CityError(f"{path} cannot be read as CSV in {form.encoding}: {error}.") from error


def _csv_chunk(
    chunk: list[list[str]],
    first: int,
    header: list[str],
    columns: dict[str, int],
    form: FileFormat,
    account: Account,
) -> Rows:
    good, numbers = [], []
    for row, cells in enumerate(chunk, first):
        reason = _unreadable(cells, len(header), columns)
        if reason:
            account.reject(row, reason)
        else:
            good.append(cells)
            numbers.append(row)
    text = {what: [cells[at] for cells in good] for what, at in columns.items()}
    xy = np.full((len(good), 2), np.nan)
    if "lon" in text:
        xy = np.array(
            [[_coordinate(a), _coordinate(b)] for a, b in zip(text["lon"], text["lat"], strict=True)]
        )
    crs = f"EPSG:{form.epsg}" if form.epsg else DEGREES
    return Rows(np.array(numbers, np.int64), xy.reshape(-1, 2), crs, text)


def _unreadable(cells: list[str], width: int, columns: dict[str, int]) -> str:
    if len(cells) != width:
        return f"not {width} columns"
    used = "".join([cells[at] for at in columns.values()])
    return "" if used.isascii() or _is_text(used) else "not text in the encoding of the file (--encoding)"


def _is_text(letters: str) -> bool:
    """Say whether every letter is one: bytes that are none were read as lone surrogates."""
    try:
        letters.encode()
    except UnicodeEncodeError:
        return False
    return True


def _coordinate(text: str) -> float:
    try:
        return number(text)
    except ValueError:
        return float("nan")


def _layer_rows(
    path: Path, form: FileFormat, wanted: Sequence[str], words: Words, account: Account
) -> Iterator[Rows]:
    import shapely

    geometry, table, crs = read_layer(path)
    if not len(geometry):
        return
    columns = _columns(path, list(table), form, ("street", *wanted), words, account)
    names = list(table)
    text = {what: [_said(value) for value in table[names[at]].tolist()] for what, at in columns.items()}
    middle = shapely.centroid(geometry)
    xy = np.column_stack([shapely.get_x(middle), shapely.get_y(middle)])
    account.rows += len(xy)
    account.read.setdefault("place", "geometry")
    yield Rows(np.arange(1, len(xy) + 1), xy, f"EPSG:{form.epsg}" if form.epsg else crs, text)


def _said(value: object) -> str:
    """Return a value of a layer as text; dates that the layer knows as dates are ISO."""
    if value is None or value != value:  # noqa: PLR0124 - a missing number or date is unlike itself
        return ""
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def _columns(
    path: Path, header: list[str], form: FileFormat, wanted: Iterable[str], words: Words, account: Account
) -> dict[str, int]:
    """Return the place of each column that is there; say which are read and which are not."""
    found = {}
    for what in wanted:
        name = form.columns.get(what, "") or words.column(what, header)
        if name and name not in header:
            raise CityError(
                f"{path} has no column {name!r}; it has {', '.join(header)}.{nearest(name, header)}"
            )
        if name:
            found[what] = header.index(name)
    if "lat" not in found or "lon" not in found:
        found = {what: at for what, at in found.items() if what not in ("lon", "lat")}
    account.read = {what: header[at] for what, at in found.items()}
    account.unread = tuple(name for at, name in enumerate(header) if at not in found.values())
    return found


def _check_place(path: Path, columns: dict[str, int], header: list[str]) -> None:
    if "lon" not in columns and "street" not in columns:
        raise CityError(
            f"{path} has neither coordinates (lon, lat) nor street names; it has {', '.join(header) or 'no columns'}; "
            "name them, for example --column lon=Longitude --column lat=Latitude, or --column street=Address."
        )
