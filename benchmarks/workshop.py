"""The workshop under a full room: one server, 30 simulated phones and the facilitator, 5 minutes on loopback.

Each phone marks a street every ten seconds or so, the facilitator moves the hour every five, so that every page gets a
new map. Nothing may be lost: each mark must be in the log. The processor time is that of the server's own
process, as a share of one core by the clock; simulations run in processes of their own and are not part of it.
"""

from __future__ import annotations

import asyncio
import json
import os
import random
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.fresh import ROOT
from benchmarks.phones import Phone
from benchmarks.rows import BenchmarkError, Options, Row, skipped

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["TITLE", "Server", "measure"]

TITLE = "Workshop"
COMMAND = "from nightwalk.cli import main; main()"
FULL, QUICK = (30, 300.0), (3, 20.0)  # phones and seconds
PACE, HOURS = 10.0, 5.0  # seconds between two marks of a phone, and between two hours
MOST_CPU, MOST_FIRST = 0.5, 3.0  # share of one core; seconds until the first map
PATIENCE = 600.0  # seconds, on a busy machine


class Server:
    """A workshop of its own on a free port."""

    def __init__(self, room: Path, city: str = "built-in") -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.room, self.city = room, city
        self.address = f"http://127.0.0.1:{self.port}"
        self.start()

    def start(self) -> None:
        """Start it, or start it again, and wait until it answers."""
        words = ("workshop", self.city, "--port", str(self.port), "--room", str(self.room))
        known = {**os.environ, "PYTHONPATH": str(ROOT)}
        self.process = subprocess.Popen(
            [sys.executable, "-c", COMMAND, *words], env=known, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
            text=True,
        )  # fmt: skip
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until and self.process.poll() is None:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.05)
        self.kill()
        raise BenchmarkError("The workshop did not start.")

    def kill(self) -> None:
        """End it at once, as a power cut would."""
        self.process.kill()
        self.process.communicate()

    def keys(self) -> dict[str, str]:
        """Return the keys of its session."""
        return dict(self._log()[0]["keys"])

    def done(self) -> list[dict[str, Any]]:
        """Return everything done in the room."""
        return self._log()[1:]

    def cpu(self) -> float:
        """Return the processor time it has used, seconds."""
        raw = Path(f"/proc/{self.process.pid}/stat").read_text(encoding="ascii").rpartition(") ")[2].split()
        return (int(raw[11]) + int(raw[12])) / os.sysconf("SC_CLK_TCK")

    def _log(self) -> list[dict[str, Any]]:
        text = (self.room / "session.jsonl").read_text(encoding="utf-8")
        return [json.loads(line) for line in text.splitlines()]


def measure(options: Options) -> list[Row]:
    """Return what a full room costs and loses."""
    phones, seconds = options.pick(FULL, QUICK)
    if not Path("/proc/self/stat").exists():
        return [skipped("workshop", "processor time is read from /proc")]
    with tempfile.TemporaryDirectory(prefix="nightwalk-room-") as room:
        began = time.monotonic()
        server = Server(Path(room))
        try:
            return asyncio.run(_evening(server, began, phones, seconds))
        finally:
            server.kill()


async def _evening(server: Server, began: float, phones: int, seconds: float) -> list[Row]:
    keys = server.keys()
    lead = await Phone(server.address).open(keys["facilitator"])
    await lead.press("Next: Your own marks")
    await lead.press("Next: The model's map")
    await lead.see("nobody of 100")  # the legend of the map
    first = time.monotonic() - began
    room = [await Phone(server.address).open(keys["code"]) for _ in range(phones)]
    cpu, start = server.cpu(), time.monotonic()
    marked = await _live(lead, room, start + seconds)
    share = (server.cpu() - cpu) / (time.monotonic() - start)
    kept = {(one["by"], one["segment"]) for one in server.done() if one["do"] == "mark-street"}
    lost = sum(one.lost for one in (*room, lead))
    heard = sum(one.heard for one in room) / (seconds * phones)
    for one in (*room, lead):
        await one.close()
    return [
        Row(figure="first map after the start of the process", value=first, unit="s", at_most=MOST_FIRST),
        Row(
            figure=f"server, {phones} phones for {seconds:g} s",
            value=share,
            unit="of one core",
            at_most=MOST_CPU,
        ),
        Row(figure="marks made", value=marked),
        Row(figure="marks not in the log", value=marked - len(kept), at_most=0),
        Row(figure="connections lost", value=lost, at_most=0),
        Row(figure="messages to each phone a second", value=heard),
    ]


async def _live(lead: Phone, room: Sequence[Phone], until: float) -> int:
    async def hours() -> None:
        hour = 0
        while time.monotonic() < until:
            hour = (hour + 1) % 24
            await lead.send("slider", "update:modelValue", hour)
            await asyncio.sleep(HOURS)

    _none, *marks = await asyncio.gather(hours(), *(_mark(one, seed, until) for seed, one in enumerate(room)))
    await asyncio.sleep(1.0)
    return sum(marks)


async def _mark(phone: Phone, seed: int, until: float) -> int:
    """Mark one street after another; return how many."""
    luck, done = random.Random(seed), 0
    for row in luck.sample(range(200), 40):
        await asyncio.sleep(luck.uniform(0.5, 1.5) * PACE)
        if time.monotonic() >= until:
            break
        await phone.send("streetmap", "pick", {"row": row, "more": False})
        await asyncio.sleep(1.0)  # a person looks where to press
        await phone.press("Uneasy here")
        done += 1
    return done
