"""The study folder: resumes, survives a full disk, gives the same bytes twice."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from nightwalk.base.errors import RunError
from nightwalk.outputs import folder as study
from nightwalk.outputs.ensemble import Ensemble
from nightwalk.outputs.tables import COMPARISON, RUN_TABLES, read_table

FULL_DISK = """
import importlib.util, resource, sys
from pathlib import Path
from nightwalk.base.errors import RunError
from nightwalk.outputs import folder as study
spec = importlib.util.spec_from_file_location("fixture", sys.argv[1])
fixture = importlib.util.module_from_spec(spec)
spec.loader.exec_module(fixture)
place, target = fixture.shapes(), Path(sys.argv[2])
study.begin(target)
for index in range(2):
    for seed in (1, 2):
        fixture.run(index, seed, place).save_part(study.part_path(target, index, seed))
whole = study.merge_parts(target, fixture.study(place, fixture.SCENARIOS[:2], (1, 2)), place)
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[3]), resource.RLIM_INFINITY))
try:
    if sys.argv[4] == "merge":
        study.merge_parts(target, fixture.study(place, fixture.SCENARIOS[:2], (1, 2)), place)
    elif sys.argv[4] == "part":
        fixture.run(0, 3, place).save_part(study.part_path(target, 0, 3))
    else:
        study.finish(target, whole)
except RunError as error:
    print(error)
