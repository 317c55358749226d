"""A room of simulated browsers around a small town, and where a real browser may be found."""

from __future__ import annotations

import asyncio
import shutil
import sys
from contextlib import asynccontextmanager, contextmanager
from os import environ


@contextmanager
def same_modules():
    """Keep our modules: the simulation throws those away that hold pages."""
    ours = {name: module for name, module in sys.modules.items() if name.startswith("nightwalk")}
    try:
        yield
    finally:
        sys.modules.update(ours)


@asynccontextmanager
async def room(stage):
    """Open the workshop without a server; gives a function that opens a browser with a key."""
    import httpx
    from nicegui import core
    from nicegui.testing.general import nicegui_reset_globals, prepare_simulation
    from nicegui.testing.user import User

    from nightwalk.workshop.guard import Guard
    from nightwalk.workshop.routes import register

    with same_modules(), nicegui_reset_globals():
        prepare_simulation()
        register(stage, "http://127.0.0.1:8765")
        async with core.app.router.lifespan_context(core.app):
            door = httpx.ASGITransport(Guard(core.app))

            async def enter(key):
                client = httpx.AsyncClient(transport=door, base_url="http://test")
                answer = await client.get("/enter", params={"key": key})
                user = User(client)
                await user.open(answer.headers["location"])
                return user

            yield enter


def run(evening, seconds=120.0):
    """Live an evening, but not for ever."""
    asyncio.run(asyncio.wait_for(evening(), seconds))


async def until(true, seconds=20.0):
    """Wait until something is true."""
    for _ in range(int(seconds / 0.05)):
        if true():
            return
        await asyncio.sleep(0.05)
    assert true()


def chromium():
    """Path of a Chromium, None where there is none."""
    names = ("chromium", "chromium-browser", "google-chrome")
    return environ.get("NIGHTWALK_CHROMIUM") or next(filter(None, map(shutil.which, names)), None)
