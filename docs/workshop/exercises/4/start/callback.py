"""Lesson 4: a sign-in as some samples do it: `state` is the address to return to.

Run it while the sandbox runs: flask --app exercises/lesson_4/callback run --port 8000
"""

from __future__ import annotations

import os
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
    asked = CLIENT | {"response_type": "code", "state": request.args.get("next", "/")}
    return redirect(f"{SPARK}/auth/vow/danalee?{urlencode(asked)}")


@app.get("/auth/callback")
def callback() -> Response:
    """Back from Spark: exchange the code, begin a session, and go on to the page that the visitor wanted."""
    if "error" in request.args:
        abort(400, "Spark did not complete the sign-in.")
    granted = exchange(request.args.get("code", ""))
    return begin(redirect(request.args.get("state", "/")), {"access_token": granted["access_token"]})


@app.get("/")
@app.get("/homes/<number>")
def page(number: str = "") -> str:
    kept = sessions.get(request.cookies.get(COOKIE, ""), {})
    who = "Signed in" if "access_token" in kept else "Not signed in"
    return f"{who}. Home {number}" if number.isdigit() else f"{who}."


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
