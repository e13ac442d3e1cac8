"""Lesson 3: the same portal, with the tokens in its own memory and a number without meaning in the browser.

Run it while the sandbox runs: flask --app exercises/lesson_3/app run --port 8000
"""

from __future__ import annotations

import os
import secrets
from typing import Any
from urllib.parse import urlencode

import requests
from flask import Flask, abort, redirect, request
from markupsafe import escape
from werkzeug import Response

SPARK = os.environ.get("SPARK", "http://127.0.0.1:8001")
CLIENT = {"client_id": "sandbox-client", "redirect_uri": "http://localhost:8000/auth/callback"}
COOKIE = "sid"

app = Flask(__name__)
sessions: dict[str, dict[str, str]] = {}
"""By the id in the browser's cookie: the state of a sign-in under way, later the tokens."""


@app.get("/")
def home() -> str:
    kept = sessions.get(request.cookies.get(COOKIE, ""), {})
    if "access_token" not in kept:
        return '<a href="/sign-in">Sign in</a>'
    contact = spark("GET", "/v1/my/contact", headers={"Authorization": f"OAuth {kept['access_token']}"})
    name = escape(contact["D"]["Results"][0]["DisplayName"])
    return f'Welcome, {name}. <form method="post" action="/sign-out"><button>Sign out</button></form>'


@app.get("/sign-in")
def sign_in() -> Response:
    state = secrets.token_urlsafe(32)
    asked = CLIENT | {"response_type": "code", "state": state}
    return begin(redirect(f"{SPARK}/auth/vow/danalee?{urlencode(asked)}"), {"state": state})


@app.get("/auth/callback")
def callback() -> Response:
    before = end()
    if "state" not in before or request.args.get("state") != before["state"]:
        abort(400, "This sign-in was not started here.")
    sent = CLIENT | {"client_secret": "sandbox-secret", "grant_type": "authorization_code"}
    granted = spark("POST", "/v1/oauth2/grant", json=sent | {"code": request.args.get("code", "")})
    return begin(redirect("/"), {name: granted[name] for name in ("access_token", "refresh_token")})


@app.post("/sign-out")
def sign_out() -> Response:
    end()
    response = redirect("/")
    response.delete_cookie(COOKIE)
    return response


def begin(response: Response, kept: dict[str, str]) -> Response:
    """A session under a new id, whatever the browser came with."""
    end()
    sid = secrets.token_urlsafe(32)
    sessions[sid] = kept
    response.set_cookie(COOKIE, sid, httponly=True, samesite="Lax")
    return response


def end() -> dict[str, str]:
    """Forget this browser's session; what was kept in it."""
    return sessions.pop(request.cookies.get(COOKIE, ""), {})


def spark(method: str, path: str, **sent: Any) -> Any:
    answer = requests.request(method, SPARK + path, timeout=10, **sent)
    answer.raise_for_status()
    return answer.json()
