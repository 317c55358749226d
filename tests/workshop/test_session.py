"""A session: who may do what, within which limits, and that nothing is lost."""

from __future__ import annotations

import json
import os

import pytest

from nightwalk import NightwalkError, RunError
from nightwalk.workshop.room.access import Keys, Role
from nightwalk.workshop.room.action import ACTIONS
from nightwalk.workshop.room.errors import RoomError
from nightwalk.workshop.room.said import MOST_MARKS

from .rules import FACILITATOR, SCREEN, Clock, phone, session


@pytest.fixture
def room(tmp_path):
    return session(tmp_path)


def lively(room):
    """An evening in short."""
    room.act(FACILITATOR, {"do": "set-budget", "amount": 5000})
    room.act(FACILITATOR, {"do": "propose", "title": "Lamps"})
    room.act(FACILITATOR, {"do": "add-measure", "proposal": "a", "kind": "lamps", "segments": [3, 4]})
    room.act(FACILITATOR, {"do": "duplicate", "proposal": "a"})
    room.act(FACILITATOR, {"do": "add-measure", "proposal": "b", "kind": "lamps", "segments": [5]})
    room.act(FACILITATOR, {"do": "undo-change", "proposal": "b"})
    for k in range(6):
        room.act(phone(k), {"do": "join"})
        room.act(phone(k), {"do": "mark-street", "segment": 1 + k % 2, "mood": "uneasy", "reason": "light"})
    room.act(phone(0), {"do": "suggest-measure", "segment": 9, "kind": "lamps"})
    room.act(FACILITATOR, {"do": "go-to-step", "step": 5})
    room.act(phone(1), {"do": "vote", "proposal": "a", "stance": "against"})
    room.act(FACILITATOR, {"do": "write-note", "about": "absent", "text": "Nobody from the school."})
    room.act(
        FACILITATOR, {"do": "keep-result", "proposal": "a", "verdict": "Better.", "numbers": {"low": -0.1}}
    )


def test_a_session_that_was_killed_comes_back_as_it_was(tmp_path):
    first = session(tmp_path)
    lively(first)
    state, keys = first.state, first.keys
    del first  # killed: there is nothing left to save
    again = session(tmp_path)
    assert again.state == state
    assert again.keys == keys


def test_a_line_cut_off_by_a_power_cut_is_dropped_and_the_session_goes_on(tmp_path):
    room = session(tmp_path)
    lively(room)
    path = tmp_path / "session.jsonl"
    path.write_bytes(path.read_bytes()[:-20])
    again = session(tmp_path)
    assert "a" not in again.state.results
    assert again.state.tally("a")["against"] == 1
    again.act(phone(7), {"do": "join"})
    assert all(json.loads(line) for line in path.read_text().splitlines())


def test_a_damaged_log_and_a_log_of_another_town_are_refused(tmp_path):
    session(tmp_path)
    with pytest.raises(RunError, match="belongs to another town"):
        session(tmp_path, town="other")
    path = tmp_path / "session.jsonl"
    path.write_bytes(b"not json\n" + path.read_bytes())
    with pytest.raises(RunError, match="Line 1"):
        session(tmp_path)


@pytest.mark.skipif(os.name != "posix", reason="file modes are of POSIX")
def test_the_log_is_for_its_owner_only(room):
    assert room._journal.path.stat().st_mode & 0o077 == 0


def test_the_log_holds_no_name_and_the_secrets_only_in_its_head(room):
    lively(room)
    head, *lines = room._journal.path.read_text().splitlines()
    assert room.keys.facilitator in head
    assert not any(room.keys.facilitator in line for line in lines)


@pytest.mark.parametrize("name", sorted(ACTIONS))
def test_the_screen_changes_nothing(room, name):
    with pytest.raises(NightwalkError):
        room.act(SCREEN, {"do": name})
    assert room.changes == 0


def test_a_phone_may_not_lead(room):
    with pytest.raises(RoomError, match="Only the facilitator"):
        room.act(phone(1), {"do": "set-budget", "amount": 1e6})
    room.act(FACILITATOR, {"do": "propose"})
    with pytest.raises(RoomError, match="not open"):
        room.act(phone(1), {"do": "vote", "proposal": "a", "stance": "for"})


@pytest.mark.parametrize(
    "record",
    [
        {},
        {"do": 7},
        {"do": "format-disk"},
        {"do": "mark-street"},
        {"do": "mark-street", "segment": "../../etc/passwd", "mood": "uneasy"},
        {"do": "mark-street", "segment": True, "mood": "uneasy"},
        {"do": "mark-street", "segment": 21, "mood": "uneasy"},
        {"do": "mark-street", "segment": 1, "mood": "<script>"},
        {"do": "mark-street", "segment": 1, "mood": "uneasy", "device": "phone-2"},
        {"do": "suggest-measure", "segment": 1, "kind": "x" * 10_000},
        {"do": "suggest-measure", "segment": 1, "kind": "cannon"},
        {"do": "vote", "proposal": "zz", "stance": "for"},
    ],
)
def test_garbage_from_a_phone_is_refused_in_one_sentence_and_not_written_down(room, record):
    with pytest.raises(NightwalkError) as said:
        room.act(phone(1), record)
    assert len(str(said.value)) < 400
    assert room.changes == 0
    assert len(room._journal.records()) == 1


def test_one_device_cannot_flood_the_room(tmp_path):
    clock = Clock()
    room = session(tmp_path, lambda: clock.now)
    done = 0
    for k in range(1000):
        try:
            room.act(phone(1), {"do": "mark-street", "segment": 1 + k % 20, "mood": "uneasy"})
            done += 1
        except RoomError:
            pass
    assert done <= MOST_MARKS
    room.act(phone(2), {"do": "join"})  # the others go on
    clock.now += 10.0
    room.act(phone(1), {"do": "join"})


def test_keys_open_what_they_should():
    keys = Keys.new()
    assert keys.role(keys.facilitator) is Role.FACILITATOR
    assert keys.role(keys.screen) is Role.SCREEN
    assert keys.role(f" {keys.code.lower()} ") is Role.PARTICIPANT
    assert keys.role("") is None
    assert keys.role("ÄÖ") is None
    assert Keys.read(keys.stated()) == keys
    assert Keys.new() != keys
