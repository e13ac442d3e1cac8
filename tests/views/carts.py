"""The Save and Hide buttons, and what the cart pages show afterwards."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from urllib.parse import urljoin

import pytest
import requests
from bs4 import Tag

from sandbox.homes.ids import stable_id
from sandbox.people import DANA, PAT
from sandbox.storage import store
from sandbox.storage.records import Cart, Owner
from sandbox.storage.sample_carts import sample_carts
from tests.servers import Server, Visitor

Holding = Callable[..., Visitor]


@pytest.fixture
def pat(visitor: Visitor) -> Visitor:
    visitor.sign_in()
    return visitor


@pytest.fixture
def holding(visitor: Visitor, monkeypatch: pytest.MonkeyPatch) -> Holding:
    """Signs Pat in, with these listings in the cart of that name."""

    def hold(name: str, *homes: str) -> Visitor:
        def begun(owner: Owner) -> dict[str, Cart]:
            every = sample_carts(owner).items()
            return {key: replace(cart, listing_ids=homes) if cart.name == name else cart for key, cart in every}

        monkeypatch.setattr(store, "sample_carts", begun)
        visitor.sign_in()
        return visitor

    return hold


def form(visitor: Visitor, home: str, button: str) -> dict[str, str]:
    """The form fields that this button sends for a home on the page."""
    found = visitor.soup.select_one(f"#home-{home} button.{button}, .panel button.{button}")
    assert isinstance(found, Tag), f"no {button} for {home} in {visitor.page.url}"
    return sent(found)


def sent(button: Tag) -> dict[str, str]:
    around = button.find_parent("form")
    assert isinstance(around, Tag)
    fields = {str(field["name"]): str(field["value"]) for field in around.select("input[name]")}
    return fields | ({str(button["name"]): str(button["value"])} if button.get("name") else {})


def send(visitor: Visitor, fields: dict[str, str], **kwargs: bool) -> requests.Response:
    origin = urljoin(visitor.home, "/")[:-1]
    return visitor.post("/saved", fields, headers={"Origin": origin, "Sec-Fetch-Site": "same-origin"}, **kwargs)


def do(visitor: Visitor, home: str, button: str) -> requests.Response:
    return send(visitor, form(visitor, home, button))


def homes(visitor: Visitor, cart: str = "saved") -> list[str]:
    """The ids of the homes on a cart's page."""
    visitor.get(f"/saved?cart={cart}")
    return shown(visitor)


def shown(visitor: Visitor) -> list[str]:
    return [str(card["id"]).removeprefix("home-") for card in visitor.soup.select("main .card")]


def tabs(visitor: Visitor) -> dict[str, str]:
    """The URL of each cart, by its name."""
    visitor.get("/saved")
    return {link.contents[0].get_text(strip=True): str(link["href"]) for link in visitor.soup.select(".tabs a")}


def cart_id(visitor: Visitor, name: str = "Lake cabins") -> str:
    return tabs(visitor)[name].partition("cart=")[2]


def calls(visitor: Visitor, sandbox: Server) -> list[str]:
    """Method and path of each Spark call since the last time."""
    seen = visitor.http.get(f"{sandbox.url}/sandbox/seen").json()
    visitor.http.delete(f"{sandbox.url}/sandbox/seen")
    return [f"{call['method']} {call['path']}" for call in seen]


def first(visitor: Visitor, path: str = "/search") -> str:
    """Open a page and return its first home."""
    visitor.get(path)
    return shown(visitor)[0]


def pressed(visitor: Visitor, home: str, button: str) -> bool:
    found = visitor.soup.select_one(f"#home-{home} button.{button}, .panel button.{button}")
    assert found
    return found["aria-pressed"] == "true"


def pats_cart(name: str) -> str:
    """The id of a cart that Pat has with Dana from the start."""
    link = next(link for link in PAT.links if link.agent == DANA)
    return stable_id(f"cart {link.contact_id} {name}")


def told(visitor: Visitor) -> str:
    return visitor.text(".told")
