"""The workshop in a real browser: nothing leaves this machine, and the map is drawn."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request

import pytest

from .rooms import chromium

pytest.importorskip("nicegui", reason="the workshop extra is not installed")
playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
pytestmark = [
    pytest.mark.slow,
    pytest.mark.browser,
    pytest.mark.network,
    pytest.mark.skipif(
        chromium() is None, reason="no Chromium was found; install one or set NIGHTWALK_CHROMIUM"
    ),
]

ALONE = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
)
FIRST_STREET = """() => {
  const map = window.__streetmaps[0], box = map.streets.box;
  return [map.view.x((box[0] + box[2]) / 2), map.view.y((box[1] + box[3]) / 2)];
}"""
DRAWN = "(window.__streetmaps || []).some((map) => map.shown.frames > 0 && map.values)"
PATIENCE = 90_000  # milliseconds, on a busy machine
PAINTED = """() => {
  const canvas = document.querySelector("canvas"), g = canvas.getContext("2d");
  const pixels = g.getImageData(0, 0, canvas.width, canvas.height).data, seen = new Set();
  for (let i = 0; i < pixels.length; i += 4) seen.add((pixels[i] << 16) | (pixels[i + 1] << 8) | pixels[i + 2]);
  return seen.size;
}"""


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def workshop(tmp_path):
    """A server of its own on the grid town: address, keys, and a way to kill it and start it again."""
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    command = [sys.executable, "-c", "from nightwalk.cli import main; main()", "workshop", "grid-town",
               "--port", str(port), "--room", str(tmp_path)]  # fmt: skip
    running = []

    def start():
        for old in running:
            old.kill()
            old.wait()
        running.append(subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL))
        until = time.monotonic() + PATIENCE / 1000
        while time.monotonic() < until:
            try:
                urllib.request.urlopen(address, timeout=5)
                break
            except OSError:
                time.sleep(0.2)
        return address, json.loads((tmp_path / "session.jsonl").read_text().splitlines()[0])["keys"]

    yield start
    running[-1].kill()
    running[-1].wait()


@pytest.fixture
def browser():
    with playwright.sync_playwright() as play:
        opened = play.chromium.launch(executable_path=chromium(), headless=True, args=list(ALONE))
        yield opened
        opened.close()


def enter(browser, address, key, away, **options):
    page = browser.new_context(**options).new_page()
    page.set_default_timeout(PATIENCE)
    page.on(
        "request",
        lambda asked: (
            away.append(asked.url)
            if not asked.url.startswith((address, "data:", "blob:", address.replace("http", "ws")))
            else None
        ),
    )
    page.on("pageerror", lambda error: away.append(str(error)))
    page.goto(f"{address}/enter?key={key}")
    return page


def test_an_evening_in_a_real_browser(workshop, browser):
    address, keys = workshop()
    away = []
    lead = enter(browser, address, keys["facilitator"], away, viewport={"width": 1366, "height": 850})
    phone = enter(
        browser, address, keys["code"], away, viewport={"width": 390, "height": 760}, has_touch=True
    )
    phone.get_by_text("Marks carry no name").first.wait_for()
    lead.get_by_text("Next: Your own marks").click()
    lead.get_by_text("Next: The model's map").click()
    lead.wait_for_function(DRAWN)
    assert lead.evaluate(PAINTED) > 5  # the ground and several colours

    x, y = phone.evaluate(FIRST_STREET)
    box = phone.locator(".streetmap").first.bounding_box()
    phone.touchscreen.tap(box["x"] + x, box["y"] + y)
    phone.get_by_role("button", name="Uneasy here").click()
    phone.get_by_text("Take the mark back").wait_for()

    lead.get_by_role("tab", name="Propose").click()
    lead.get_by_role("button", name="Make a proposal").click()
    lead.get_by_role("button", name="Draw around").click()
    lead.wait_for_function("window.__streetmaps[0].lasso")
    place = lead.locator(".streetmap").first.bounding_box()
    middle = place["x"] + place["width"] / 2, place["y"] + place["height"] / 2
    lead.mouse.move(middle[0] - 60, middle[1] - 60)
    lead.mouse.down()
    for dx, dy in ((60, -60), (60, 60), (-60, 60)):
        lead.mouse.move(middle[0] + dx, middle[1] + dy, steps=5)
    lead.mouse.up()
    lead.wait_for_function("window.__streetmaps[0].at.picked.length > 0")
    lead.get_by_role("button", name="Beautification").first.click()
    lead.get_by_role("button", name="Add to the proposal").click()
    lead.get_by_role("tab", name="Results").click()
    lead.get_by_text("of 100 people").first.wait_for()
    before = lead.evaluate("Array.from(window.__streetmaps[0].values)")
    lead.get_by_role("button", name="Today", exact=True).click()
    lead.wait_for_function("(old) => window.__streetmaps[0].values.some((v, i) => v !== old[i])", arg=before)

    workshop()  # killed and started again
    again = enter(browser, address, keys["facilitator"], away)
    again.get_by_role("tab", name="Propose").click()
    again.get_by_role("button", name="Proposal A").wait_for()
    again.get_by_role("tab", name="Room").click()
    again.get_by_text("1 uneasy and 0 pleasant").wait_for()
    assert away == []


def test_strangers_are_sent_to_the_door(workshop):
    address, keys = workshop()
    del keys
    with pytest.raises(urllib.error.HTTPError):
        urllib.request.urlopen(f"{address}/workshop/streets.bin", timeout=30)
