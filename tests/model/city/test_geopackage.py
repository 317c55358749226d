from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from dataclasses import fields
from pathlib import Path

import numpy as np
import pyogrio
import pytest

from nightwalk.base.errors import CityError, RunError
from nightwalk.model.city import City, LightSource, Lit, grid_town
from nightwalk.model.city.changes import changes
from nightwalk.model.city.columns import column_arrays


def assert_same(one: City, other: City) -> None:
    for f in fields(City):
        a, b = getattr(one, f.name), getattr(other, f.name)
        if hasattr(a, "__dataclass_fields__"):
            for name, column in column_arrays(a).items():
                back = getattr(b, name)
                assert column.dtype.kind == back.dtype.kind, name
                np.testing.assert_array_equal(column, back, err_msg=name)
        elif isinstance(a, np.ndarray):
            np.testing.assert_array_equal(a, b)
        else:
            assert a == b, f.name
    assert one.checksum == other.checksum


@pytest.fixture(scope="session")
def saved(town, tmp_path_factory) -> Path:
    return town.save(tmp_path_factory.mktemp("city") / "town.gpkg")


@pytest.fixture
def file(saved, tmp_path) -> Path:
    return Path(shutil.copy(saved, tmp_path / "edited.gpkg"))


def edit(file: Path, *statements: str) -> City:
    """Edit as QGIS does, through SQL; its spatial index triggers are of no use here."""
    with closing(sqlite3.connect(file)) as base:
        base.execute("PRAGMA synchronous = OFF")
        base.execute("PRAGMA journal_mode = MEMORY")
        triggers = base.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for (name,) in triggers:
            base.execute(f'DROP TRIGGER "{name}"')
        for statement in statements:
            base.execute(statement)
        base.commit()
    return City.load(file)


def test_nothing_is_lost(town, saved):
    back = City.load(saved)
    assert_same(town, back)
    assert back.changes == ()


def test_nothing_is_lost_of_a_real_town(helsinki, tmp_path):
    assert_same(helsinki, City.load(helsinki.save(tmp_path / "helsinki.gpkg")))


def test_the_same_city_is_written_with_the_same_content(town, saved, tmp_path):
    again = town.save(tmp_path / "again.gpkg")
    for layer, _ in pyogrio.list_layers(saved):
        one, other = (pyogrio.raw.read(str(path), layer=layer) for path in (saved, again))
        np.testing.assert_array_equal(one[2], other[2])
        for a, b in zip(one[3], other[3], strict=True):
            np.testing.assert_array_equal(a, b)


def test_layers_are_readable(town, saved):
    layers = dict(pyogrio.list_layers(saved).tolist())
    assert layers["streets"] == "LineString"
    assert set(layers) >= {"streets", "nodes", "uses", "areas", "homes", "lamps", "city"}
    assert pyogrio.read_info(saved, layer="streets")["crs"] == town.crs
    meta, _, _, columns = pyogrio.raw.read(
        str(saved), layer="streets", columns=["class", "lit", "light_source"]
    )
    words = {name: set(column) for name, column in zip(meta["fields"], columns, strict=True)}
    assert words["lit"] == {"yes", "no", "unknown"}
    assert "main" in words["class"]
    assert words["light_source"] <= {"tag", "lamps", "imputed", "measured"}


def test_an_edit_is_taken_over_and_listed(town, file):
    back = edit(
        file, "UPDATE streets SET lux = 12.5 WHERE id = 4", "UPDATE streets SET name = 'Ny Gate' WHERE id = 5"
    )
    assert back.changes == (
        f"street 4 {str(town.streets.name[3])!r}: lux {town.streets.lux[3]:g} -> 12.5",
        f"street 5 'Ny Gate': name {town.streets.name[4]} -> Ny Gate",
    )
    assert back.streets.lux[3] == 12.5
    assert back.streets.light_source[3] == LightSource.MEASURED
    assert back.checksum != town.checksum


def test_a_surveyed_lit_changes_the_light_too(town, file):
    row = int(np.flatnonzero(town.streets.light_source == LightSource.IMPUTED)[0])
    back = edit(file, f"UPDATE streets SET lit = 'yes' WHERE id = {row + 1}")
    assert back.streets.lit[row] == Lit.YES
    assert back.streets.light_source[row] == LightSource.TAG
    assert back.streets.lux[row] > town.streets.lux[row]


def test_edited_and_saved_again_there_is_nothing_left_to_list(file, tmp_path):
    back = edit(file, "UPDATE streets SET lux = 12.5 WHERE id = 4")
    assert City.load(back.save(tmp_path / "next.gpkg")).changes == ()


def test_a_deleted_street_leaves_a_town_that_hangs_together(town, file):
    back = edit(file, "DELETE FROM streets WHERE id IN (10, 11)")
    assert 10 not in back.streets.id
    assert set(back.streets.id) <= set(town.streets.id)
    assert back.homes.residents.sum() == pytest.approx(town.homes.residents.sum())
    assert any(line.startswith("street 10") and line.endswith("deleted") for line in back.changes)
    assert (back.uses.segment < back.segments).all()


def test_uses_lamps_and_homes_can_be_edited(town, file):
    back = edit(
        file,
        "DELETE FROM uses WHERE kind = 'nightlife'",
        "DELETE FROM lamps",
        "UPDATE homes SET residents = 2",
    )
    assert len(back.uses.kind) < len(town.uses.kind)
    assert len(back.lamps) == 0
    assert back.homes.residents.sum() == 2 * len(back.homes.node)
    assert [line.split(":")[0] for line in back.changes] == ["uses", "homes", "lamps"]


