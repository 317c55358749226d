"""A real server: it survives being killed, and one client's misbehaviour does not reach the others."""

from __future__ import annotations

import asyncio
import http.client
import os
import signal
import socket
import sys

import pytest

from benchmarks.phones import Phone
from benchmarks.workshop import Server

pytest.importorskip("nicegui", reason="the workshop extra is not installed")

pytestmark = [pytest.mark.slow, pytest.mark.network]
HUGE = 10_000_000
FLOOD = 3000


@pytest.fixture
def server(tmp_path):
    made = Server(tmp_path, "grid-town")
    yield made
    made.kill()


def test_a_killed_server_goes_on_with_proposals_marks_and_votes(server):
    async def first():
        keys = server.keys()
        lead, phone = await Phone(server.address).open(keys["facilitator"]), Phone(server.address)
        await phone.open(keys["code"])
        await lead.press("Next: Your own marks")
        await phone.send("streetmap", "pick", {"row": 5, "more": False})
        await phone.press("Uneasy here")
        await phone.see("Take the mark back")
        await lead.press("Make a proposal")
        await lead.see("Nothing in it yet")
        for title in ("The model's map", "Propose", "Compare and discuss", "Vote and minutes"):
            await lead.press(f"Next: {title}")
        await phone.send("streetmap", "pick", {"row": -1, "more": False})
        await phone.press("Against")
        await lead.see("1 against")
        server.kill()  # nobody says goodbye
        phone._leaving = lead._leaving = True
        await phone._web.close()
        await lead._web.close()

    async def second():
        lead = await Phone(server.address).open(server.keys()["facilitator"])
        for words in ("1 against", "1 uneasy and 0 pleasant", "Proposal A", "1 person joined"):
            await lead.see(words)
        await lead.close()

    keys = server.keys()
    asyncio.run(first())
    server.start()
    assert server.keys() == keys
    asyncio.run(second())


def answer(server, address="127.0.0.1", path="/", body=None):
    asked = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60, source_address=(address, 0))
    try:
        asked.request("POST" if body else "GET", path, body)
        return asked.getresponse().status
    finally:
        asked.close()


def flood(server, address):
    """Ask for something cheap as fast as one connection can; what it is answered."""
    asked = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60, source_address=(address, 0))
    found = []
    for _ in range(FLOOD):
        asked.request("GET", "/workshop/names.json")
        got = asked.getresponse()
        got.read()
        found.append(got.status)
    asked.close()
    return found


@pytest.mark.skipif(
    sys.platform != "linux", reason="a second address on loopback is a matter of course on Linux only"
)
def test_floods_garbage_and_ten_megabytes_leave_the_others_alone(server):
    stranger = "127.0.0.2"

    async def evening():
        phone = await Phone(server.address).open(server.keys()["code"])
        await phone.see("Find your street on the map")
        await asyncio.to_thread(misbehave)
        await phone.send("streetmap", "pick", {"row": 3, "more": False})
        await phone.see("Uneasy here")
        huge = {"row": 3, "more": False, "x": "x" * HUGE}
        rude = await Phone(server.address).open(server.keys()["code"])
        await rude.send("streetmap", "pick", huge)
        async with asyncio.timeout(60):
            while not rude.lost:  # noqa: ASYNC110
                await asyncio.sleep(0.05)
        await phone.press("Pleasant here")
        await phone.see("Take the mark back")
        assert phone.lost == 0
        await phone.close()
        await rude._web.close()

    def misbehave():
        with socket.create_connection(
            ("127.0.0.1", server.port), timeout=60, source_address=(stranger, 0)
        ) as raw:
            raw.sendall(os.urandom(4096) + b"\r\n\r\n")
        assert answer(server, stranger, body=b"x" * HUGE) == 413
        found = flood(server, stranger)
        assert 429 in found
        assert answer(server) == 200

    asyncio.run(evening())
    assert [one["do"] for one in server.done()] == ["join", "join", "mark-street"]


def test_control_c_ends_it_cleanly_and_says_where_the_session_is(server):
    server.process.send_signal(signal.SIGINT)
    _out, said = server.process.communicate(timeout=60)
    assert server.process.returncode == 0
    assert "Traceback" not in said
    server.start()  # for the fixture
