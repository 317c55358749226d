"""Parts: what is kept is not done again, and nothing is lost of what was done."""

from __future__ import annotations

import json

import pytest

from nightwalk.validation.parts import Part, finished


def square(number):
    return number * number


def refuse(number):
    raise ValueError(number)


def parts_of(folder, *numbers, what=square):
    return [Part(f"part {n}", folder and folder / f"{n}.json", what, (n,)) for n in numbers]


@pytest.mark.parametrize("workers", [1, 2])
def test_every_part_is_made_and_kept(tmp_path, workers):
    told = []
    done = finished(parts_of(tmp_path, 2, 3), workers, lambda name, share: told.append((name, share)))
    assert done == {"part 2": 4, "part 3": 9}
    assert json.loads((tmp_path / "3.json").read_text(encoding="utf-8")) == 9
    assert sorted(share for _, share in told) == [0.5, 1.0]


def test_what_is_kept_is_not_made_again(tmp_path):
    (tmp_path / "2.json").write_text("7", encoding="utf-8")
    told = []
    assert finished(parts_of(tmp_path, 2), 1, lambda name, share: told.append(name)) == {"part 2": 7}
    assert not told


def test_without_a_folder_nothing_is_kept():
    assert finished(parts_of(None, 4), 1) == {"part 4": 16}


def test_parts_made_before_one_that_fails_are_kept(tmp_path):
    with pytest.raises(ValueError, match="5"):
        finished([*parts_of(tmp_path, 2), *parts_of(tmp_path, 5, what=refuse)], 1)
    assert finished(parts_of(tmp_path, 2), 1) == {"part 2": 4}
    assert not (tmp_path / "5.json").exists()
