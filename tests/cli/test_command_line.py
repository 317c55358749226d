"""Every verb answers; every mistake is one sentence on stderr with exit status 2 and leaves nothing behind."""

from __future__ import annotations

import json
import os
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from nightwalk import cli
from nightwalk.base import executors, machine
from nightwalk.model.city import grid_town
from nightwalk.outputs.ensemble import Ensemble
from nightwalk.scenarios import budget
from nightwalk.scenarios.intervention import KINDS

ROOT = Path(__file__).parents[2]
TODAY = """
[scenario]
name = "Today"
city = "grid-town"
days = 2
[population]
residents = 100
[parameters]
spin_up = 14
"""
LAMPS = (
    TODAY.replace("Today", "Lamps")
    + """
[[intervention]]
kind = "street-lighting"
where = { street = "Street 1" }
level = 30
"""
)
OWN = '''
from dataclasses import dataclass
import nightwalk as nw

@dataclass(frozen=True, kw_only=True)
class BlueLight(nw.Intervention):
    """Paint the lamps blue."""

    level: float = nw.quantity(8.0, unit="lx", low=1.0, high=20.0, source="assumed")

    def effect(self, now: nw.Conditions) -> nw.Conditions:
        return now.at_least("lux", self.where, self.level)
'''


@pytest.fixture(autouse=True)
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "path", [*sys.path])
    for name in executors.ONE_THREAD:
        monkeypatch.setenv(name, "1")
    (tmp_path / "today.toml").write_text(TODAY)
    (tmp_path / "lamps.toml").write_text(LAMPS)
    return tmp_path


@pytest.fixture
def nightwalk(monkeypatch, capsys):
    """Run a command; return exit status, stdout and stderr."""

    def call(*words):
        monkeypatch.setattr(sys, "argv", ["nightwalk", *map(str, words)])
        with pytest.raises(SystemExit) as ended:
            cli.main()
        shown = capsys.readouterr()
        return ended.value.code, shown.out, shown.err

    return call


def environment(**more):
    return {**os.environ, "PYTHONPATH": str(ROOT), **more}


def command(*words):
    return [sys.executable, "-c", "from nightwalk.cli import main; main()", *map(str, words)]


def test_help_and_version(nightwalk):
    status, out, _ = nightwalk("--help")
    assert status == 0
    for verb in ("demo", "city", "run", "compare", "interventions", "rerun", "report", "validate"):
        assert verb in out
        assert nightwalk(verb, "--help")[0] == 0
    assert nightwalk("--version")[1].startswith("nightwalk 0.")


@pytest.mark.slow
def test_run_then_the_same_again_then_rerun(nightwalk, here):
    status, out, _ = nightwalk("run", "today.toml", "--seeds", 2, "-o", "out", "--workers", 1)
    assert status == 0
    assert "Feel unsafe after dark" in out
    (folder,) = (path for path in (here / "out").iterdir() if path.is_dir())
    assert f"{folder.relative_to(here)}/report.html" in out
    assert Ensemble.open(folder).seeds == (1, 2)
    written = {path: path.stat().st_mtime_ns for path in folder.iterdir()}
    status, out, err = nightwalk("run", "today.toml", "--seeds", 2, "-o", "out", "--workers", 1)
    assert status == 0
    assert "finished already" in err
    assert written == {path: path.stat().st_mtime_ns for path in folder.iterdir()}
    status, out, _ = nightwalk("rerun", folder / "run.json", "--json", "--workers", 1)
    assert status == 0
    assert json.loads(out) == {"folder": f"reruns/{folder.name}", "same": True, "differing": []}
    assert "is the study itself" in nightwalk("rerun", folder / "run.json", "-o", "out")[2]


