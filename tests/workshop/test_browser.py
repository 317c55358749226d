"""The workshop in a real browser: nothing leaves this machine, and the map is drawn."""

from __future__ import annotations

import re
import urllib.error
import urllib.request

import pytest

from benchmarks.workshop import Server

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
CHANGED = "(old) => window.__streetmaps[0].values?.some((v, i) => v !== old[i])"
PATIENCE = 300_000  # milliseconds, on a busy machine
PAINTED = """() => {
  const canvas = document.querySelector("canvas"), g = canvas.getContext("2d");
  const pixels = g.getImageData(0, 0, canvas.width, canvas.height).data, seen = new Set();
  for (let i = 0; i < pixels.length; i += 4) seen.add((pixels[i] << 16) | (pixels[i + 1] << 8) | pixels[i + 2]);
  return seen.size;
}"""


@pytest.fixture
def server(town, tmp_path):
    """A server of its own on the small town."""
    made = Server(tmp_path / "room", str(town.save(tmp_path / "town.city.gpkg")))
    yield made
    made.kill()


@pytest.fixture
def browser():
    with playwright.sync_playwright() as play:
        opened = play.chromium.launch(executable_path=chromium(), headless=True, args=list(ALONE))
        yield opened
        opened.close()


class Room:
    """The windows of one evening; everything asked for elsewhere and every error of a page is noted."""

    def __init__(self, server, browser):
        self.server, self.browser, self.wrong = server, browser, []

    def enter(self, role, **options):
        page = self.browser.new_context(**options).new_page()
        page.set_default_timeout(PATIENCE)
        page.on("request", self.asked)
        page.on("pageerror", lambda error: self.wrong.append(str(error)))
        page.goto(f"{self.server.address}/enter?key={self.server.keys()[role]}")
        return page

    def asked(self, request):
        here = self.server.address
        if not request.url.startswith((here, here.replace("http", "ws"), "data:", "blob:")):
            self.wrong.append(request.url)


@pytest.fixture
def room(server, browser):
    made = Room(server, browser)
    yield made
    assert made.wrong == []


def show_model(lead):
    lead.get_by_text("Next: Your own marks").click()
    lead.get_by_text("Next: The model's map").click()
    lead.wait_for_function(DRAWN)


def draw_around(lead, half=60):
    lead.get_by_role("button", name="Draw around").click()
    lead.wait_for_function("window.__streetmaps[0].lasso")
    place = lead.locator(".streetmap").first.bounding_box()
    middle = place["x"] + place["width"] / 2, place["y"] + place["height"] / 2
    lead.mouse.move(middle[0] - half, middle[1] - half)
    lead.mouse.down()
    for dx, dy in ((half, -half), (half, half), (-half, half)):
        lead.mouse.move(middle[0] + dx, middle[1] + dy, steps=5)
    lead.mouse.up()
    lead.wait_for_function("window.__streetmaps[0].at.picked.length > 0")


def add(lead, title):
    lead.locator(".kind", has_text=title).first.click()
    lead.get_by_role("button", name="Add to the proposal").click()
    lead.get_by_label("Take out").first.wait_for()


def values(page, which=0):
    return page.evaluate(f"Array.from(window.__streetmaps[{which}].values)")


def test_an_evening_in_a_real_browser(room):
    lead = room.enter("facilitator", viewport={"width": 1366, "height": 850})
    phone = room.enter("code", viewport={"width": 390, "height": 760}, has_touch=True)
    phone.get_by_text("Marks carry no name").first.wait_for()
    show_model(lead)
    assert lead.evaluate(PAINTED) > 5  # the ground and several colours

    x, y = phone.evaluate(FIRST_STREET)
    box = phone.locator(".streetmap").first.bounding_box()
    phone.touchscreen.tap(box["x"] + x, box["y"] + y)
    phone.get_by_role("button", name="Uneasy here").click()
    phone.get_by_text("Take the mark back").wait_for()

    lead.get_by_role("tab", name="Propose").click()
    lead.get_by_role("button", name="Make a proposal").click()
    draw_around(lead)
    add(lead, "Beautification")
    lead.get_by_role("tab", name="Results").click()
    lead.get_by_text("of 100 people").first.wait_for()
    guessed = values(lead)
    lead.get_by_role("button", name="Today", exact=True).click()
    lead.wait_for_function(CHANGED, arg=guessed)
    today = values(lead)

    lead.get_by_role("button", name="Simulate this proposal").click()
    lead.get_by_text(re.compile(r"[1-8] pairs of runs")).wait_for()  # a busy page may miss the first
    lead.get_by_role("button", name="Simulate this proposal").wait_for()  # it has ended
    lead.get_by_text("8 pairs of runs").wait_for()
    lead.get_by_role("group", name="What the map shows").get_by_text("Simulation").click()
    lead.get_by_role("button", name="With the proposal").click()
    lead.wait_for_function(CHANGED, arg=today)
    lead.get_by_role("button", name="Side by side").click()
    lead.wait_for_function("window.__streetmaps[1].values")
    assert values(lead, 0) != values(lead, 1)

    lead.goto(f"{room.server.address}/workshop/minutes.html")
    lead.get_by_text("95 % interval").first.wait_for()
    lead.get_by_text("Who was not here").wait_for()


