"""What the tests of the breaks do: press a button of the flow's page, and look at what was recorded."""

from __future__ import annotations

from urllib.parse import urlsplit

import requests
from bs4 import Tag

from tests.servers import Server, Visitor
from workshop.record import Browser, Visit

FLOW = "/workshop/flow"


def break_it(visitor: Visitor, name: str) -> requests.Response:
    """Press the button of this break, as a browser does."""
    visitor.get(FLOW)
    button = visitor.soup.select_one(f'button[formaction$="/workshop/break/{name}"]')
    assert button, f"no button for {name}"
    return send(visitor, str(button["formaction"]), button.find_parent("form"))


def repair(visitor: Visitor) -> requests.Response:
    visitor.get(FLOW)
    return visitor.press("Repair")


def send(visitor: Visitor, action: str, form: Tag | None) -> requests.Response:
    fields = form.select("input[name]") if form else []
    data = {str(field["name"]): str(field["value"]) for field in fields}
    return visitor.post(action, data, headers=same_origin(visitor))


def same_origin(visitor: Visitor) -> dict[str, str]:
    origin = "{0.scheme}://{0.netloc}".format(urlsplit(visitor.home))
    return {"Origin": origin, "Sec-Fetch-Site": "same-origin"}


def browser(portal: Server, visitor: Visitor) -> Browser:
    found: Browser | None = portal.app.extensions["workshop"].record.find(visitor.http.cookies["workshop"])
    assert found
    return found


def last(portal: Server, visitor: Visitor, endpoint: str) -> Visit:
    return [visit for visit in browser(portal, visitor).visits if visit.endpoint == endpoint][-1]


def card(visitor: Visitor) -> str:
    """What the flow's page tells of the last break."""
    visitor.get(FLOW)
    return visitor.text("#broken")


def refreshes(sandbox: Server) -> int:
    """How often the sandbox was asked for a grant with a refresh token."""
    seen = requests.get(f"{sandbox.url}/sandbox/seen", timeout=5).json()
    return sum("refresh_token" in call["body_keys"] for call in seen)
