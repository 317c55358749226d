"""The command line: one verb per public function. Heavy imports live inside the verbs."""
# ruff: noqa: FBT002 - a flag of the command line is a boolean

from __future__ import annotations

import errno
import os
import sys
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer

from nightwalk import __version__, register_verb, verbs
from nightwalk.base.errors import NightwalkError, RunError

__all__ = ["app", "main"]

ONE_THREAD = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS")
DEMO = ("today", "lamps", "lamps-and-activation")
DEMO_SEEDS = 4
DEMO_NAME = "Demo: lamps and life in central Helsinki"
MISTAKE, INTERRUPTED = 2, 130
DISK_FULL = (errno.ENOSPC, errno.EFBIG, errno.EDQUOT)
USAGE_ERROR: type[Any] = typer.BadParameter.__mro__[2]  # click's, which newer versions of typer carry inside

app = typer.Typer(
    no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None,
    help="Simulate fear of crime on real streets, and what lamps, design and people change.",
)  # fmt: skip

Out = Annotated[Path, typer.Option("-o", "--out", help="Folder for the study folders.")]
Json = Annotated[bool, typer.Option("--json", help="Print what a script would read, and nothing else.")]
Fresh = Annotated[bool, typer.Option("--fresh", help="Compute again even if the result is there.")]
Workers = Annotated[
    int | None, typer.Option(min=1, help="Worker processes.  [default: what cores and memory allow]")
]
Kinds = Annotated[
    list[str] | None,
    typer.Option("--with", metavar="PACKAGE.MODULE", help="Import interventions of your own."),
]
Lang = Annotated[str, typer.Option("--lang", help="Language of the report, for example el or it.")]
Pdf = Annotated[bool, typer.Option("--pdf", help="Write the report as PDF, too.")]
Parameters = Annotated[str, typer.Option(help="prior: effect sizes drawn for each seed; default: kept.")]

Days = Annotated[int | None, typer.Option(help="Another number of days.")]
Town = Annotated[str, typer.Option("--city", metavar="CITY", help="Another town: a city file, or built-in.")]


def _version(shown: bool) -> None:
    if shown:
        typer.echo(f"nightwalk {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool, typer.Option("-v", "--version", is_eager=True, callback=_version, help="Print the version.")
    ] = False,
) -> None:
    del version


@app.command()
def demo(
    out: Out = Path("outputs"),
    workers: Workers = None,
    fresh: Fresh = False,
    open_report: Annotated[bool, typer.Option("--open", help="Open the report in a browser.")] = False,
) -> None:
    """Compare today, lamps and lamps with activation in the built-in city."""
    folder = verbs.study(
        [Path(name) for name in DEMO], range(1, DEMO_SEEDS + 1), out, workers, fresh=fresh, name=DEMO_NAME
    )
    if open_report:
        typer.launch(str(folder / "report.html"))


@app.command()
def city(
    place: Annotated[
        str | None, typer.Argument(help="A place by name, for example 'Piraeus, Greece'.")
    ] = None,
    osm: Annotated[
        Path | None, typer.Option(help="An OpenStreetMap file (.osm, .osm.bz2, .osm.gz, .osm.pbf).")
    ] = None,
    bbox: Annotated[str | None, typer.Option(help="west,south,east,north in degrees.")] = None,
    polygon: Annotated[Path | None, typer.Option(help="A polygon file (GeoJSON, GeoPackage).")] = None,
    areas: Annotated[Path | None, typer.Option(help="Polygons of the neighbourhoods.")] = None,
    population: Annotated[Path | None, typer.Option(help="Polygons with a population column.")] = None,
    residents: Annotated[float | None, typer.Option(help="Scale the residents to this number.")] = None,
    lamps: Annotated[Path | None, typer.Option(help="A lamp inventory (CSV, GeoJSON).")] = None,
    lux: Annotated[Path | None, typer.Option(help="Measured illuminance (CSV, GeoJSON).")] = None,
    out: Annotated[Path | None, typer.Option("-o", "--out", help="Where to write the city (.gpkg).")] = None,
    check: Annotated[bool, typer.Option("--check", help="Say which streets to survey first.")] = False,
    as_json: Json = False,
) -> None:
    """Make a city from a map, or from a city file; say what is known and what is guessed."""
    from nightwalk import console
    from nightwalk.model.city.quality import data_quality, to_survey_first

    sources = {"place": place, "osm": osm, "bbox": bbox, "polygon": polygon}
    with console.doing("Reading the map", quiet=as_json):
        made = verbs.city_from(
            {key: value for key, value in sources.items() if value is not None}, areas, population, residents
        )
        made = made.with_lamps(lamps) if lamps else made
        made = made.with_lux(lux) if lux else made
        saved = made.save(out) if out else None
    first = to_survey_first(made) if check else ()
    if as_json:
        from dataclasses import asdict

        quality = asdict(data_quality(made))
        return console.print_json(
            {**quality, "path": saved and str(saved), "survey_first": [asdict(one) for one in first]}
        )
    console.show(str(data_quality(made)))
    for line in made.changes:
        console.show(f"  changed    {line}")
    for number, one in enumerate(first, 1):
        console.show(f"  survey {number:2d}  {one}")
    return console.show(
        f"City: {saved}" if saved else "Nothing is written; give -o town.city.gpkg to keep it."
    )