def test_a_walk_home_is_replayed_on_both_maps_and_the_projector(room):
    lead, wall = room.enter("facilitator"), room.enter("screen", viewport={"width": 1920, "height": 1080})
    show_model(lead)
    lead.get_by_role("tab", name="Propose").click()
    lead.get_by_role("button", name="Make a proposal").click()
    draw_around(lead)
    add(lead, "Street lighting")
    lead.get_by_role("tab", name="Results").click()
    lead.get_by_role("button", name="Click", exact=True).click()
    x, y = lead.evaluate(FIRST_STREET)
    box = lead.locator(".streetmap").first.bounding_box()
    lead.mouse.click(box["x"] + x, box["y"] + y)
    lead.get_by_role("button", name="Walk to the street clicked last").click()
    lead.get_by_text("sets of plausible numbers this walk feels safer").wait_for()
    for page in (lead, wall):
        page.wait_for_function("window.__streetmaps.every((map) => map.at.route)")
    wall.get_by_text("An invented person").wait_for()
    lead.get_by_role("button", name="Helps least").click()
    lead.get_by_role("button", name="Stop").click()
    lead.wait_for_function("window.__streetmaps.every((map) => !map.at.route)")


def test_each_phone_speaks_its_own_language(room):
    greek, english = room.enter("code", locale="el-GR"), room.enter("code", locale="en-GB")
    greek.get_by_text("Βρείτε τον δρόμο σας").wait_for()
    english.get_by_text("Find your street").wait_for()
    assert greek.evaluate("document.documentElement.lang") == "el"
    greek.get_by_role("combobox").click()
    greek.get_by_text("Italiano").click()
    greek.get_by_text("Trovate la vostra strada").wait_for()


def test_the_map_can_be_used_from_the_keyboard(room):
    lead = room.enter("facilitator")
    show_model(lead)
    lead.locator(".streetmap-canvas[tabindex]").first.focus()
    before = lead.evaluate("window.__streetmaps[0].view.scale")
    lead.keyboard.press("+")
    lead.wait_for_function("(old) => window.__streetmaps[0].view.scale > old", arg=before)
    x, y = lead.evaluate(FIRST_STREET)  # bring a street to the middle, where Enter chooses
    width, height = lead.evaluate("[window.__streetmaps[0].view.width, window.__streetmaps[0].view.height]")
    lead.evaluate("([x, y]) => window.__streetmaps[0].view.pan(x, y)", [width / 2 - x, height / 2 - y])
    lead.keyboard.press("Enter")
    lead.wait_for_function("window.__streetmaps[0].at.picked.length > 0")


def faults(page):
    """What axe-core finds against WCAG 2.1 A and AA."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-core is not installed")
    asked = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]}
    found = axe.Axe().run(page, options=asked).response["violations"]
    return [(one["id"], node["html"][:120]) for one in found for node in one["nodes"]]


def test_every_page_is_accessible_in_a_light_and_in_a_dark_room(room):
    lead = room.enter("facilitator", viewport={"width": 1366, "height": 850})
    phone = room.enter("code", viewport={"width": 390, "height": 760}, has_touch=True)
    wall = room.enter("screen", viewport={"width": 1920, "height": 1080})
    show_model(lead)
    for page in (phone, wall):
        page.wait_for_function(DRAWN)
    lead.get_by_role("tab", name="Propose").click()
    lead.get_by_role("button", name="Make a proposal").click()
    for _room in ("as it opens", "the other"):
        for tab in ("Evening", "Propose", "Results", "Room"):
            lead.get_by_role("tab", name=tab).click()
            lead.wait_for_timeout(500)
            assert faults(lead) == []
        for page in (phone, wall):
            assert faults(page) == []
        for page in (lead, phone, wall):
            page.get_by_role("button", name="Light or dark room").click()
            page.wait_for_timeout(500)
    for path in ("minutes", "sheet"):
        lead.goto(f"{room.server.address}/workshop/{path}.html")
        assert faults(lead) == []
    stranger = room.browser.new_page()
    stranger.goto(room.server.address)
    stranger.get_by_text("Come in").wait_for()
    assert faults(stranger) == []


def test_strangers_are_sent_to_the_door(server):
    with pytest.raises(urllib.error.HTTPError):
        urllib.request.urlopen(f"{server.address}/workshop/streets.bin", timeout=30)
