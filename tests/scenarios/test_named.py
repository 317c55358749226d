"""The scenarios of a command: today as the base of the others, another town, ablations, packages."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from nightwalk.base.errors import ScenarioError
from nightwalk.model.city import City, grid_town
from nightwalk.scenarios import toml
from nightwalk.scenarios.named import ablations, named_scenarios
from nightwalk.scenarios.study import study_of
from nightwalk.scenarios.toml import library, read_scenario

SIX = (
    "piraeus-bsfs",
    "citisense-transfer",
    "turin-tonite",
    "tampere-sure",
    "romagna-faentina",
    "icarus-balance",
)
CITIES = ("citisense-naples", "citisense-liepaja", "citisense-fot", "citisense-geel", "citisense-manresa")
LEVELS = {"Italy": 0.323, "Latvia": 0.304, "Hungary": 0.348, "Belgium": 0.205, "Spain": 0.217}  # EU-SILC 2013


@pytest.fixture(scope="module")
def towns(tmp_path_factory):
    """Give the built-in city, and a grid town in a file."""
    folder = tmp_path_factory.mktemp("towns")
    return {"built-in": "built-in", "grid": str(grid_town(12, 12).save(folder / "grid.city.gpkg"))}


@pytest.mark.parametrize("town", ["built-in", "grid"])
@pytest.mark.parametrize("name", SIX + CITIES)
def test_every_package_finds_its_places_in_any_town(name, town, towns):
    today, package = named_scenarios([Path("today"), Path(name)], city=towns[town])
    assert today.interventions == ()
    assert all(len(one.selection.segments) for one in package.placed())
    study = study_of([today, package], [1])
    assert study.city.checksum == package.city.checksum
    again = read_scenario(package.to_toml(), Path(), {})
    assert again == package


@pytest.mark.parametrize("name", SIX)
def test_every_package_has_a_page(name):
    page = Path(__file__).parents[2] / "docs" / "packages" / f"{name}.md"
    assert f"nightwalk compare today {name}" in page.read_text("utf-8")


def test_receiving_cities_have_the_measures_of_piraeus_and_the_level_of_their_country():
    (piraeus,) = named_scenarios([Path("piraeus-bsfs")])
    cities = [named_scenarios([Path(name)])[0] for name in CITIES]
    assert sorted(one.level for one in cities) == sorted(LEVELS.values())
    for one in cities:
        assert one.interventions == piraeus.interventions
        assert {
            getattr(one.governance, name) for name in ("commitment", "capacity", "diversity", "memory")
        } == {0.5}
    with pytest.raises(ScenarioError, match="same level and population"):
        study_of(cities, [1])


def test_today_is_the_first_of_the_others_without_its_measures(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    file = tmp_path / "ours.toml"
    file.write_text(
        '[scenario]\nname = "Ours"\ncity = "grid-town"\ndays = 7\nlevel = 0.2\n\n[population]\nresidents = 50\n\n'
        '[[intervention]]\nkind = "street-lighting"\nwhere = { everywhere = true }\n'
    )
    ours, today = named_scenarios([file, Path("today")])
    assert (today.name, today.days, today.level, today.interventions) == ("Today", 7, 0.2, ())
    assert today.population == ours.population
    (alone,) = named_scenarios([Path("today")])
    assert alone.city_file == "built-in"
    (tmp_path / "today").write_text(file.read_text().replace("Ours", "A file of that name"))
    assert named_scenarios([Path("today")])[0].name == "A file of that name"


def test_days_and_town_hold_for_all(towns):
    found = named_scenarios([Path("today"), Path("lamps")], city=towns["grid"], days=5)
    assert [one.days for one in found] == [5, 5]
    assert {one.city_file for one in found} == {towns["grid"]}
    with pytest.raises(ScenarioError, match=r"none\.gpkg"):
        named_scenarios([Path("lamps")], city="none.gpkg")


def test_ablation_leaves_out_a_module_at_a_time():
    today, full, *less = named_scenarios([Path("today"), Path("piraeus-bsfs")], ablation=True)
    modules = {one.about.module for one in full.interventions}
    assert [one.name.removeprefix(f"{full.name}, without ") for one in less] == list(
        dict.fromkeys(one.about.module for one in full.interventions)
    )
    for one in less:
        assert {each.about.module for each in one.interventions} < modules
        assert one.governance == full.governance
    assert ablations(today) == ()
    (lamps,) = named_scenarios([Path("lamps")], ablation=True)
    assert lamps.name == "Lamps"


def test_a_file_extends_a_package(tmp_path):
    own = '[scenario]\nextends = "turin-tonite"\nname = "Ours"\nlevel = 0.3\n\n[governance]\ncapacity = "full"\n\n'
    ours = read_scenario(own + '[[intervention]]\nkind = "media-narrative"\n', tmp_path)
    (turin,) = named_scenarios([Path("turin-tonite")])
    assert ours.interventions[:-1] == turin.interventions
    assert ours.interventions[-1].kind == "media-narrative"
    assert (ours.name, ours.days, ours.level) == ("Ours", turin.days, 0.3)
    assert ours.governance.capacity == 1.0
    assert replace(ours, folder=turin.folder).to_toml().count("extends") == 0
    with pytest.raises(ScenarioError, match=r"extends is 'turin-tonight'.*turin-tonite"):
        read_scenario(own.replace("tonite", "tonight"), tmp_path)


def test_the_library_is_what_ships():
    assert set(SIX + CITIES + ("today", "lamps", "lamps-and-activation")) == set(library())
    assert toml.LIBRARY.is_dir()
    assert City.built_in().segments > 0
