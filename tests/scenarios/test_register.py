"""A scenario with a risk register: what it sets, what is written down, the same bytes for any number of workers."""

from __future__ import annotations

import csv
import json
from dataclasses import replace

import numpy as np
import pytest

from nightwalk.agents.population import Population
from nightwalk.base.errors import CityError, RunError, ScenarioError
from nightwalk.cli import main
from nightwalk.model.city import City, grid_town
from nightwalk.model.register.make import register
from nightwalk.model.register.register import FAMILIES, RiskRegister
from nightwalk.scenarios.levels import level_note
from nightwalk.scenarios.rerun import differing, read_study, rerun
from nightwalk.scenarios.scenario import Scenario
from nightwalk.scenarios.simulate import run_study, simulate
from nightwalk.scenarios.study import study_of
from nightwalk.scenarios.toml import read_scenario

TYPES = ("Robbery", "Theft from the person", "Assault", "Criminal damage", "Vehicle crime")
SHARES = {f"pi_{name}": 0.5 for name in FAMILIES}


@pytest.fixture(scope="module")
def town():
    return grid_town()


@pytest.fixture(scope="module")
def files(town, tmp_path_factory):
    """Incidents that lie in few streets, noise in one, and an audit of one."""
    folder = tmp_path_factory.mktemp("files")
    rng = np.random.default_rng(2)
    rows = [*[5] * 30, *[60] * 20, *rng.integers(0, town.segments, 30)]
    days = np.datetime64("2024-01-01") + np.linspace(0, 364, len(rows)).astype(int)
    where = town.to_wgs84(town.midpoints[rows]).tolist()
    police = [(TYPES[i % 5], day, *xy) for i, (day, xy) in enumerate(zip(days, where, strict=True))]
    header = ("type", "date", "lon", "lat")
    tables = {
        "police": [header, *police],
        "reports": [header, *(("noise", day, *where[0]) for day in days)],
        "audit": [("lon", "lat", "lux", "incivility"), (*where[0], 1.5, 0.8)],
    }
    for name, lines in tables.items():
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as stream:
            csv.writer(stream).writerows(lines)
    return folder


@pytest.fixture(scope="module")
def known(town, files):
    return register(
        town, incidents=files / "police.csv", reports=files / "reports.csv", audit=files / "audit.csv"
    )


@pytest.fixture(scope="module")
def today(town, known, files):
    path = known.save(files / "town.register.gpkg")
    quick = {"parameters": {"spin_up": 14.0}, "population": Population(residents=150)}
    return Scenario(
        town,
        "Today",
        days=2,
        register=known,
        city_file="grid-town",
        register_file=path.name,
        folder=files,
        **quick,
    )


def test_the_audit_changes_the_town_and_nothing_else_does(today, town):
    before, after = town.streets, today.city.streets
    assert (after.lux[5], after.incivility[5]) == (1.5, 0.8)
    assert np.flatnonzero(after.lux != before.lux).tolist() == [5]
    assert replace(today, days=3).city.checksum == today.city.checksum


def test_only_the_pattern_is_taken_unless_residents_and_shares_are_given(today, known):
    assert today.reference.offending.street_crime == 39.0
    stated = replace(today, parameters={**today.parameters, **SHARES}, population=Population(residents=1500))
    expected = known.levels(1500.0, SHARES)
    assert stated.reference.offending.street_crime == pytest.approx(expected["street_crime"])
    assert stated.reference.offending.vandalism == pytest.approx(expected["vandalism"])
    by_hand = replace(stated, parameters={**stated.parameters, "street_crime": 50.0})
    assert by_hand.reference.offending.street_crime == 50.0


def test_families_too_few_to_be_kept_count_as_none_and_run_json_says_so(today, known):
    people = {"parameters": {**today.parameters, **SHARES}, "population": Population(residents=1500)}
    stated = replace(today, **people)
    assert level_note(stated).endswith("recorded shares given.")
    few = replace(known, families={**known.families, "vandalism": None, "vehicle": None})
    hidden = replace(stated, register=few)
    assert hidden.reference.offending.vandalism == 0.0
    assert level_note(hidden).endswith("given; fewer than 5 reports of vandalism, vehicle count as none.")


def test_totals_that_do_not_fit_the_residents_are_one_sentence(today):
    with pytest.raises(ScenarioError, match=r"do not fit 10 residents: .* Check residents and pi_\*"):
        replace(today, parameters={**today.parameters, **SHARES}, population=Population(residents=10))


def test_a_scenario_file_names_its_register(today, files):
    text = today.to_toml(files)
    assert 'register = "town.register.gpkg"' in text
    again = read_scenario(text, files)
    assert again == today
    assert again.register.digest == today.register.digest
    assert replace(today, register=None) != today
    with pytest.raises(ScenarioError, match="The register is in no file"):
        replace(today, register_file="").to_toml()


@pytest.mark.parametrize(
    ("line", "said"), [("register = 3", "write the path"), ('register = "no.gpkg"', "does not exist")]
)
def test_a_register_that_cannot_be_read_is_one_sentence(files, line, said):
    with pytest.raises((ScenarioError, CityError), match=said):
        read_scenario(f'[scenario]\nname = "x"\ncity = "grid-town"\n{line}\n', files)


def test_a_register_of_another_city_is_one_sentence(known):
    with pytest.raises(ScenarioError, match="which are not those of"):
        Scenario(grid_town(5, 5), "Elsewhere", register=known)


