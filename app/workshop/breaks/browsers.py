"""Browsers that the workshop plays: they visit this same portal, each in a context of its own."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextvars import Context
from urllib.parse import parse_qs, urlsplit

from flask import Flask, current_app, g, request

from app import settings
from app.workshop.browser_said import COOKIE


def state_given_to_another() -> str:
    """Another browser starts a sign-in; the `state` that it is sent to Spark with."""
    form = {"to": "portal", "portal": "danalee"}
    answer = Context().run(_app().test_client().post, "/sign-in", base_url=settings.current().site, data=form)
    return state_in(answer.headers["Location"])


def state_in(address: str) -> str:
    return parse_qs(urlsplit(address).query)["state"][0]


def in_two_tabs(path: str) -> None:
    """This visitor's browser opens a page twice, at the same moment."""
    app, site, mine = _app(), settings.current().site, {"Cookie": _cookies()}

    def tab() -> None:
        Context().run(app.test_client(use_cookies=False).get, path, base_url=site, headers=mine)

    with ThreadPoolExecutor(2) as browser:
        for opened in [browser.submit(tab) for _ in range(2)]:
            opened.result()


def _cookies() -> str:
    """As this browser will send them: one that comes here first has no cookie yet, and gets one with this answer."""
    new = g.get("workshop_cookie")
    return "; ".join(filter(None, (new and f"{COOKIE}={new}", request.headers.get("Cookie"))))


def _app() -> Flask:
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]  # the one behind the proxy
    return app
