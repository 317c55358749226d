"""A phone without a screen: it opens a page of the workshop and speaks with the server as a browser would."""

from __future__ import annotations

import asyncio
import json
import re
from ast import literal_eval
from html import unescape
from typing import Any, Self
from urllib.parse import urlencode
from uuid import uuid4

__all__ = ["Phone"]

ELEMENTS = re.compile(r"parseElements\(String\.raw`(.*?)`\)", re.DOTALL)
QUERY = re.compile(r"query: (\{.*?\}),\n")
PATIENCE = 180.0  # seconds until something shows, on a busy machine


class Phone:
    """One browser at one page.

    Attributes:
        elements: What the page holds, by id; follows what the server sends.
        heard: Messages the server has sent.
        lost: How often the connection broke.
    """

    def __init__(self, address: str) -> None:
        self.address = address
        self.elements: dict[str, dict[str, Any]] = {}
        self.heard, self.lost = 0, 0
        self._leaving = False

    async def open(self, key: str) -> Self:
        """Enter with a key or code and connect."""
        import aiohttp
        import socketio

        self._web = aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True))
        alone = {"connection": "close"}  # a browser's web socket has a connection of its own
        async with self._web.get(f"{self.address}/enter", params={"key": key}, headers=alone) as answer:
            page = await answer.text()
        raw, query = ELEMENTS.search(page), QUERY.search(page)
        assert raw, page[:500]
        assert query
        self.elements = json.loads(unescape(raw[1]))
        given = literal_eval(query[1])  # the page holds what Python prints
        given |= {"implicit_handshake": "true", "tab_id": str(uuid4()), "document_id": str(uuid4())}
        self._client = given["client_id"]
        self._socket = socketio.AsyncClient(http_session=self._web, reconnection=False)
        self._socket.on("update", self._update)
        self._socket.on("disconnect", self._gone)
        self._socket.on("*", self._hear)
        await self._socket.connect(
            f"{self.address}?{urlencode(given)}",
            socketio_path="/_nicegui_ws/socket.io",
            transports=["websocket"],
            wait_timeout=PATIENCE,
        )
        await self.send("streetmap", "ready", every=True)
        return self

    async def close(self) -> None:
        """Leave."""
        self._leaving = True
        await self._socket.disconnect()
        await self._web.close()

    async def send(self, look: str, name: str, *args: Any, every: bool = False) -> None:
        """Do something with the element of a look (tag, class or text); wait until it is there."""
        found = await self._found(look, name)
        for place in found if every else found[:1]:
            for one in self.elements[place]["events"]:
                if one["type"] == name:
                    said = {"id": int(place), "client_id": self._client, "listener_id": one["listener_id"]}
                    await self._socket.emit("event", {**said, "args": [json.dumps(arg) for arg in args]})

    async def press(self, text: str) -> None:
        """Press the button that says so."""
        await self.send(text, "click")

    async def see(self, words: str) -> None:
        """Wait until some element says these words."""
        async with asyncio.timeout(PATIENCE):
            while not any(words in str(one) for one in self.elements.values()):  # noqa: ASYNC110 - many things change
                await asyncio.sleep(0.02)

    async def _found(self, look: str, name: str) -> list[str]:
        async with asyncio.timeout(PATIENCE):
            while True:
                found = [place for place, one in self.elements.items() if _is(one, look, name)]
                if found:
                    return found
                await asyncio.sleep(0.02)

    def _update(self, message: dict[str, Any]) -> None:
        self.heard += 1
        for place, element in message.items():
            if element is None:
                self.elements.pop(place, None)
            elif place.isdigit():
                self.elements[place] = element

    def _hear(self, *_message: Any) -> None:
        self.heard += 1

    def _gone(self, *_why: Any) -> None:
        self.lost += not self._leaving


def _is(element: dict[str, Any], look: str, name: str) -> bool:
    looks = (element.get("text"), *(element.get("tag") or "").split("-"), *(element.get("class") or ()))
    tag = str(element.get("tag", "")) + str((element.get("component") or {}).get("name", ""))
    listens = any(one["type"] == name for one in element.get("events") or ())
    return listens and (look in looks or look in tag)