@pytest.mark.slow
def test_a_finished_study_is_told_again_in_another_language(nightwalk, here):
    words = ("run", "today.toml", "-o", "out", "--workers", 1, "--lang", "it")
    status, out, _ = nightwalk(*words)
    assert status == 0
    assert "report.it.html" in out
    (folder,) = (path for path in (here / "out").iterdir() if path.is_dir())
    assert '<html lang="it">' in (folder / "report.it.html").read_text(encoding="utf-8")
    assert '<html lang="en">' in (folder / "report.html").read_text(encoding="utf-8")
    status, out, _ = nightwalk("report", folder, "--lang", "el", "--json")
    assert (status, json.loads(out)) == (0, {"report": str(folder / "report.el.html")})


def test_a_language_nobody_speaks_and_a_folder_that_is_no_study_are_refused(nightwalk, here):
    for words in (("run", "today.toml"), ("compare", "today.toml", "lamps.toml"), ("report", here)):
        status, _, err = nightwalk(*words, "--lang", "xx")
        assert status == 2
        assert "no report in the language 'xx'; known: en (English), el" in err
    assert "is not a finished study folder" in nightwalk("report", here)[2]
    assert not (here / "outputs").exists()


@pytest.mark.slow
def test_compare_prints_a_verdict_and_json(nightwalk):
    status, out, err = nightwalk(
        "compare", "today.toml", "lamps.toml", "--seeds", 2, "-o", "out", "--workers", 1
    )
    assert status == 0
    assert "Lamps: the share of residents who feel unsafe" in out
    assert "Lamps: Cost: EUR" in out
    assert "100%" in err
    words = ("compare", "today.toml", "lamps.toml", "--seeds", 2, "-o", "out", "--by", "sex", "--json")
    status, out, err = nightwalk(*words)
    rows = json.loads(out)["rows"]
    assert (status, err) == (0, "")
    assert {row["group"] for row in rows} == {"men", "women"}
    of = ("--of", "recorded_crimes_per_1000_year")
    status, out, err = nightwalk("compare", "today.toml", "lamps.toml", "--seeds", 2, "-o", "out", *of)
    assert (status, "Street crimes" in out, "Recorded street crimes" in out) == (0, True, True)


@pytest.mark.slow
def test_an_intervention_of_ones_own_runs_from_a_module_in_the_folder(nightwalk, here, monkeypatch):
    (here / "my_lights.py").write_text(OWN)
    monkeypatch.setitem(sys.modules, "my_lights", None)
    monkeypatch.delitem(sys.modules, "my_lights")
    (here / "blue.toml").write_text(
        LAMPS.replace("street-lighting", "blue-light").replace("level = 30", "level = 9")
    )
    words = ("run", "blue.toml", "--seeds", 2, "--workers", 2, "--json")
    assert "no intervention 'blue-light'" in nightwalk(*words)[2]
    try:
        status, out, _ = nightwalk(*words, "--with", "my_lights")
        assert status == 0
        assert Path(json.loads(out)["folder"]).is_dir()
        assert "Paint the lamps blue" in nightwalk("interventions", "blue-light", "--with", "my_lights")[1]
    finally:
        KINDS.pop("blue-light", None)
        sys.modules.pop("my_lights", None)


@pytest.mark.parametrize("words", [("run", "today.toml"), ("compare", "today.toml", "lamps.toml"), ("demo",)])
def test_what_cannot_fit_is_refused_before_anything_is_written(nightwalk, here, monkeypatch, words):
    before = sorted(here.iterdir())
    for name, count, sentence in (
        (
            "available_memory",
            lambda: int(1e8),
            "of memory on 1 worker, and 0.1 GB is available; raise people_per",
        ),
        ("free_disk", lambda folder: 1000, "of disk, and 1 MB is free at outputs; free some space"),
    ):
        with monkeypatch.context() as small:
            small.setattr(machine, name, count)
            status, out, err = nightwalk(*words)
        assert (status, out) == (2, "")
        assert sentence in err
        assert len(err.strip().splitlines()) == 1
    assert sorted(here.iterdir()) == before


def test_a_number_of_workers_that_does_not_fit_is_refused_not_changed(nightwalk, here, monkeypatch):
    monkeypatch.setattr(machine, "available_memory", lambda: int(7e8))
    status, _, err = nightwalk("run", "today.toml", "--seeds", 9, "--workers", 8)
    assert status == 2
    assert "use fewer --workers" in err
    assert not (here / "outputs").exists()


