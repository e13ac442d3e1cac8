"""Orders faults from the sandbox, for this visitor alone: see docs/sandbox.md.

These calls are not the portal's. They are not recorded, and their content is never logged.
"""

from __future__ import annotations

from typing import Any

import requests

from app import config
from app.auth import access

TIMEOUT = (1.0, 5.0)
"""Seconds to connect and to read. The sandbox is on this machine."""


class BreakFailed(Exception):
    """Nothing was broken: the status, title and advice of the page that says so."""

    def __init__(self, status: int, title: str, advice: str) -> None:
        super().__init__(title)
        self.status, self.title, self.advice = status, title, advice


class UnknownSignIn(BreakFailed):
    """The sandbox does not know this sign-in: it was restarted."""

    def __init__(self) -> None:
        super().__init__(409, "The sandbox does not know this sign-in", "Sign in again, then try once more.")


def expire() -> None:
    _order("POST", "/sandbox/tokens/expire", **_mine())


def revoke() -> None:
    _order("POST", "/sandbox/tokens/revoke", **_mine())


def switch_on(where: str, what: str, **fields: object) -> None:
    _order("POST", "/sandbox/switches", where=where, what=what, **fields, **_mine())


def switch_off() -> None:
    """Turn off every fault of this visitor's sign-in."""
    _order("DELETE", "/sandbox/switches", **_mine())


def code(login: str) -> str:
    """A code, as if this person had just signed in and allowed access."""
    return str(_order("POST", "/sandbox/codes", login=login, redirect_uri=config.current().redirect_uri)["code"])


def spend(code: str) -> None:
    """Exchange a code, and drop the tokens."""
    here = config.current()
    client_id, client_secret = here.client
    _order(
        "POST", "/v1/oauth2/grant", grant_type="authorization_code", code=code, redirect_uri=here.redirect_uri,
        client_id=client_id, client_secret=client_secret,
    )  # fmt: skip


def _mine() -> dict[str, str]:
    return {"access_token": access.access_token() or ""}


def _order(method: str, path: str, /, **body: object) -> dict[str, Any]:
    """Raises BreakFailed, without the message of its cause: that may hold a token."""
    http = requests.Session()
    http.trust_env = False  # a proxy must not see the tokens
    try:
        answer = http.request(method, config.current().api_url + path, json=body, timeout=TIMEOUT)
        if answer.status_code in range(200, 300):
            return dict(answer.json()) if answer.content else {}
    except (requests.RequestException, ValueError):
        raise BreakFailed(503, "The sandbox does not answer", "Start it again, then try once more.") from None
    raise UnknownSignIn
