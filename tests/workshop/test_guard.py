"""The guard: one client that misbehaves is turned away, the others are not."""

from __future__ import annotations

import asyncio

import pytest

from nightwalk.workshop.guard import DEVICE, PAGES_AT_ONCE, WORDS_AT_ONCE, Guard, device_of


def through(scope, *, messages=(), guard=None, clock=lambda: 0.0):
    """What the application and the client got to see."""
    reached, sent, left = [], [], list(messages)

    async def app(scope, receive, send):
        reached.append(device_of(scope))
        if scope["type"] == "websocket":
            while (message := await receive())["type"] == "websocket.receive":
                reached.append(message)
            reached.append(message)
        else:
            await send({"type": "http.response.start", "status": 200, "headers": []})

    async def receive():
        return left.pop(0) if left else {"type": "websocket.disconnect", "code": 1000}

    async def send(message):
        sent.append(message)

    asyncio.run((guard or Guard(app, clock))(scope, receive, send))
    return reached, sent


def request(**headers):
    raw = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    return {"type": "http", "client": ("10.0.0.7", 5), "headers": raw}


def test_a_new_browser_gets_a_number_and_keeps_it():
    reached, (start,) = through(request())
    cookie = dict(start["headers"])[b"set-cookie"]
    assert b"HttpOnly" in cookie
    assert b"SameSite=Strict" in cookie
    assert reached[0] in cookie.decode()
    again, (start,) = through(request(cookie=f"{DEVICE}={reached[0]}"))
    assert again == reached
    assert b"set-cookie" not in dict(start["headers"])


def test_browsers_are_told_to_load_nothing_from_elsewhere():
    _, (start,) = through(request())
    assert dict(start["headers"])[b"content-security-policy"].startswith(b"default-src 'self'")


@pytest.mark.parametrize("forged", ["x", "../..", "0" * 23, "Z" * 24])
def test_a_forged_number_is_replaced(forged):
    reached, _ = through(request(cookie=f"{DEVICE}={forged}"))
    assert reached[0] != forged
    assert len(reached[0]) == 24


@pytest.mark.parametrize(
    "headers", [{"content_length": "10000000"}, {"content_length": "many"}, {"transfer_encoding": "chunked"}]
)
def test_what_is_too_large_or_of_unknown_size_is_refused(headers):
    reached, sent = through(request(**headers))
    assert reached == []
    assert sent[0]["status"] == 413


def test_a_thousand_requests_at_once_are_turned_away_and_another_address_is_served():
    done = []

    async def app(_scope, _receive, send):
        done.append(1)
        await send({"type": "http.response.start", "status": 200, "headers": []})

    guard = Guard(app, lambda: 0.0)
    for _ in range(1000):
        through(request(), guard=guard)
    assert len(done) == PAGES_AT_ONCE
    through({**request(), "client": ("10.0.0.8", 5)}, guard=guard)
    assert len(done) == PAGES_AT_ONCE + 1


def test_a_page_that_talks_too_fast_is_closed():
    words = [{"type": "websocket.receive", "text": "x"}] * 1000
    reached, _ = through({"type": "websocket", "headers": []}, messages=words)
    assert reached[-1] == {"type": "websocket.disconnect", "code": 1008}
    assert len(reached) == 2 + WORDS_AT_ONCE