"""


@pytest.fixture
def target(tmp_path):
    return study.study_folder(tmp_path, "Light for the harbour", "0123456789ab")


def save(made, target, keys):
    study.begin(target)
    for key in keys:
        made.runs[key].save_part(study.part_path(target, *key))


def complete(made, target):
    save(made, target, made.runs)
    return study.finish(target, study.merge_parts(target, made.study, made.shapes))


@pytest.fixture(scope="module")
def finished(made, tmp_path_factory):
    return complete(made, study.study_folder(tmp_path_factory.mktemp("out"), "Light", "0123456789ab"))


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Light the harbour!", "light-the-harbour"),
        ("Φώτα στο λιμάνι", "φώτα-στο-λιμάνι"),
        ("../..", "study"),
        ("", "study"),
    ],
)
def test_folder_names_are_safe(name, slug):
    assert study.study_folder(Path("out"), name, "abc") == Path("out") / f"{slug}-abc"


def test_the_volatile_part_does_not_change_the_digest():
    one = study.digest({"name": "a", "when": {"finished": 1}})
    assert one == study.digest({"when": {"finished": 2}, "name": "a"})
    assert one != study.digest({"name": "b"})
    assert len(one) == 12


def test_a_finished_folder_is_complete_and_opens_again(made, ensemble, finished):
    assert study.is_finished(finished)
    assert [path.name for path in finished.parent.iterdir()] == [finished.name]
    back = Ensemble.open(finished)
    assert (back.scenarios, back.seeds, back.study) == (ensemble.scenarios, ensemble.seeds, made.study)
    for name in RUN_TABLES:
        assert back.frame(name).equals(ensemble.frame(name))
    assert (back.shapes.id == made.shapes.id).all()
    assert (back.shapes.xy == made.shapes.xy).all()
    assert (back.shapes.xy_start == made.shapes.xy_start).all()
    assert {path.suffix for path in (finished / "figures").iterdir()} == {".png", ".svg"}
    assert read_table(finished / f"{COMPARISON}.parquet", COMPARISON).num_rows > 0


def test_run_json_is_canonical(made, finished):
    text = (finished / "run.json").read_text(encoding="utf-8")
    assert text == study.canonical(json.loads(text)) == study.canonical(made.study)


def test_the_same_study_gives_the_same_bytes(made, finished, tmp_path):
    again = complete(made, tmp_path / "again")
    files = [path.relative_to(finished) for path in finished.rglob("*") if path.suffix not in {"", ".gpkg"}]
    assert len(files) > 15
    for file in files:
        assert (again / file).read_bytes() == (finished / file).read_bytes(), file


def test_a_killed_study_continues_from_its_whole_parts(made, finished, target):
    save(made, target, list(made.runs)[:7])
    hurt = study.part_path(target, 0, 2) / "streets.parquet"
    hurt.write_bytes(hurt.read_bytes()[:100])
    (study.part_path(target, 0, 9).parent / ".1-4.999").mkdir()
    assert not study.is_finished(target)
    have = study.finished_parts(target)
    assert have == set(list(made.runs)[:7]) - {(0, 2)}
    save(made, target, set(made.runs) - have)
    study.finish(target, study.merge_parts(target, made.study, made.shapes))
    for name in (*RUN_TABLES, COMPARISON):
        assert (target / f"{name}.parquet").read_bytes() == (finished / f"{name}.parquet").read_bytes()


def test_fresh_forgets_the_parts(made, target):
    save(made, target, [(0, 1)])
    study.begin(target, fresh=True)
    assert study.finished_parts(target) == set()


def test_a_missing_part_is_named(made, target):
    save(made, target, [key for key in made.runs if key != (1, 4)])
    with pytest.raises(RunError, match="'Lamps on the harbour' with seed 4 is missing"):
        study.merge_parts(target, made.study, made.shapes)


def test_finishing_again_replaces_the_folder(made, finished, tmp_path):
    target = complete(made, tmp_path / "again")
    (target / "stray.txt").write_text("old")
    complete(made, target)
    assert not (target / "stray.txt").exists()
    assert [path.name for path in tmp_path.iterdir()] == ["again"]


def test_a_folder_that_is_no_study_is_refused(tmp_path):
    with pytest.raises(RunError, match="not a finished study folder"):
        Ensemble.open(tmp_path)
    (tmp_path / "run.json").write_text("{")
    with pytest.raises(RunError, match="not a finished study folder"):
        Ensemble.open(tmp_path)


def test_a_study_folder_without_a_table_is_refused(made, tmp_path):
    target = complete(made, tmp_path / "hurt")
    (target / "crimes.parquet").unlink()
    with pytest.raises(RunError, match=r"crimes\.parquet cannot be read"):
        Ensemble.open(target)


def test_merging_hides_small_cells_as_merging_in_memory_does(made, ensemble, target):
    save(made, target, made.runs)
    merged = study.merge_parts(target, made.study, made.shapes)
    assert set(merged.tables) == set(RUN_TABLES)
    assert "indicators" in merged.tables
    assert "people" not in merged.tables
    assert len(merged.tables) == len(RUN_TABLES)
    for name in RUN_TABLES:
        assert merged.frame(name).equals(ensemble.frame(name))
    for name in ensemble.scenarios:
        for column, means in ensemble.street_means(name).items():
            assert np.array_equal(means, merged.street_means(name)[column], equal_nan=True)


def test_a_study_in_memory_needs_no_folder(made, finished, tmp_path):
    target = complete(made, tmp_path / "gone")
    kept = Ensemble.open(target).in_memory()
    shutil.rmtree(target)
    assert kept.frame("series").equals(Ensemble.open(finished).frame("series"))
    assert kept.street_means("Today")["lux"].shape == made.shapes.id.shape


def test_a_disk_that_is_full_while_merging_keeps_the_parts(target):
    said = full_disk(target, 2_000, "merge")
    assert said.startswith("Could not write")
    assert study.finished_parts(target) == {(0, 1), (0, 2), (1, 1), (1, 2)}
    assert [path.name for path in target.with_name(f"{target.name}.partial").iterdir()] == ["parts"]


def full_disk(target, limit, what):
    pytest.importorskip("resource")
    fixture = Path(__file__).with_name("conftest.py")
    command = [sys.executable, "-W", "error", "-c", FULL_DISK, str(fixture), str(target), str(limit), what]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return done.stdout.strip()


def test_a_full_disk_leaves_the_parts_and_no_folder(made, target):
    said = full_disk(target, 8_000, "finish")
    assert said.startswith("Could not write")
    assert said.count("\n") == 0
    assert not target.exists()
    assert study.finished_parts(target) == {(0, 1), (0, 2), (1, 1), (1, 2)}
    assert [path.name for path in target.with_name(f"{target.name}.partial").iterdir()] == ["parts"]
    content = made.make_study(made.shapes, ("Today", "Lamps on the harbour"), (1, 2))
    study.finish(target, study.merge_parts(target, content, made.shapes))
    assert study.is_finished(target)


def test_a_full_disk_leaves_no_half_part(target):
    said = full_disk(target, 1_000, "part")
    assert said.startswith("Could not write")
    parts = study.part_path(target, 0, 3).parent
    assert sorted(path.name for path in parts.iterdir()) == ["0-1", "0-2", "1-1", "1-2"]


def test_a_saved_study_opens_without_the_simulator_and_imports_are_light(finished):
    code = (
        "import sys, pathlib, nightwalk.outputs.compare, nightwalk.outputs.folder, nightwalk.outputs.report\n"
        "from sys import modules\n"
        "heavy = {'pandas', 'matplotlib', 'pyarrow', 'jinja2', 'pyogrio', 'shapely', 'scipy'} & set(modules)\n"
        "assert not heavy, heavy\n"
        "from nightwalk.outputs.ensemble import Ensemble\n"
        "whole = Ensemble.open(pathlib.Path(sys.argv[1]))\n"
        "nightwalk.outputs.compare.compare(whole).table()\n"
        "top = ('model', 'agents', 'scenarios')\n"
        "above = {'mesa', 'numba', *('nightwalk.' + name for name in top)} & set(modules)\n"
        "assert not above, above\n"
    )
    subprocess.run([sys.executable, "-W", "error", "-c", code, str(finished)], check=True)