def test_a_use_drawn_by_hand_is_snapped(town, file):
    back = edit(file, "UPDATE uses SET node = NULL, street = NULL, monday = '8-12 13-17'")
    assert back.nodes.junction[back.uses.node].all()
    np.testing.assert_array_equal(back.uses.node, town.uses.node)
    assert set(back.uses.opens[:, 0].tolist()) == {sum(1 << h for h in (8, 9, 10, 11, 13, 14, 15, 16))}


def test_renamed_areas_keep_their_streets(town, file):
    back = edit(file, "UPDATE areas SET name = 'Old Town' WHERE area = 0")
    assert back.areas.name[0] == "Old Town"
    np.testing.assert_array_equal(back.streets.area, town.streets.area)


@pytest.mark.parametrize(
    ("statement", "message"),
    [
        ("UPDATE streets SET lux = 500 WHERE id = 4", r"street 4 .*: lux is 500 lx; expected 0 to 50 lx\."),
        ("UPDATE streets SET lux = NULL WHERE id = 4", "street 4 .*: lux is nan"),
        ("UPDATE streets SET entrapment = -1 WHERE id = 4", "entrapment is -1; expected 0 to 1"),
        ("UPDATE streets SET incivility = 0 WHERE id = 4", r"incivility is 0; expected 0\.02 to 1"),
        ("UPDATE streets SET lit = 'maybe' WHERE id = 4", "lit is 'maybe'; expected unknown, no, yes"),
        ("UPDATE streets SET class = 'mian' WHERE id = 4", "Nearest: 'main'"),
        ("UPDATE streets SET class = NULL WHERE id = 4", "class is None"),
        ("UPDATE streets SET length_m = 0 WHERE id = 4", "without a length"),
        ("UPDATE streets SET id = 900 WHERE id = 4", "street id 900 is new"),
        ("UPDATE streets SET id = NULL WHERE id = 4", "A row without id was drawn"),
        ("UPDATE streets SET from_node = 3 WHERE id = 20", "from_node cannot be edited"),
        ("UPDATE streets SET area = 77 WHERE id = 20", "area cannot be edited"),
        ("UPDATE streets SET geom = NULL WHERE id = 20", "street 20 .* has no line"),
        ("DELETE FROM nodes WHERE node = 3", "nodes cannot be added or removed"),
        ("DELETE FROM areas", "no area left"),
        ("DELETE FROM streets", "no street left"),
        ("UPDATE homes SET residents = 0", "nobody living"),
        ("UPDATE homes SET residents = -1", "impossible number of residents"),
        ("UPDATE uses SET kind = 'shopping'", "a use of kind 'shopping'"),
        ("UPDATE uses SET weight = 0", "a use without a weight"),
        ("UPDATE uses SET friday = 'late'", "opening hours 'late'"),
        ("UPDATE city SET value = 'other' WHERE key = 'format'", "another version"),
        ("ALTER TABLE streets DROP COLUMN id", "lost its column id"),
    ],
)
def test_an_edit_that_cannot_be_used_is_refused_in_one_sentence(file, statement, message):
    with pytest.raises(CityError, match=message) as refused:
        edit(file, statement)
    assert "\n" not in str(refused.value)


def test_a_lost_layer_is_named(town, tmp_path):
    file = tmp_path / "half.gpkg"
    town.save(tmp_path / "town.gpkg")
    meta, _, wkb, columns = pyogrio.raw.read(str(tmp_path / "town.gpkg"), layer="city")
    pyogrio.raw.write(
        str(file), wkb, columns, meta["fields"], layer="city", geometry_type=None, driver="GPKG"
    )
    with pytest.raises(
        CityError, match=r"is not a Nightwalk city file \(layer streets_as_saved is missing\)"
    ):
        City.load(file)


def test_other_files_are_refused(tmp_path):
    with pytest.raises(CityError, match="does not exist"):
        City.load(tmp_path / "none.gpkg")
    text = tmp_path / "text.gpkg"
    text.write_text("hello")
    with pytest.raises(CityError, match="is not a Nightwalk city file"):
        City.load(text)


def test_a_wrong_ending_is_refused(town, tmp_path):
    with pytest.raises(CityError, match=r"does not end in \.gpkg"):
        town.save(tmp_path / "town.geojson")


def test_a_full_disk_leaves_nothing_half_written(town, tmp_path, monkeypatch):
    def full(*_args, **_kwargs):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(pyogrio.raw, "write", full)
    with pytest.raises(RunError, match="No space left on device"):
        town.save(tmp_path / "town.gpkg")
    assert list(tmp_path.iterdir()) == []


def test_what_the_map_library_says_of_a_full_disk_stays_one_sentence(town, tmp_path, monkeypatch):
    def full(*_args, **_kwargs):
        raise pyogrio.errors.DataSourceError("sqlite3_exec(CREATE TABLE ...) failed:\ndisk I/O error")

    monkeypatch.setattr(pyogrio.raw, "write", full)
    with pytest.raises(RunError, match=r"the disk is full or cannot be written; free some space"):
        town.save(tmp_path / "town.gpkg")
    assert list(tmp_path.iterdir()) == []


def test_changes_between_two_cities(town):
    assert changes(town, grid_town()) == ()
    assert "street 3" in changes(town, town.without([3]))[0]
    with pytest.raises(CityError, match="has streets that"):
        changes(town.without([3]), town)
