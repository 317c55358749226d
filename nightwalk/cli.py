"""The command line: one verb per public function. Heavy imports live inside the verbs."""
# ruff: noqa: FBT002 - a flag of the command line is a boolean

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

from nightwalk import __version__
from nightwalk.base.errors import NightwalkError, RunError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nightwalk.outputs.ensemble import Ensemble
    from nightwalk.scenarios.scenario import Scenario
    from nightwalk.scenarios.study import Mode, Study

__all__ = ["app", "main"]

ONE_THREAD = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS")
DEMO = ("today", "lamps", "lamps-and-activation")
DEMO_SEEDS = 4
MISTAKE, INTERRUPTED = 2, 130
USAGE_ERROR: type[Any] = typer.BadParameter.__mro__[2]  # click's, which newer versions of typer carry inside

app = typer.Typer(
    no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None,
    help="Simulate fear of crime on real streets, and what lamps, design and people change.",
)  # fmt: skip

Out = Annotated[Path, typer.Option("-o", "--out", help="Folder for the study folders.")]
Json = Annotated[bool, typer.Option("--json", help="Print what a script would read, and nothing else.")]
Fresh = Annotated[bool, typer.Option("--fresh", help="Compute again even if the result is there.")]
Workers = Annotated[int | None, typer.Option(min=1, help="Worker processes.  [default: the cores there are]")]
Kinds = Annotated[
    list[str] | None,
    typer.Option("--with", metavar="PACKAGE.MODULE", help="Import interventions of your own."),
]
Parameters = Annotated[str, typer.Option(help="prior: effect sizes drawn for each seed; default: kept.")]


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
    folder, _ = _study(
        [Path(name) for name in DEMO], range(1, DEMO_SEEDS + 1), out, workers, fresh=fresh, name="demo"
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
        made = _made(
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
def run(
    scenario: Annotated[Path, typer.Argument(help="A scenario file, or the name of a library scenario.")],
    seed: Annotated[int, typer.Option(help="The (first) seed.")] = 1,
    seeds: Annotated[int, typer.Option(min=1, help="How many seeds.")] = 1,
    days: Annotated[int | None, typer.Option(help="Another number of days.")] = None,
    out: Out = Path("outputs"),
    workers: Workers = None,
    parameters: Parameters = "default",
    fresh: Fresh = False,
    kinds: Kinds = None,
    as_json: Json = False,
) -> None:
    """Run one scenario and write its tables, maps and report."""
    _study(
        [scenario], range(seed, seed + seeds), out, workers,
        fresh=fresh, kinds=kinds, parameters=parameters, days=days, as_json=as_json,
    )  # fmt: skip


@app.command()
def compare(
    scenarios: Annotated[
        list[Path], typer.Argument(help="Scenario files or library names; the first is the base.")
    ],
    seeds: Annotated[int, typer.Option(min=1, help="How many seeds.")] = 10,
    out: Out = Path("outputs"),
    workers: Workers = None,
    parameters: Parameters = "prior",
    fresh: Fresh = False,
    of: Annotated[str, typer.Option(help="The indicator to print.")] = "unsafe_after_dark",
    by: Annotated[
        str, typer.Option(help="Split it: all, sex, age, disability, income, kind or area.")
    ] = "all",
    kinds: Kinds = None,
    as_json: Json = False,
) -> None:
    """Compare scenarios on common seeds: differences with intervals, maps and a report."""
    if len(scenarios) < 2:
        raise RunError(
            "There is nothing to compare with one scenario; give two or more, or use: nightwalk run."
        )
    _known_columns(of, by)
    _study(
        scenarios, range(1, seeds + 1), out, workers,
        fresh=fresh, kinds=kinds, parameters=parameters, of=of, by=by, as_json=as_json,
    )  # fmt: skip


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

    _import(kinds)
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

    _import(kinds)
    study = read_study(run_json, city_file)
    folder = study.folder(out)
    if folder.resolve() == run_json.parent.resolve():
        raise RunError(f"{folder} is the study itself; choose another folder with -o.")
    if not is_same_source(run_json):
        console.say("The study was made by another version of Nightwalk; its numbers may differ.")
    with console.progress(quiet=as_json) as progress:
        run_study(study, folder, workers=_workers(workers, study), fresh=True, progress=progress)
    unlike = differing(run_json.parent, folder)
    if as_json:
        return console.print_json({"folder": str(folder), "same": not unlike, "differing": unlike})
    console.say_where(folder)
    return console.show(f"Not the same: {', '.join(unlike)}." if unlike else "Same bytes in every table.")


def main() -> NoReturn:
    """Run the command line; a mistake of the user is one sentence on stderr and exit status 2."""
    os.environ.update({name: os.environ.get(name, "1") for name in ONE_THREAD})
    try:
        code = app(standalone_mode=False)
    except USAGE_ERROR as error:
        _stop(" ".join(str(error.format_message()).split()), MISTAKE)
    except NightwalkError as error:
        _stop(str(error), MISTAKE)
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


def _study(
    paths: Sequence[Path], seeds: range, out: Path, workers: int | None, *, fresh: bool, name: str = "",
    kinds: list[str] | None = None, parameters: str = "prior", days: int | None = None,
    of: str = "unsafe_after_dark", by: str = "all", as_json: bool = False,
) -> tuple[Path, Ensemble]:  # fmt: skip
    """Read, run, print; the common part of demo, run and compare."""
    from nightwalk import console
    from nightwalk.outputs.folder import is_finished
    from nightwalk.scenarios.simulate import run_study
    from nightwalk.scenarios.study import study_of

    _import(kinds)
    with console.doing("Reading the scenarios", quiet=as_json):
        study = study_of(_read(paths, days), seeds, mode=_mode(parameters), name=name)
        folder = study.folder(out)
    if is_finished(folder) and not fresh and not as_json:
        console.say("This study is finished already; --fresh computes it again.")
    with console.progress(quiet=as_json) as progress:
        ensemble = run_study(study, folder, workers=_workers(workers, study), fresh=fresh, progress=progress)
    _print(ensemble, folder, of, by, as_json=as_json)
    return folder, ensemble


def _print(ensemble: Ensemble, folder: Path, of: str, by: str, *, as_json: bool) -> None:
    from nightwalk import console
    from nightwalk.outputs.compare import compare as compared
    from nightwalk.outputs.compare import levels

    alone = len(ensemble.scenarios) == 1
    rows = levels(ensemble) if alone else compared(ensemble, of=of, by=by).table()
    if as_json:
        return console.print_json({"folder": str(folder), "rows": rows.to_dict("records")})
    if alone:
        console.print_levels(ensemble)
    else:
        console.print_verdicts(rows)
    return console.say_where(folder)


def _read(paths: Sequence[Path], days: int | None) -> list[Scenario]:
    from dataclasses import replace

    from nightwalk.scenarios.toml import load_scenarios

    scenarios = load_scenarios(paths)
    return scenarios if days is None else [replace(one, days=days) for one in scenarios]


def _mode(parameters: str) -> Mode:
    if parameters == "prior":
        return "prior"
    if parameters == "default":
        return "default"
    raise RunError(f"--parameters is {parameters!r}; it can be prior or default.")


def _workers(given: int | None, study: Study) -> int:
    """Return how many processes: no more than seeds, since one job is one seed."""
    counted = getattr(os, "sched_getaffinity", None)
    cores = len(counted(0)) if counted else os.cpu_count() or 1
    return min(given or cores, len(study.seeds))


def _import(modules: list[str] | None) -> None:
    from nightwalk.scenarios.catalogue import import_kinds

    for module in modules or ():
        import_kinds(module)


def _known_columns(of: str, by: str) -> None:
    """Refuse an unknown indicator or split before anything is computed."""
    from nightwalk.base.errors import nearest
    from nightwalk.outputs.indicators import SPLITS, indicator

    indicator(of)
    if by not in SPLITS:
        listed = nearest(by, SPLITS) or f" Splits: {', '.join(SPLITS)}."
        raise RunError(f"There is no split {by!r}.{listed}")


def _made(given: dict[str, Any], areas: Path | None, population: Path | None, residents: float | None) -> Any:
    """Return the city of the one source given."""
    from nightwalk.model.city import City

    if len(given) != 1:
        raise RunError("Give one source: a place, --osm FILE, --bbox W,S,E,N or --polygon FILE.")
    extra: dict[str, Any] = {"areas": areas, "population": population, "residents": residents}
    (key, value), *_ = given.items()
    if key == "place" and Path(value).suffix == ".gpkg":
        return City.load(value)
    if key == "place":
        return City.from_place(value, **extra)
    if key == "osm":
        return City.from_osm(value, **extra)
    return City.from_bbox(_box(value), **extra) if key == "bbox" else City.from_polygon(value, **extra)


def _box(text: str) -> list[float]:
    try:
        return [float(part) for part in text.split(",")]
    except ValueError as error:
        raise RunError(f"--bbox is {text!r}; write west,south,east,north in degrees.") from error
