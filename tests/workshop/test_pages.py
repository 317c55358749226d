"""The pages, driven by simulated browsers: one room, several people."""

from __future__ import annotations

import pytest

from .rooms import room, run, until

pytest.importorskip("nicegui", reason="the workshop extra is not installed")
pytestmark = pytest.mark.filterwarnings("default")  # warnings of the web framework are its own


def test_a_phone_marks_a_street_the_facilitator_proposes_and_everybody_votes(stage):
    from nightwalk.workshop.pages.streetmap import StreetMap

    async def evening():
        state, keys = stage.session.state, stage.session.keys
        async with room(stage) as enter:
            phone, lead = await enter(keys.code), await enter(keys.facilitator)
            await phone.should_see("Marks carry no name.")
            with phone:
                phone.find(kind=StreetMap).trigger("pick", {"row": 5, "more": False})
            await phone.should_see("Uneasy here", retries=20)
            phone.find("Uneasy here").click()
            await until(lambda: len(state.marks) == 1)
            await phone.should_see("Take the mark back", retries=20)

            lead.find("Propose").click()
            await lead.should_see("Make a proposal", retries=20)
            lead.find("Make a proposal").click()
            await until(lambda: "a" in state.proposals)
            for row in (2, 3, 4):
                lead.find(kind=StreetMap).trigger("pick", {"row": row, "more": False})
            await lead.should_see("Street lighting", retries=20)
            lead.find(marker="street-lighting").click()
            await lead.should_see("Add to the proposal", retries=20)
            lead.find("Add to the proposal").click()
            await until(lambda: len(state.proposals["a"].measures) == 1)
            assert len(state.proposals["a"].measures[0].segments) == 3

            stage.session.act(lead_person(stage), {"do": "go-to-step", "step": 5})
            phone.find(kind=StreetMap).trigger("pick", {"row": -1, "more": False})
            await phone.should_see("What do you think?", retries=20)
            phone.find("Against").click()
            await until(lambda: state.tally("a")["against"] == 1)
            wall = await enter(keys.screen)
            await wall.should_see("1 against", retries=20)

    run(evening)


def lead_person(stage):
    from nightwalk.workshop.room.access import Role
    from nightwalk.workshop.room.session import Person

    return Person("laptop", Role.FACILITATOR)


def test_the_model_is_hidden_until_the_facilitator_shows_it(stage):
    async def evening():
        async with room(stage) as enter:
            wall = await enter(stage.session.keys.screen)
            await wall.should_not_see("would feel unsafe")
            stage.session.act(lead_person(stage), {"do": "show-model", "on": True})
            await wall.should_see("after dark", retries=30)

    run(evening)


def test_doors(stage):
    """Nobody gets further than their key goes, and nothing is given to strangers."""
    import httpx

    async def knocking():
        async with room(stage) as enter:
            from nicegui import core

            from nightwalk.workshop.guard import Guard

            inside = httpx.ASGITransport(Guard(core.app))
            async with httpx.AsyncClient(transport=inside, base_url="http://test") as stranger:
                for path in (
                    "streets.bin",
                    "names.json",
                    "minutes.html",
                    "evening.zip",
                    "marks.geojson",
                    "sheet.html",
                    "proposal/today.toml",
                ):
                    assert (await stranger.get(f"/workshop/{path}")).status_code == 403, path
                assert "wrong" in (await stranger.get("/enter?key=AAAAA")).headers["location"]
                assert "Type the code" in (await stranger.get("/")).text
                assert (await stranger.get("/facilitator")).headers["location"] == "/"
                assert (await stranger.get("/workshop/web/../routes.py")).status_code == 404
                for _ in range(20):
                    last = await stranger.get("/enter?key=AAAAA")
                assert last.status_code == 429
            phone = await enter(stage.session.keys.code)
            answer = await phone.http_client.get("/workshop/minutes.html")
            assert answer.status_code == 403
            assert (await phone.http_client.get("/workshop/streets.bin")).status_code == 200
            stage.session.act(lead_person(stage), {"do": "show-names", "on": False})
            assert (await phone.http_client.get("/workshop/names.json")).status_code == 403
            lead = await enter(stage.session.keys.facilitator)
            for path in ("minutes.html", "evening.zip", "marks.geojson", "sheet.html", "proposal/today.toml"):
                assert (await lead.http_client.get(f"/workshop/{path}")).status_code == 200, path
            assert (await lead.http_client.get("/workshop/proposal/zz.toml")).status_code == 404

    run(knocking)
