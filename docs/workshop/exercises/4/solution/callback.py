"""Lesson 4: `state` is a random number that works once, in this browser only; the address to return to stays here.

Run it while the sandbox runs: flask --app exercises/lesson_4/callback run --port 8000
"""

from __future__ import annotations

import os
import re
import secrets
from typing import Any
from urllib.parse import urlencode

import requests
from flask import Flask, abort, redirect, request
from werkzeug import Response

SPARK = os.environ.get("SPARK", "http://127.0.0.1:8001")
CLIENT = {"client_id": "sandbox-client", "redirect_uri": "http://localhost:8000/auth/callback"}
COOKIE = "sid"

app = Flask(__name__)
sessions: dict[str, dict[str, Any]] = {}
"""By the id in the browser's cookie. Nothing of it ever leaves the portal."""


@app.get("/sign-in")
def sign_in() -> Response:
    """Go to Spark; `next` is the page that the visitor wanted, such as /sign-in?next=/homes/7."""
    state = secrets.token_urlsafe(32)
    asked = CLIENT | {"response_type": "code", "state": state}
    response = redirect(f"{SPARK}/auth/vow/danalee?{urlencode(asked)}")
    return begin(response, here() | {f"state {state}": own_page(request.args.get("next", "/"))})


@app.get("/auth/callback")
def callback() -> Response:
    """Back from Spark: exchange the code, begin a session, and go on to the page that the visitor wanted."""
    wanted = here().pop(f"state {request.args.get('state')}", None)
    if wanted is None:
        abort(400, "This sign-in was not started here, or it is over.")
    if "error" in request.args:
        abort(400, "Spark did not complete the sign-in.")
    granted = exchange(request.args.get("code", ""))
    return begin(redirect(wanted), here() | {"access_token": granted["access_token"]})


@app.get("/")
@app.get("/homes/<number>")
def page(number: str = "") -> str:
    who = "Signed in" if "access_token" in here() else "Not signed in"
    return f"{who}. Home {number}" if number.isdigit() else f"{who}."


def own_page(address: str) -> str:
    """The address if it is a page of this site: one slash, then anything but a slash or a backslash."""
    return address if re.fullmatch(r"/(?![/\\])[!-~]*", address) and "\\" not in address else "/"


def here() -> dict[str, Any]:
    """What is kept for this browser: its sign-ins under way, one a tab, and its token."""
    return sessions.get(request.cookies.get(COOKIE, ""), {})


def begin(response: Response, kept: dict[str, Any]) -> Response:
    """A session under a new id, whatever the browser came with."""
    sessions.pop(request.cookies.get(COOKIE, ""), None)
    sid = secrets.token_urlsafe(32)
    sessions[sid] = kept
    response.set_cookie(COOKIE, sid, httponly=True, samesite="Lax")
    return response


def exchange(code: str) -> dict[str, Any]:
    sent = CLIENT | {"client_secret": "sandbox-secret", "grant_type": "authorization_code", "code": code}
    answer = requests.post(f"{SPARK}/v1/oauth2/grant", json=sent, timeout=10)
    if not answer.ok:
        abort(400, "Spark did not accept the code.")
    granted: dict[str, Any] = answer.json()
    return granted
