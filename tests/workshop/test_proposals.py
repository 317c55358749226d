"""Proposals: within the budget, undone and done again, beside a locked today."""

from __future__ import annotations

import pytest

from nightwalk import ScenarioError
from nightwalk.workshop.room.errors import RoomError

from .rules import FACILITATOR, session


@pytest.fixture
def room(tmp_path):
    made = session(tmp_path)
    made.act(FACILITATOR, {"do": "set-budget", "amount": 3000})
    made.act(FACILITATOR, {"do": "propose"})
    return made


def add(room, *segments, proposal="a"):
    room.act(
        FACILITATOR, {"do": "add-measure", "proposal": proposal, "kind": "lamps", "segments": list(segments)}
    )


def placed(room, proposal="a"):
    return [one.segments for one in room.state.proposals[proposal].measures]


def test_the_budget_stops_overspending(room):
    add(room, 1, 2)
    with pytest.raises(RoomError, match="€1,000 over the budget"):
        add(room, 3, 4)
    add(room, 3)
    assert placed(room) == [(1, 2), (3,)]
    with pytest.raises(RoomError, match="already costs €3,000"):
        room.act(FACILITATOR, {"do": "set-budget", "amount": 2999})


def test_undo_and_redo_go_through_every_change(room):
    add(room, 1)
    add(room, 2)
    room.act(FACILITATOR, {"do": "remove-measure", "proposal": "a", "place": 0})
    assert placed(room) == [(2,)]
    seen = []
    for _ in range(4):  # once more than there is to undo
        room.act(FACILITATOR, {"do": "undo-change", "proposal": "a"})
        seen.append(placed(room))
    assert seen == [[(1,), (2,)], [(1,)], [], []]
    for _ in range(4):
        room.act(FACILITATOR, {"do": "redo-change", "proposal": "a"})
    assert placed(room) == [(2,)]


def test_redo_stays_within_a_budget_that_was_lowered(room):
    add(room, 1, 2, 3)
    room.act(FACILITATOR, {"do": "undo-change", "proposal": "a"})
    room.act(FACILITATOR, {"do": "set-budget", "amount": 1000})
    with pytest.raises(RoomError, match="budget"):
        room.act(FACILITATOR, {"do": "redo-change", "proposal": "a"})


def test_a_new_change_forgets_what_was_undone_and_what_a_run_said(room):
    add(room, 1)
    room.act(FACILITATOR, {"do": "keep-result", "proposal": "a", "verdict": "Better."})
    room.act(FACILITATOR, {"do": "undo-change", "proposal": "a"})
    assert room.state.results == {}
    add(room, 2)
    room.act(FACILITATOR, {"do": "redo-change", "proposal": "a"})
    assert placed(room) == [(2,)]


def test_today_is_locked_and_a_copy_is_not(room):
    for record in ({"do": "undo-change"}, {"do": "rename", "title": "Mine"}, {"do": "remove-proposal"}):
        with pytest.raises(RoomError, match="locked"):
            room.act(FACILITATOR, {**record, "proposal": "today"})
    with pytest.raises(RoomError, match="locked"):
        add(room, 1, proposal="today")
    room.act(FACILITATOR, {"do": "duplicate", "proposal": "today"})
    add(room, 1, proposal="b")
    assert placed(room, "b") == [(1,)]
    assert placed(room) == []


def test_letters_are_not_given_twice(room):
    room.act(FACILITATOR, {"do": "remove-proposal", "proposal": "a"})
    room.act(FACILITATOR, {"do": "propose"})
    assert list(room.state.proposals) == ["today", "b"]


def test_what_cannot_be_made_is_refused(room):
    with pytest.raises(ScenarioError, match="cannon"):
        room.act(FACILITATOR, {"do": "add-measure", "proposal": "a", "kind": "cannon", "segments": [1]})
