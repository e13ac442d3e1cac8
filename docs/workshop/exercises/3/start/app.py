"""Lesson 3: a portal of forty lines that works, and keeps its tokens where everybody can read them.

Run it while the sandbox runs: flask --app exercises/lesson_3/app run --port 8000
"""

from __future__ import annotations

import os
import secrets
from typing import Any
from urllib.parse import urlencode

import requests
from flask import Flask, abort, redirect, request, session
from markupsafe import escape
from werkzeug import Response

SPARK = os.environ.get("SPARK", "http://127.0.0.1:8001")
CLIENT = {"client_id": "sandbox-client", "redirect_uri": "http://localhost:8000/auth/callback"}

app = Flask(__name__)
app.secret_key = secrets.token_bytes(32)


@app.get("/")
def home() -> str:
    if "access_token" not in session:
        return '<a href="/sign-in">Sign in</a>'
    contact = spark("GET", "/v1/my/contact", headers={"Authorization": f"OAuth {session['access_token']}"})
    name = escape(contact["D"]["Results"][0]["DisplayName"])
    return f'Welcome, {name}. <form method="post" action="/sign-out"><button>Sign out</button></form>'


@app.get("/sign-in")
def sign_in() -> Response:
    session["state"] = secrets.token_urlsafe(32)
    asked = CLIENT | {"response_type": "code", "state": session["state"]}
    return redirect(f"{SPARK}/auth/vow/danalee?{urlencode(asked)}")


@app.get("/auth/callback")
def callback() -> Response:
    if request.args.get("state") != session.pop("state", ""):
        abort(400, "This sign-in was not started here.")
    sent = CLIENT | {"client_secret": "sandbox-secret", "grant_type": "authorization_code"}
    granted = spark("POST", "/v1/oauth2/grant", json=sent | {"code": request.args.get("code", "")})
    session["access_token"] = granted["access_token"]
    session["refresh_token"] = granted["refresh_token"]
    return redirect("/")


@app.post("/sign-out")
def sign_out() -> Response:
    session.clear()
    return redirect("/")


def spark(method: str, path: str, **sent: Any) -> Any:
    answer = requests.request(method, SPARK + path, timeout=10, **sent)
    answer.raise_for_status()
    return answer.json()