@pytest.mark.slow
def test_fewer_workers_run_where_the_memory_is_not_enough_for_all(nightwalk, monkeypatch):
    monkeypatch.setattr(machine, "cores", lambda: 8)
    monkeypatch.setattr(machine, "available_memory", lambda: int(7e8))
    status, _, err = nightwalk("run", "today.toml", "--seeds", 2)
    assert status == 0
    assert "The available memory is enough for 1 of 2 workers." in err


@pytest.mark.slow
def test_a_long_study_says_what_it_takes_before_it_starts(nightwalk, monkeypatch):
    words = ("run", "today.toml", "--workers", 1)
    assert "Budget" not in nightwalk(*words)[2]
    monkeypatch.setattr(budget, "LONG", 0.0)
    line = nightwalk(*words, "--fresh")[2].splitlines()[0]
    assert line.startswith(
        "Budget: 150 people x 1 seed x (336 hours of spin-up + 1 scenario x 48 hours); about "
    )
    assert "Budget" not in nightwalk(*words)[2], "the study is finished: nothing will run"
    assert nightwalk(*words, "--fresh", "--json")[2] == ""
    (folder,) = Path("outputs").glob("*/")
    assert "Budget" in nightwalk("rerun", folder / "run.json")[2]
    monkeypatch.setattr(machine, "available_memory", lambda: 1)
    assert nightwalk("rerun", folder / "run.json", "-o", "more")[0] == 2


def test_interventions_lists_the_catalogue(nightwalk):
    status, out, _ = nightwalk("interventions", "--json")
    listed = {one["kind"]: one for one in json.loads(out)}
    assert status == 0
    assert {"street-lighting", "foot-patrol", "media-narrative"} <= set(listed)
    level = next(number for number in listed["street-lighting"]["parameters"] if number["name"] == "level")
    assert (level["default"], level["unit"], level["low"], level["high"]) == (10.0, "lx", 2.0, 50.0)
    assert listed["street-lighting"]["capital"][0] == 2500.0
    assert "street-lighting" in nightwalk("interventions")[1]
    assert level["source"] == "EN 13201-2 P2"
    told = nightwalk("interventions", "street-lighting")[1]
    assert all(name in told for name in ("EN 13201-2", "uniformity"))


def test_run_prints_the_level_of_everyone_men_and_women(nightwalk):
    status, out, _ = nightwalk("run", "today.toml")
    assert status == 0
    line = next(line for line in out.splitlines() if "Feel unsafe after dark" in line)
    everyone, men, women = (float(cell) for cell in line.strip("│").split("│")[1:])
    assert min(men, women) < everyone < max(men, women)


def test_city_writes_a_file_and_says_what_is_known(nightwalk, here):
    grid_town().save(here / "grid.city.gpkg")
    status, out, _ = nightwalk("city", "grid.city.gpkg", "--check")
    assert status == 0
    assert "Grid town" in out
    assert "survey  1" in out
    status, out, _ = nightwalk("city", "grid.city.gpkg", "--json", "-o", "copy.city.gpkg")
    assert json.loads(out)["path"] == "copy.city.gpkg"
    assert (here / "copy.city.gpkg").is_file()
    status, out, _ = nightwalk("city", "grid.city.gpkg", "--json", "--residents", 120)
    assert json.loads(out)["residents"] == pytest.approx(120)
    status, _, err = nightwalk("city", "grid.city.gpkg", "--residents", 0)
    assert (status, len(err.strip().splitlines())) == (2, 1)
    status, _, err = nightwalk("city", "grid.city.gpkg", "--areas", "areas.geojson")
    assert (status, "--areas" in err) == (2, True)