@app.command()
def register(
    city_file: Annotated[Path, typer.Argument(metavar="CITY", help="A city file (.gpkg), or built-in.")],
    incidents: Annotated[
        Path | None, typer.Option(help="Police incidents: type, date, place (CSV, GeoJSON).")
    ] = None,
    reports: Annotated[
        Path | None, typer.Option(help="Citizen reports: date, place, type (CSV, GeoJSON).")
    ] = None,
    audit: Annotated[
        Path | None, typer.Option(help="Audit pins: place and lux, incivility or social (CSV, GeoJSON).")
    ] = None,
    out: Annotated[
        Path | None, typer.Option("-o", "--out", help="Where to write the register (.gpkg).")
    ] = None,
    maps: Annotated[Path | None, typer.Option(help="Folder for maps of the risks (PNG and SVG).")] = None,
    date_format: Annotated[
        list[str] | None,
        typer.Option(help="How dates are written, such as %d/%m/%Y, or reports:%d/%m/%Y.  [default: ISO]"),
    ] = None,
    epsg: Annotated[
        list[str] | None, typer.Option(help="System of the coordinates, such as 2100.  [default: degrees]")
    ] = None,
    column: Annotated[
        list[str] | None,
        typer.Option(metavar="WHAT=NAME", help="Name a column: type=Reato, lon=X, reports:date=Giorno."),
    ] = None,
    encoding: Annotated[
        list[str] | None, typer.Option(help="Of CSV files, such as cp1253.  [default: utf-8]")
    ] = None,
    types: Annotated[Path | None, typer.Option(help="TOML with more words for types of incident.")] = None,
    since: Annotated[str, typer.Option(help="First day that counts (2025-01-01).")] = "",
    until: Annotated[str, typer.Option(help="Last day that counts.")] = "",
    fewest: Annotated[
        float | None, typer.Option(help="Counts below this are never shown.  [default: 5]")
    ] = None,
    presence: Annotated[
        Path | None,
        typer.Option(help="Folder of a study: risk relative to who passes in its first scenario."),
    ] = None,
    as_json: Json = False,
) -> None:
    """Make a risk register: incidents, reports and audits as estimates by street, with what they are worth."""
    register_verb.risk_register(
        city_file, {"incidents": incidents, "reports": reports, "audit": audit}, out, maps, as_json=as_json,
        form={
            "date_format": date_format or [], "epsg": epsg or [], "column": column or [], "encoding": encoding or [],
        },
        types=types, period=(since, until), fewest=fewest, presence=presence,
    )  # fmt: skip


@app.command()
def run(
    scenario: Annotated[Path, typer.Argument(help="A scenario file, or the name of a library scenario.")],
    seed: Annotated[int, typer.Option(help="The (first) seed.")] = 1,
    seeds: Annotated[int, typer.Option(min=1, help="How many seeds.")] = 1,
    days: Days = None,
    city: Town = "",
    out: Out = Path("outputs"),
    workers: Workers = None,
    parameters: Parameters = "default",
    fresh: Fresh = False,
    kinds: Kinds = None,
    lang: Lang = "en",
    pdf: Pdf = False,
    as_json: Json = False,
) -> None:
    """Run one scenario and write its tables, maps and report."""
    verbs.study(
        [scenario], range(seed, seed + seeds), out, workers,
        fresh=fresh, kinds=kinds, parameters=parameters, days=days, city=city, lang=lang, pdf=pdf, as_json=as_json,
    )  # fmt: skip


@app.command()
def compare(
    scenarios: Annotated[
        list[Path],
        typer.Argument(help="Scenario files or library names; the first is the base, such as today."),
    ],
    seeds: Annotated[int, typer.Option(min=1, help="How many seeds.")] = 10,
    days: Days = None,
    city: Town = "",
    ablation: Annotated[
        bool,
        typer.Option("--ablation", help="Also what remains of each package without each of its modules."),
    ] = False,
    out: Out = Path("outputs"),
    workers: Workers = None,
    parameters: Parameters = "prior",
    fresh: Fresh = False,
    of: Annotated[str, typer.Option(help="The indicator to print.")] = "unsafe_after_dark",
    by: Annotated[
        str, typer.Option(help="Split it: all, sex, age, disability, income, kind or area.")
    ] = "all",
    kinds: Kinds = None,
    lang: Lang = "en",
    pdf: Pdf = False,
    as_json: Json = False,
) -> None:
    """Compare scenarios on common seeds: differences with intervals, maps and a report."""
    if len(scenarios) < 2:
        raise RunError(
            "There is nothing to compare with one scenario; give two or more, or use: nightwalk run."
        )
    verbs.known_columns(of, by)
    verbs.study(
        scenarios, range(1, seeds + 1), out, workers,
        fresh=fresh, kinds=kinds, parameters=parameters, days=days, city=city, ablation=ablation, of=of, by=by,
        lang=lang, pdf=pdf, as_json=as_json,
    )  # fmt: skip


