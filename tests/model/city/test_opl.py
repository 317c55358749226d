from __future__ import annotations

import tempfile
from pathlib import Path
from types import SimpleNamespace

import pytest

from nightwalk.base.errors import RunError
from nightwalk.model.city import City
from nightwalk.model.city.builtin import built_in_file
from nightwalk.model.city.opl import ends_of, members_of, opl_file, tags_of
from nightwalk.model.city.osm import read_osm

AWKWARD = {
    "name": "Ακτή  Μιαούλη, 5 = 100 % @home\u2028漢字\t%20%",
    "na=me,": "",
    "shop": "yes",
}
MAP = """<osm version="0.6">
<node id="-1" lat="50.0000001" lon="-0.1234567" timestamp="2024-05-06T07:08:09Z">{tags}</node>
<node id="2" lat="0" lon="180"/><node id="3"/>
<way id="4"/><way id="5"><nd ref="-1"/><nd ref="2"/><tag k="highway" v="path"/></way>
<relation id="6"><member type="way" ref="5" role="out er"/><member type="node" ref="-1" role=""/></relation>
</osm>"""


@pytest.fixture
def awkward(tmp_path):
    tags = "".join(f'<tag k="{key}" v="{word}"/>' for key, word in AWKWARD.items())
    path = tmp_path / "awkward.osm"
    path.write_text(MAP.format(tags=tags.replace("\t", "&#9;")), "utf-8")
    return path


def test_tags_come_back_as_they_were_written(awkward):
    assert read_osm(awkward).points.tags == [AWKWARD]


def test_places_are_whole_ten_millionths_of_a_degree(awkward):
    found = read_osm(awkward)
    assert found.node_id.tolist() == [-1, 2]
    assert found.node_lonlat.tolist() == [[-1_234_567 / 1e7, 500_000_001 / 1e7], [180.0, 0.0]]


def test_each_object_is_a_line_and_the_file_goes_away(awkward):
    with opl_file(awkward) as (text, date):
        fields = [line.split(" ") for line in text.read_text("utf-8").splitlines()]
    assert not text.parent.exists()
    assert date == ""
    assert [field[0] for field in fields] == ["n-1", "n2", "n3", "w4", "w5", "r6"]
    assert [tags_of(field[3]) for field in fields[2:]] == [{}, {}, {"highway": "path"}, {}]
    assert [ends_of(field[4]) for field in fields[3:5]] == [[], [-1, 2]]
    assert members_of(fields[5][4]) == [("w", 5, "out%20%er"), ("n", -1, "")]
    assert members_of("M") == []


def test_a_damaged_map_leaves_no_temporary_file(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    path = tmp_path / "short.osm.pbf"
    path.write_bytes(built_in_file().read_bytes()[:200_000])
    with pytest.raises(RuntimeError), opl_file(path):
        pass
    assert list(tmp_path.iterdir()) == [path]


def test_a_disk_without_room_is_said_in_one_sentence(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setattr("shutil.disk_usage", lambda _: SimpleNamespace(free=1000))
    with pytest.raises(RunError, match=r"can take 14 MB in .*; free some space\.$"):
        City.from_osm(built_in_file())
    assert list(tmp_path.iterdir()) == []


def test_no_temporary_folder_is_said_in_one_sentence(monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(Path("nowhere")))
    with pytest.raises(RunError, match="no temporary folder"):
        City.from_osm(built_in_file())
