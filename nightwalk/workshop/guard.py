"""What stands between the Wi-Fi and the pages: a number for each browser, and limits on size and rate."""

from __future__ import annotations

import secrets
import time
from http.cookies import SimpleCookie
from typing import TYPE_CHECKING, Any

from nightwalk.workshop.room.limits import Bucket, Buckets

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, MutableMapping

    Scope = MutableMapping[str, Any]
    Message = MutableMapping[str, Any]
    Receive = Callable[[], Awaitable[Message]]
    Send = Callable[[Message], Awaitable[None]]
    App = Callable[[Scope, Receive, Send], Awaitable[None]]

__all__ = ["DEVICE", "Guard", "device_of"]

DEVICE = "nightwalk_device"
DEVICE_BYTES = 12
PAGES, PAGES_AT_ONCE = 60.0, 600.0  # requests a second, and at once, of one address; a page is some forty
WORDS, WORDS_AT_ONCE = 40.0, 200.0  # messages a second, and at once, of one open page
LARGEST_BODY = 1_000_000  # bytes of a request
DAY = 86_400
STAY_HERE = (  # the framework compiles templates in the page, hence unsafe-eval
    (
        b"content-security-policy",
        b"default-src 'self' 'unsafe-inline' 'unsafe-eval' data: blob:; frame-ancestors 'none'; form-action 'self'",
    ),
    (b"referrer-policy", b"no-referrer"),
    (b"x-content-type-options", b"nosniff"),
)
POLICY_VIOLATION = 1008  # close code of a web socket


def device_of(scope: Scope) -> str:
    """Return the random number of the browser that asks."""
    return str(scope.get("nightwalk", {}).get(DEVICE, ""))


class Guard:
    """Wraps the web application; what goes beyond a limit is turned away without harm to the others.

    Args:
        app: The application.
        clock: Gives seconds.
    """

    def __init__(self, app: App, clock: Callable[[], float] = time.monotonic) -> None:
        self._app, self._clock = app, clock
        self._addresses = Buckets(PAGES, PAGES_AT_ONCE)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one connection."""
        if scope["type"] == "http":
            await self._request(scope, receive, send)
        elif scope["type"] == "websocket":
            await self._app(scope, self._paced(receive), send)
        else:
            await self._app(scope, receive, send)

    async def _request(self, scope: Scope, receive: Receive, send: Send) -> None:
        address = (scope.get("client") or ("unknown", 0))[0]
        headers = dict(scope["headers"])
        if not self._addresses.take(address, self._clock()):
            await _refuse(send, 429, "Too many requests; wait a moment.")
            return
        size = headers.get(b"content-length", b"0")
        if not size.isdigit() or int(size) > LARGEST_BODY or b"transfer-encoding" in headers:
            await _refuse(send, 413, "That is too large.")
            return
        cookies = SimpleCookie(headers.get(b"cookie", b"").decode("latin-1"))
        known = cookies[DEVICE].value if DEVICE in cookies else ""
        device = known if _is_device(known) else secrets.token_hex(DEVICE_BYTES)
        scope["nightwalk"] = {DEVICE: device}
        await self._app(scope, receive, _with_headers(send, "" if device == known else device))

    def _paced(self, receive: Receive) -> Receive:
        """Close a web socket that talks faster than a person can."""
        bucket = Bucket(WORDS, WORDS_AT_ONCE)

        async def paced() -> Message:
            message = await receive()
            if message["type"] == "websocket.receive" and not bucket.take(self._clock()):
                return {"type": "websocket.disconnect", "code": POLICY_VIOLATION}
            return message

        return paced


def _is_device(text: str) -> bool:
    return len(text) == 2 * DEVICE_BYTES and all(c in "0123456789abcdef" for c in text)


def _with_headers(send: Send, device: str) -> Send:
    """Tell browsers to load nothing from elsewhere; give a new browser its number."""
    headers = [*STAY_HERE]
    if device:
        cookie = f"{DEVICE}={device}; Max-Age={DAY}; Path=/; HttpOnly; SameSite=Strict"
        headers.append((b"set-cookie", cookie.encode()))

    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            message["headers"] = [*message.get("headers", []), *headers]
        await send(message)

    return sending


async def _refuse(send: Send, status: int, text: str) -> None:
    head = [(b"content-type", b"text/plain; charset=utf-8")]
    await send({"type": "http.response.start", "status": status, "headers": head})
    await send({"type": "http.response.body", "body": text.encode()})