@app.command()
def report(
    folder: Annotated[Path, typer.Argument(help="The folder of a finished study.")],
    lang: Lang = "en",
    pdf: Pdf = False,
    as_json: Json = False,
) -> None:
    """Write the report of a finished study again, in another language or as PDF."""
    from nightwalk import console

    verbs.known_report(lang, pdf=pdf)
    page = verbs.written_report(folder, lang, pdf=pdf, quiet=as_json)
    return console.print_json({"report": str(page)}) if as_json else console.say_where(folder, page.name)


@app.command()
def interventions(
    kind: Annotated[
        str | None, typer.Argument(help="One kind in detail, for example street-lighting.")
    ] = None,
    kinds: Kinds = None,
    as_json: Json = False,
) -> None:
    """Show the catalogue of interventions: evidence, costs, parameters and their sources."""
    from nightwalk import console
    from nightwalk.scenarios.catalogue import catalogue

    verbs.import_modules(kinds)
    entries = catalogue(kind)
    if as_json:
        return console.print_json([one.as_json() for one in entries])
    return console.print_entry(entries[0]) if kind else console.print_catalogue(entries)


@app.command()
def rerun(
    run_json: Annotated[Path, typer.Argument(help="The run.json of a study.")],
    out: Out = Path("reruns"),
    city_file: Annotated[
        str, typer.Option("--city", help="Where the city file is now, if it has moved.")
    ] = "",
    workers: Workers = None,
    kinds: Kinds = None,
    as_json: Json = False,
) -> None:
    """Run the study of a run.json again and say whether it gives the same bytes."""
    from nightwalk import console
    from nightwalk.scenarios.rerun import differing, is_same_source, read_study
    from nightwalk.scenarios.simulate import run_study

    verbs.import_modules(kinds)
    study = read_study(run_json, city_file)
    folder = study.folder(out)
    if folder.resolve() == run_json.parent.resolve():
        raise RunError(f"{folder} is the study itself; choose another folder with -o.")
    if not is_same_source(run_json):
        console.say("The study was made by another version of Nightwalk; its numbers may differ.")
    count = verbs.workers_for(workers, study, folder, quiet=as_json)
    with console.progress(quiet=as_json) as progress:
        run_study(study, folder, workers=count, fresh=True, progress=progress)
    unlike = differing(run_json.parent, folder)
    if as_json:
        return console.print_json({"folder": str(folder), "same": not unlike, "differing": unlike})
    console.say_where(folder)
    return console.show(f"Not the same: {', '.join(unlike)}." if unlike else "Same bytes in every table.")


@app.command()
def validate(
    cities: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[TOWN[=LEVEL]]...",
            help="built-in, grid-town, city files or maps, these with the share unsafe after dark there, "
            "such as rome.osm.pbf=0.32.  [default: built-in grid-town]",
        ),
    ] = None,
    quick: Annotated[bool, typer.Option("--quick", help="Few seeds, fewer people: minutes.")] = False,
    only: Annotated[str, typer.Option(help="Some rows: SF07,D1,field.")] = "",
    data: Annotated[
        Path | None, typer.Option(help="Folder with surveys, crime, lighting and osm, for the field checks.")
    ] = None,
    out: Out = Path("outputs"),
    workers: Workers = None,
    fresh: Fresh = False,
    as_json: Json = False,
) -> None:
    """Print our value beside the published one, fact by fact, and write validation.html."""
    verbs.validation(
        cities or [], out, workers, quick=quick, only=only, data=data, fresh=fresh, as_json=as_json
    )


def main() -> NoReturn:
    """Run the command line; a mistake of the user is one sentence on stderr and exit status 2."""
    os.environ.update({name: os.environ.get(name, "1") for name in ONE_THREAD})
    try:
        code = app(standalone_mode=False)
    except USAGE_ERROR as error:
        _stop(" ".join(str(error.format_message()).split()), MISTAKE)
    except NightwalkError as error:
        _stop(str(error), MISTAKE)
    except OSError as error:
        if error.errno not in DISK_FULL:
            raise
        _stop("The disk is full; free some space or choose another folder. Finished runs are kept.", MISTAKE)
    except (KeyboardInterrupt, typer.Abort):
        code = INTERRUPTED
    if code == INTERRUPTED:
        _stop(
            "Stopped; finished runs are kept, and the same command (without --fresh) continues.", INTERRUPTED
        )
    sys.exit(code if isinstance(code, int) else 0)


def _stop(sentence: str, code: int) -> NoReturn:
    print(f"nightwalk: {sentence}", file=sys.stderr)  # noqa: T201
    sys.exit(code)