def test_scenarios_of_a_study_share_a_register(today, town):
    bare = replace(today, name="Bare", register=None, city=town)
    with pytest.raises(ScenarioError, match="do not use the same risk register"):
        study_of([today, bare], [1])


def test_run_json_tells_of_the_register_and_the_folder_too(today, town):
    content, bare = study_of([today], [1]), study_of([replace(today, register=None, city=town)], [1])
    assert content.content["street_crime_imported"] is True
    assert content.content["register"]["digest"] == today.register.digest
    assert "Only the pattern" in content.content["register"]["level"]
    assert bare.content["street_crime_imported"] is False
    assert bare.content["register"] is None
    assert content.hash12 != bare.hash12


@pytest.mark.slow
def test_the_same_bytes_for_any_number_of_workers_and_again(today, tmp_path):
    study = study_of([today], [1, 2])
    folders = [study.folder(tmp_path / name) for name in ("one", "two")]
    for workers, folder in enumerate(folders, 1):
        run_study(study, folder, workers=workers, fresh=True)
    assert differing(*folders) == []
    rerun(folders[0] / "run.json", tmp_path / "again")
    assert differing(folders[0], study.folder(tmp_path / "again")) == []


@pytest.mark.slow
def test_risk_may_be_relative_to_who_passed_in_a_study(today, town, files, tmp_path, monkeypatch, capsys):
    study = study_of([today], [1])
    folder = study.folder(tmp_path)
    run_study(study, folder)
    digests = []
    for more in ((), ("--presence", folder)):
        city = town.save(tmp_path / "town.city.gpkg")
        assert (
            command(monkeypatch, "register", city, "--incidents", files / "police.csv", "--json", *more) == 0
        )
        digests.append(json.loads(capsys.readouterr().out)["digest"])
    assert digests[0] != digests[1]
    other = grid_town(5, 5).save(tmp_path / "other.city.gpkg")
    assert (
        command(monkeypatch, "register", other, "--incidents", files / "police.csv", "--presence", folder)
        == 2
    )
    assert "is a study of other streets" in capsys.readouterr().err


@pytest.mark.slow
def test_another_register_under_the_same_name_is_found_out(today, files, tmp_path):
    study = study_of([today], [1])
    folder = study.folder(tmp_path)
    run_study(study, folder)
    path = files / "town.register.gpkg"
    kept = path.read_bytes()
    try:
        register(today.city, incidents=files / "police.csv", audit=files / "audit.csv").save(path)
        with pytest.raises(RunError, match="The risk register is not the one of"):
            read_study(folder / "run.json")
    finally:
        path.write_bytes(kept)


def test_crime_is_still_not_told_by_street(today):
    run = simulate(today, 1)
    assert "crime" not in " ".join(run.tables["streets"].column_names)


def command(monkeypatch, *words):
    monkeypatch.setattr("sys.argv", ["nightwalk", *map(str, words)])
    with pytest.raises(SystemExit) as end:
        main()
    return end.value.code


def test_the_verb_writes_the_register_the_rejected_rows_and_the_maps(
    town, files, tmp_path, monkeypatch, capsys
):
    city = town.save(tmp_path / "town.city.gpkg")
    police = tmp_path / "police.csv"
    police.write_text((files / "police.csv").read_text("utf-8") + "Robbery,soon,1,2\n", "utf-8")
    out, maps = tmp_path / "town.register.gpkg", tmp_path / "maps"
    assert command(monkeypatch, "register", city, "--incidents", police, "-o", out, "--maps", maps) == 0
    said = capsys.readouterr().out
    assert "81 rows, 80 placed, 1 rejected" in said
    assert "with a date that does not read as ISO" in said
    assert "held-out months" in said
    RiskRegister.load(out).check_city(City.load(city))
    assert "82,with a date" in (tmp_path / "police.rejected.csv").read_text("utf-8")
    assert {path.name for path in maps.iterdir()} == {
        f"risk-{of}.{ending}" for of in ("recorded", "modelled") for ending in ("png", "svg")
    }


def test_the_verb_answers_a_script(town, files, tmp_path, monkeypatch, capsys):
    city = town.save(tmp_path / "town.city.gpkg")
    assert command(monkeypatch, "register", city, "--incidents", files / "police.csv", "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert told["accounts"][0]["placed"] == 80
    assert told["written"] == []
    assert {row["says"] for row in told["relative_risks"]} <= {"higher", "lower", "cannot tell"}


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), "There is nothing to register"),
        (("--incidents", "no.csv"), "does not exist"),
        (("--column", "typ=x"), "--column is 'typ=x'; write WHAT=NAME.* Nearest: 'type'"),
        (("--epsg", "Greek"), "--epsg is 'Greek'"),
        (("--since", "1/1/2024"), "is no day"),
        (("--fewest", "1"), "expected 3 to 100 reports"),
    ],
)
def test_mistakes_are_one_sentence(town, tmp_path, monkeypatch, capsys, words, said):
    import re

    city = town.save(tmp_path / "town.city.gpkg")
    given = ("--incidents", tmp_path / "x.csv") if words and words[0] in ("--column", "--epsg") else ()
    assert command(monkeypatch, "register", city, *given, *words) == 2
    error = capsys.readouterr().err
    assert re.search(said, error)
    assert error.count("\n") == 1