def test_validate_prints_rows_and_writes_a_page(nightwalk, here):
    grid_town().save(here / "harbour.city.gpkg")
    words = ("validate", "harbour.city.gpkg", "--quick", "--only", "D13", "-o", "out", "--workers", 1)
    status, out, err = nightwalk(*words)
    assert status == 0
    assert "100%" in err
    assert "Predicted, hard: no such fact among these rows." in out
    assert "Replications: 1 of 1 hold in every row." in out
    (folder,) = (path for path in (here / "out").iterdir() if path.is_dir())
    assert f"{folder.relative_to(here)}/validation.html" in out
    assert "D13" in (folder / "validation.html").read_text(encoding="utf-8")
    (part,) = (folder / "parts").iterdir()
    made = part.stat().st_mtime_ns
    status, out, err = nightwalk(*words, "--json")
    told = json.loads(out)
    assert (status, err, told["folder"]) == (0, "", f"out/{folder.name}")
    assert part.stat().st_mtime_ns == made
    assert {row["verdict"] for row in told["rows"]} == {"holds"}
    assert {"id", "value", "interval", "accepted", "kind", "role", "seconds"} <= set(told["rows"][0])


def test_towns_of_one_name_are_not_validated(nightwalk, here):
    grid_town().save(here / "harbour.city.gpkg")
    status, out, err = nightwalk("validate", "harbour.city.gpkg", "harbour.city.gpkg=0.3")
    assert (status, out) == (2, "")
    assert "Two towns are called 'harbour'" in err
    assert not (here / "outputs").exists()


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["fly"], "No such command 'fly'"),
        (["run"], "Missing argument"),
        (["run", "today.toml", "--seed", "one"], "Invalid value for '--seed'"),
        (["run", "today.toml", "--seed", "0"], "from 1 on"),
        (["run", "today.toml", "--days", "0"], "days is 0"),
        (["run", "today.toml", "--parameters", "best"], "it can be prior or default"),
        (["run", "none.toml"], "none.toml does not exist"),
        (["run", "tomorrow"], "neither a file nor a library scenario"),
        (["run", "today.toml", "--with", "no_such_module"], "no module 'no_such_module'"),
        (["run", "today.toml", "-o", "today.toml"], "Could not make"),
        (["compare", "today.toml"], "nothing to compare"),
        (["compare", "today.toml", "today.toml"], "Two scenarios are called 'Today'"),
        (
            ["compare", "today.toml", "lamps.toml", "--of", "unsafe_after_drak"],
            "Nearest: 'unsafe_after_dark'",
        ),
        (["compare", "today.toml", "lamps.toml", "--by", "sexx"], "Nearest: 'sex'"),
        (["interventions", "street-light"], "Nearest: 'street-lighting'"),
        (["rerun", "run.json"], "run.json is missing"),
        (["city"], "Give one source"),
        (["city", "--osm", "none.osm"], "none.osm"),
        (["city", "--bbox", "a,b"], "--bbox is 'a,b'"),
        (["city", "none.gpkg"], "none.gpkg"),
        (["validate", "--only", "SF99"], "There is no row 'SF99'"),
        (["validate", "x.osm=2"], "write the share unsafe after dark"),
        (["validate", "none.osm.pbf=0.3"], "none.osm.pbf"),
        (["validate", "--only", "field"], "give the folder with --data"),
        (["validate", "--data", "none"], "none is not a folder"),
    ],
)
def test_a_mistake_is_one_sentence(nightwalk, here, words, sentence):
    before = sorted(here.iterdir())
    status, out, err = nightwalk(*words)
    assert (status, out) == (2, "")
    assert sentence in err
    assert len(err.strip().splitlines()) == 1
    assert sorted(here.iterdir()) == before


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (("[scenario]", "[scenario"), "bad.toml: this is not TOML"),
        (("grid-town", "lost.city.gpkg"), "The city file lost.city.gpkg does not exist"),
        (("residents = 100", "residents = 0"), "0 residents"),
        (("Street 1", "Stret 1"), "Nearest: 'Street 1'"),
        (("level", "levle"), "Nearest: 'level'"),
        (("level = 30", "level = 500"), "StreetLighting.level is 500 lx; expected 2 to 50 lx"),
        (('street = "Street 1"', 'class = "underpass", lit = "no"'), "No street of Grid town is left"),
        (("level = 30", "from = 2027-05-01"), "starts on day"),
        (("level = 30", 'level = "30 ft"'), "its unit is lx"),
    ],
)
def test_a_mistake_in_a_scenario_is_one_sentence(nightwalk, here, change, sentence):
    (here / "bad.toml").write_text(LAMPS.replace(*change))
    before = sorted(here.iterdir())
    status, out, err = nightwalk("compare", "today.toml", "bad.toml")
    assert (status, out) == (2, "")
    assert sentence in err
    assert len(err.strip().splitlines()) == 1
    assert sorted(here.iterdir()) == before


