"""Lesson 2: a sign-in by hand, with `requests` and nothing else. Fill in the four functions.

Run it while the sandbox runs: python exercises/lesson_2/exchange.py
"""

from __future__ import annotations

import os
import secrets
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit  # noqa: F401 - you will want them

import requests  # noqa: F401 - you will want it

SPARK = os.environ.get("SPARK", "http://127.0.0.1:8001")
CLIENT_ID = "sandbox-client"
CLIENT_SECRET = "sandbox-secret"
REDIRECT_URI = "http://localhost:8002/auth/callback"


def authorization_address(portal: str, state: str) -> str:
    """Where to send the browser: /auth/vow/<portal> at Spark.

    Its query has response_type (always "code"), client_id, redirect_uri and state.
    """
    return ""


def code_from(callback: str, state: str) -> str:
    """The code in the address that the browser came back to.

    Raises ValueError if the state in it is not ours, and if there is no code in it but an error.
    """
    return ""


def exchange(code: str) -> dict[str, Any]:
    """The tokens for the code: POST /v1/oauth2/grant at Spark, with a JSON body.

    The body has client_id, client_secret, grant_type (here "authorization_code"), code and redirect_uri.
    Raises ValueError if the answer's status is not 200.
    """
    return {}


def first_call(access_token: str) -> dict[str, Any]:
    """Who has signed in: GET /v1/my/contact at Spark, and of its answer D.Results the first.

    The header Authorization has the word OAuth, a blank, and the access token.
    """
    return {}


def main() -> None:
    state = secrets.token_urlsafe(32)
    print(f"Open this address in a browser:\n\n{authorization_address('danalee', state)}\n")
    callback = input("Nothing listens where you come back to. Paste the address of that page:\n")
    granted = exchange(code_from(callback, state))
    print("You are", first_call(granted["access_token"])["DisplayName"])


if __name__ == "__main__":
    main()
