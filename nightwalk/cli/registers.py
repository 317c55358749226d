"""The verb `register`: read what police, citizens and audits know, write the register, print the account."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from nightwalk.base.errors import RunError, nearest

if TYPE_CHECKING:
    import numpy as np

    from nightwalk.model.city import City
    from nightwalk.model.register.account import Account
    from nightwalk.model.register.register import RiskRegister
    from nightwalk.model.register.rows import FileFormat

__all__ = ["risk_register"]


def risk_register(
    city_file: Path, files: dict[str, Path | None], out: Path | None, maps: Path | None, *,
    form: dict[str, list[str]],
    types: Path | None, period: tuple[str, str], fewest: float | None, presence: Path | None, as_json: bool,
) -> None:  # fmt: skip
    """Make a risk register, write it with its rejected rows and maps, and print the account."""
    from nightwalk.cli.print_register import print_register, register_json
    from nightwalk.cli.screen import doing, print_json
    from nightwalk.model.register.events import Period
    from nightwalk.model.register.make import make_register
    from nightwalk.model.register.terms import Terms

    terms = Terms() if fewest is None else Terms(fewest=fewest)
    given = {what: (path, _form(what, form)) for what, path in files.items() if path}
    with doing("Reading the files", quiet=as_json):
        place = _city(city_file)
        register, accounts = make_register(
            place, given, types=types, terms=terms, period=Period(*map(_day, period)),
            presence=None if presence is None else _passers(presence, place),
        )  # fmt: skip
        written = _write_register(register, accounts, out, maps)
    if as_json:
        return print_json(register_json(register, accounts, written))
    return print_register(register, accounts, written)


def _city(path: Path) -> City:
    from nightwalk.model.city import City

    return City.built_in() if str(path) == "built-in" else City.load(path)


def _form(what: str, options: dict[str, list[str]]) -> FileFormat:
    """Return how a file is written; ``reports:%d/%m/%Y`` holds for the reports only, without a prefix for all."""
    from nightwalk.model.register.rows import FileFormat

    mine: dict[str, list[str]] = {}
    for name, values in options.items():
        pairs = [_prefixed(value) for value in values]
        mine[name] = [
            rest for prefix, rest in sorted(pairs, key=_prefix) if prefix in ("", what)
        ]  # the file's own come last
    stated = {name: values[-1] for name, values in mine.items() if values and name != "column"}
    epsg = stated.pop("epsg", "")
    if epsg and not epsg.isdecimal():
        raise RunError(f"--epsg is {epsg!r}; give the number of a coordinate system, such as 2100.")
    return FileFormat(columns=_named(mine["column"]), epsg=int(epsg) if epsg else None, **stated)


def _prefix(pair: tuple[str, str]) -> str:
    return pair[0]


def _prefixed(value: str) -> tuple[str, str]:
    prefix, _, rest = value.partition(":")
    return (prefix, rest) if prefix in ("incidents", "reports", "audit") else ("", value)


def _named(given: list[str]) -> dict[str, str]:
    """Return the columns named as WHAT=NAME."""
    from nightwalk.model.register.words import read_words

    known, named = read_words().columns, {}
    for one in given:
        what, _, name = one.partition("=")
        if what not in known or not name:
            listed = nearest(what, known) or f" WHAT can be {', '.join(known)}."
            raise RunError(f"--column is {one!r}; write WHAT=NAME, for example type=Reato.{listed}")
        named[what] = name
    return named


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise RunError(f"{text!r} is no day; write it as 2025-01-31.") from error


def _passers(folder: Path, place: City) -> np.ndarray:
    """Return the people who pass each segment a day in the first scenario of a study of the same town."""
    import numpy as np

    from nightwalk.outputs.ensemble import Ensemble

    study = Ensemble.open(folder)
    if study.shapes.id.tolist() != place.streets.id.tolist():
        raise RunError(f"{folder} is a study of other streets than those of {place.name}.")
    means = study.street_means(study.scenarios[0])
    return np.asarray(means["passers_day"] + means["passers_dark"])


def _write_register(
    register: RiskRegister, accounts: tuple[Account, ...], out: Path | None, maps: Path | None
) -> list[Path]:
    """Write the register, what was rejected of each file, and the maps; return the paths."""
    from nightwalk.base.files import write_whole
    from nightwalk.model.register.register import MEASURES
    from nightwalk.outputs.maps import attribution_line
    from nightwalk.outputs.risk_maps import draw_risk

    written = [register.save(out)] if out else []
    if out:
        rejected = [one for one in accounts if one.rejected]
        written += [
            one.write_rejected(out.with_name(f"{Path(one.file).stem}.rejected.csv")) for one in rejected
        ]
    for of in register.measures if maps else ():
        made = draw_risk(
            register.streets, *register.estimate(of), label=MEASURES[of], title=f"Risk, {of}",
            attribution=attribution_line(register.town),
        )  # fmt: skip
        for ending, content in (("png", made.png), ("svg", made.svg)):
            path = Path(maps or "") / f"risk-{of}.{ending}"
            write_whole(path, content)
            written.append(path)
    return written