def test_scenarios_on_other_towns_are_not_compared(nightwalk, here):
    grid_town(4, 4, residents=100).save(here / "other.city.gpkg")
    (here / "other.toml").write_text(LAMPS.replace("grid-town", "other.city.gpkg"))
    status, _, err = nightwalk("compare", "today.toml", "other.toml")
    assert status == 2
    assert "the same city file" in err


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="limits by resource")
@pytest.mark.parametrize("workers", [1, 2])
def test_a_full_disk_is_one_sentence_and_nothing_is_half_written(here, workers):
    def small_files():
        resource.setrlimit(resource.RLIMIT_FSIZE, (2000, 2000))

    words = command("run", "today.toml", "--seeds", 2, "--workers", workers)
    subprocess.run([*words, "-o", "warm"], cwd=here, env=environment(), check=True, capture_output=True)
    full = subprocess.run(
        [*words, "--fresh"], cwd=here, env=environment(), preexec_fn=small_files, capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    last = full.stderr.strip().splitlines()[-1]
    assert full.returncode == 2
    assert "Could not write" in last
    assert "Traceback" not in full.stderr
    assert not list(here.glob("outputs/today-*/run.json"))
    assert not list(here.rglob("*.part*/*.part.parquet"))


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="limits by resource")
def test_a_disk_too_full_for_the_compiled_kernels_is_one_sentence(here):
    def small_files():
        resource.setrlimit(resource.RLIMIT_FSIZE, (2000, 2000))

    cold = {**environment(), "NIGHTWALK_CACHE": str(here / "cold")}
    full = subprocess.run(
        command("run", "today.toml"), cwd=here, env=cold, preexec_fn=small_files, capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    assert full.returncode == 2
    assert "disk is full" in full.stderr.strip().splitlines()[-1]
    assert "Traceback" not in full.stderr


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="interrupts by signal")
@pytest.mark.parametrize("workers", [1, 2])
def test_ctrl_c_ends_with_a_sentence(here, workers):
    words = command("compare", "today.toml", "lamps.toml", "--seeds", 50, "--workers", workers)

    def hear() -> None:
        signal.signal(signal.SIGINT, signal.SIG_DFL)  # jobs in the background of a shell ignore it

    running = subprocess.Popen(
        words, cwd=here, env=environment(), stderr=subprocess.PIPE, text=True, preexec_fn=hear  # noqa: PLW1509
    )  # fmt: skip
    while running.poll() is None and not list(here.glob("outputs/*.partial/parts/[0-9]*")):
        time.sleep(0.02)
    running.send_signal(signal.SIGINT)
    _, err = running.communicate()
    assert running.returncode == 130
    assert "the same command (without --fresh) continues" in err
    assert "Traceback" not in err


def test_the_catalogue_goes_by_module_and_an_entry_says_what_to_mind(nightwalk):
    status, out, _ = nightwalk("interventions")
    assert status == 0
    at = [out.index(f"\n{module}") for module in ("Digital", "Spatial", "Social", "Governance")]
    assert at == sorted(at)
    _, out, _ = nightwalk("interventions", "cctv")
    for said in (
        "Privacy: Everybody is filmed",
        "Proportionality: ",
        "Stigma: ",
        "Usually paid by: city. What is bought",
    ):
        assert said in out
    _, out, _ = nightwalk("interventions", "wardens", "--json")
    assert json.loads(out)[0]["payer"] == "city"
