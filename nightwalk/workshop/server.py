"""Open the workshop: one town, one laptop, its Wi-Fi if asked for."""

from __future__ import annotations

import asyncio
import io
import os
import socket
import sys
import webbrowser
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from nightwalk import NightwalkError, RunError
from nightwalk.workshop.words import _

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from types import ModuleType

    from fastapi import FastAPI

    from nightwalk import City, RiskRegister
    from nightwalk.workshop.guard import Guard
    from nightwalk.workshop.room.access import Keys
    from nightwalk.workshop.stage import Stage

__all__ = ["application", "serve"]

PORT = 8765
LARGEST_MESSAGE = 256_000  # bytes a browser may send at once
SLEEP = 120.0  # seconds a phone may sleep before its page loads again
SOMEWHERE = ("192.0.2.1", 9)  # an address for documentation: nothing is sent there


def serve(
    city: City, *, folder: Path | str = "workshop", port: int = PORT, lan: bool = False, show: bool = True,
    city_file: str = "", register: RiskRegister | None = None, register_file: str = "",
) -> None:  # fmt: skip
    """Open the workshop, print how to come in, and stay until it is stopped.

    Args:
        city: The town.
        folder: Where the session is kept; an existing one goes on.
        port: Where browsers find it.
        lan: Let phones on the same Wi-Fi in; without it only this computer.
        show: Open the facilitator's page.
        city_file: How exported scenario files name the town.
        register: What was recorded, reported and seen in the streets.
        register_file: How exported scenario files name it.

    Raises:
        NightwalkError: if the folder belongs to another town, or the extra is not installed.
    """
    uvicorn = _uvicorn()
    from nightwalk.workshop.stage import Stage

    host = "0.0.0.0" if lan else "127.0.0.1"  # noqa: S104 - asked for
    _check_free(host, port)
    stage = Stage(city, Path(folder), city_file, register, register_file)
    here = f"http://127.0.0.1:{port}"
    address = f"http://{lan_address()}:{port}" if lan else here
    print(_welcome(stage.session.keys, here, address), flush=True)  # noqa: T201
    opened = f"{here}/enter?key={stage.session.keys.facilitator}" if show else ""
    with suppress(KeyboardInterrupt):
        uvicorn.run(
            application(stage, address, opened), host=host, port=port, log_level="warning", server_header=False,
            ws_max_size=LARGEST_MESSAGE, timeout_graceful_shutdown=2,
        )  # fmt: skip


def _welcome(keys: Keys, here: str, address: str) -> str:
    """Return how to come in: three addresses, the code, and for phones a QR code drawn here."""
    lines = [
        _("Facilitator: {url}").format(url=f"{here}/enter?key={keys.facilitator}"),
        _("Projector:   {url}").format(url=f"{here}/enter?key={keys.screen}"),
        _("Phones:      {url} with the code {code}").format(url=address, code=keys.code),
    ]
    if address == here:
        lines.append(_("Only this computer is let in; start with --lan for phones on the same Wi-Fi."))
    elif sys.stdout.isatty():
        import segno

        drawn = io.StringIO()
        segno.make(f"{address}/enter?key={keys.code}", error="m").terminal(drawn, compact=True)
        lines.append(drawn.getvalue())
    return "\n".join([*lines, _("Ctrl-C closes the workshop; everything done is kept.")])


def _check_free(host: str, port: int) -> None:
    """Refuse a port that another program uses, before anything is made.

    Raises:
        RunError: with what to do.
    """
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        if os.name == "posix":  # elsewhere it would let two programs share the port
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise RunError(f"Port {port} is taken or not allowed; choose another with --port.") from error


def application(stage: Stage, address: str, opened: str = "") -> Guard:
    """Return the web application of a stage, with its guard.

    Args:
        stage: What the pages share.
        address: Where phones find this laptop.
        opened: A page to open in the browser once it runs.
    """
    from fastapi import FastAPI
    from nicegui import ui

    from nightwalk.workshop.guard import Guard
    from nightwalk.workshop.routes import register

    @asynccontextmanager
    async def life(_app: FastAPI) -> AsyncIterator[None]:
        preparing = asyncio.create_task(_prepare(stage))
        if opened:
            webbrowser.open(opened)
        yield
        preparing.cancel()
        stage.close()

    web = FastAPI(lifespan=life, openapi_url=None)
    register(stage, address)
    ui.run_with(
        web, title=_("Nightwalk workshop"), tailwind=False, reconnect_timeout=SLEEP, show_welcome_message=False,
        language="en-GB", favicon="🌙",
    )  # fmt: skip
    return Guard(web)


async def _prepare(stage: Stage) -> None:
    """Make the first map, then draw the plausible numbers, then learn who walks where."""
    for task in (stage.prepare, stage.sharpen, stage.learn):
        await asyncio.to_thread(task)


def lan_address() -> str:
    """Return the address of this computer on its network; its own if there is none."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(SOMEWHERE)
            return str(probe.getsockname()[0])
        except OSError:
            return "127.0.0.1"


def _uvicorn() -> ModuleType:
    try:
        import nicegui  # noqa: F401
        import segno  # noqa: F401
        import uvicorn
    except ImportError as error:
        raise NightwalkError(
            f"The workshop needs {error.name}; install it with: pip install nightwalk[workshop]."
        ) from error
    return uvicorn
