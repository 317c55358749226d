"""The addresses of the workshop: pages by role, the town's shape, and what can be taken home."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING

from fastapi import Request, Response
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse
from nicegui import app, ui

from nightwalk import NightwalkError
from nightwalk.workshop.guard import DAY, device_of
from nightwalk.workshop.pages.door import door_page
from nightwalk.workshop.pages.facilitator import facilitator_page
from nightwalk.workshop.pages.participant import participant_page
from nightwalk.workshop.pages.screen import screen_page
from nightwalk.workshop.pages.streetmap import packed
from nightwalk.workshop.pages.tongues import TONGUE, asked_for
from nightwalk.workshop.room.access import Role
from nightwalk.workshop.room.limits import Buckets
from nightwalk.workshop.room.session import Person
from nightwalk.workshop.takehome import evening_zip, marks_geojson, minutes_html, sheet_html
from nightwalk.workshop.words import _, languages, speaking

if TYPE_CHECKING:
    from nightwalk.workshop.stage import Stage

__all__ = ["register"]

WEB = Path(__file__).parent / "web"
KEY = "nightwalk_key"
TRIES, TRIES_AT_ONCE = 0.2, 8.0  # wrong codes a second, and at once, of one address
FILE = "attachment; filename={name}"


class _Doorkeeper:
    """Knows who asks: by the key or code in a cookie, and the number of the browser."""

    def __init__(self, stage: Stage) -> None:
        self._keys = stage.session.keys
        self._tries = Buckets(TRIES, TRIES_AT_ONCE)

    def person(self, request: Request) -> Person | None:
        role = self._keys.role(request.cookies.get(KEY, ""))
        return Person(device_of(request.scope) or "unknown", role) if role else None

    def leads(self, request: Request) -> bool:
        person = self.person(request)
        return person is not None and person.role is Role.FACILITATOR

    def enter(self, request: Request, key: str) -> Response:
        """Let somebody in with a key or code, or send them back to the door."""
        role = self._keys.role(key)
        address = request.client.host if request.client else "unknown"
        if role is None:
            slow = self._tries.take(address, time.monotonic())
            return RedirectResponse("/?wrong=1", 303) if slow else Response(_("Wait a moment."), 429)
        page = {Role.FACILITATOR: "/facilitator", Role.SCREEN: "/screen", Role.PARTICIPANT: "/"}[role]
        answer = RedirectResponse(page, 303)
        answer.set_cookie(KEY, key, max_age=DAY, httponly=True, samesite="strict")
        return answer


def register(stage: Stage, address: str) -> None:
    """Give every page and file its address.

    Args:
        stage: What the pages share.
        address: Where phones find this laptop.
    """
    keeper = _Doorkeeper(stage)
    app.add_static_files("/workshop/web", WEB)
    ui.add_css(WEB / "workshop.css", shared=True)
    _pages(stage, keeper, address)
    _shape(stage, keeper)
    _files(stage, keeper)


def _pages(stage: Stage, keeper: _Doorkeeper, address: str) -> None:
    title = _("Nightwalk workshop")

    @app.get("/enter")
    def enter(request: Request, key: str = "") -> Response:
        with speaking(asked_for(request)):
            return keeper.enter(request, key)

    @app.get("/speak")
    def speak(lang: str = "") -> Response:
        answer = RedirectResponse("/", 303)
        if lang in languages():
            answer.set_cookie(TONGUE, lang, max_age=DAY, httponly=True, samesite="strict")
        return answer

    @ui.page("/", title=title)
    def front(request: Request) -> Response | None:
        person = keeper.person(request)
        with speaking(asked_for(request)):
            if person is None:
                door_page(wrong="wrong" in request.query_params)
            elif person.role is Role.PARTICIPANT:
                participant_page(stage, person)
            else:
                return RedirectResponse("/facilitator" if person.role is Role.FACILITATOR else "/screen")
        return None

    @ui.page("/facilitator", title=title)
    def lead(request: Request) -> Response | None:
        person = keeper.person(request)
        if person is None or person.role is not Role.FACILITATOR:
            return RedirectResponse("/")
        with speaking(asked_for(request)):
            facilitator_page(stage, person, address)
        return None

    @ui.page("/screen", title=title)
    def wall(request: Request) -> Response | None:
        person = keeper.person(request)
        if person is None or person.role is Role.PARTICIPANT:
            return RedirectResponse("/")
        with speaking(asked_for(request)):
            screen_page(stage, Person(person.device, Role.SCREEN), address)
        return None


def _shape(stage: Stage, keeper: _Doorkeeper) -> None:
    shape = packed(stage.city)
    names = [str(one) for one in stage.city.streets.name]

    @app.get("/workshop/streets.bin")
    def streets(request: Request) -> Response:
        if keeper.person(request) is None:
            return Response(status_code=403)
        return Response(shape, media_type="application/octet-stream")

    @app.get("/workshop/names.json")
    def street_names(request: Request) -> Response:
        if keeper.person(request) is None or not stage.session.state.names_shown:
            return Response(status_code=403)
        return JSONResponse(names)


def _files(stage: Stage, keeper: _Doorkeeper) -> None:
    @app.get("/workshop/minutes.html")
    def minutes(request: Request) -> Response:
        if not keeper.leads(request):
            return Response(status_code=403)
        with speaking(asked_for(request)):
            return HTMLResponse(minutes_html(stage))

    @app.get("/workshop/sheet.html")
    def sheet(request: Request) -> Response:
        if not keeper.leads(request):
            return Response(status_code=403)
        with speaking(asked_for(request)):
            return HTMLResponse(sheet_html(stage))

    @app.get("/workshop/evening.zip")
    def evening(request: Request) -> Response:
        if not keeper.leads(request):
            return Response(status_code=403)
        with speaking(asked_for(request)):
            return _download(evening_zip(stage), "evening.zip", "application/zip")

    @app.get("/workshop/marks.geojson")
    def marks(request: Request) -> Response:
        if not keeper.leads(request):
            return Response(status_code=403)
        return _download(marks_geojson(stage), "marks.geojson", "application/geo+json")

    @app.get("/workshop/proposal/{key}.toml")
    def proposal(request: Request, key: str) -> Response:
        if not keeper.leads(request):
            return Response(status_code=403)
        try:
            return _download(stage.scenario(key).to_toml(), f"proposal-{key}.toml", "application/toml")
        except NightwalkError as error:
            return Response(str(error), status_code=404)


def _download(content: str | bytes, name: str, kind: str) -> Response:
    return Response(content, media_type=kind, headers={"content-disposition": FILE.format(name=name)})
