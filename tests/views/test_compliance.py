"""What each MLS demands beside its homes, and what nobody may see: on the pages, over HTTP against the sandbox."""

from __future__ import annotations

import re

import pytest
import requests
from bs4 import BeautifulSoup

from app.views import listing
from app.views.context import PageContext
from sandbox.homes import QUIRKS, by_id
from sandbox.mls import PRAIRIE
from tests.auth.conftest import Misbehave, misbehave
from tests.screens import home, page, render, seen
from tests.servers import Server, Visitor

__all__ = ["misbehave"]

SCREENS = ("/home", "/search", "/search?sort=price", "/saved", "/open-houses", "/searches")
PRIVATE = ("PrivateRemarks", "ShowingInstructions", "LockBoxNumber")


@pytest.fixture
def pat(visitor: Visitor) -> Visitor:
    visitor.sign_in()
    return visitor


def first_home(visitor: Visitor) -> str:
    visitor.get("/search")
    return str(visitor.soup.select("main .card h3 a")[0]["href"])


def test_a_home_of_prairie_names_agent_and_phones_and_carries_the_logo(pat: Visitor) -> None:
    pat.get(first_home(pat))
    credit = pat.text(".credit")
    assert credit.startswith("Listing office: ")
    for label in (
        "Listing office’s phone: ",
        "Listing agent: ",
        "Listing agent’s phone: ",
        "Prairie MLS #",
        "updated ",
    ):
        assert label in credit
    assert [logo["alt"] for logo in pat.soup.select(".credit img")] == ["Prairie MLS"]


def test_cards_of_prairie_name_the_office_alone_and_those_of_lakes_the_agent_too(visitor: Visitor) -> None:
    for person, portal, named in (("Pat", "danalee", False), ("Sam", "marcuswebb", True)):
        visitor.sign_in(person, portal)
        visitor.get("/search")
        cards = [" ".join(card.get_text(" ").split()) for card in visitor.soup.select("main .card")]
        assert len(cards) > 20
        assert all("Listing office: " in card and "Updated " in card and "MLS #" in card for card in cards)
        assert sum("Listing agent: " in card for card in cards) > 20 if named else True
        assert named or not any("Listing agent: " in card for card in cards)
        visitor.press("Sign out")


def test_an_address_that_only_the_offices_account_has_is_fetched_once_where_the_mls_demands_it(
    visitor: Visitor, sandbox: Server
) -> None:
    visitor.sign_in("Sam", "marcuswebb")
    visitor.get(first_home(visitor))
    assert re.search(r"Listing office’s address: \d+ .*MN \d{5}", visitor.text(".credit"))
    before = sum(call["path"].startswith("/v1/accounts/") for call in seen_by(sandbox))
    visitor.get(visitor.page.url)
    assert "Listing office’s address: " in visitor.text(".credit")
    assert sum(call["path"].startswith("/v1/accounts/") for call in seen_by(sandbox)) == before


def test_an_address_that_does_not_come_is_left_out(visitor: Visitor, misbehave: Misbehave) -> None:
    listing._addresses.clear()
    misbehave("api", "500", path="/v1/accounts", times=None)
    visitor.sign_in("Sam", "marcuswebb")
    assert visitor.get(first_home(visitor)).status_code == 200
    assert "Listing agent" in visitor.text(".credit")
    assert "address" not in visitor.text(".credit")
    listing._addresses.clear()


def seen_by(sandbox: Server) -> list[dict[str, str]]:
    calls: list[dict[str, str]] = requests.get(f"{sandbox.url}/sandbox/seen", timeout=5).json()
    return calls


def test_an_office_that_is_withheld_is_said_to_be(pat: Visitor) -> None:
    pat.get(f"/homes/{QUIRKS['masked_office']}")
    assert pat.text(".credit").startswith("Listing office: not given by the MLS")


def test_what_only_agents_may_see_is_on_no_screen_even_if_spark_sends_it(pat: Visitor) -> None:
    facts = by_id(PRAIRIE.id)[QUIRKS["unmasked_private"]].fields
    secrets = [str(facts[name]) for name in PRIVATE]
    for path in (*SCREENS, f"/homes/{QUIRKS['unmasked_private']}"):
        page = pat.get(path)
        assert page.status_code == 200
        text = BeautifulSoup(page.text, "html.parser").main.get_text(" ")  # type: ignore[union-attr]  # each page has one
        assert not [secret for secret in secrets if secret in text]


def test_an_address_that_is_withheld_is_on_no_screen_even_if_spark_sends_it(pat: Visitor) -> None:
    facts = by_id(PRAIRIE.id)[QUIRKS["withheld_but_sent"]].fields
    street, postal = f"{facts['StreetNumber']} {facts['StreetName']}", str(facts["Latitude"])
    for path in (*SCREENS, f"/homes/{QUIRKS['withheld_but_sent']}"):
        text = pat.get(path).text
        assert street not in text
        assert postal not in text


def test_no_way_to_ask_for_a_withheld_address_finds_its_home(pat: Visitor) -> None:
    facts, hidden = by_id(PRAIRIE.id)[QUIRKS["withheld_but_sent"]].fields, QUIRKS["withheld_but_sent"]
    pat.get("/search", params={"place": f"{facts['StreetNumber']} {facts['StreetName']}"})
    assert pat.h1.startswith("No homes")
    assert hidden not in pat.page.text
    assert hidden not in pat.get("/open-houses?of=search").text
    pat.get("/search", params={"place": f"{facts['StreetNumber']} {facts['StreetName']}"})
    pat.get(str(pat.soup.select("a[href*='save=1']")[0]["href"]))
    pat.press("Save this search", True, name="That address")
    saved = next(item for item in pat.soup.select("[id^=search-]") if "That address" in item.get_text())
    pat.get(f"/searches/{str(saved['id']).removeprefix('search-')}")
    assert pat.h1 == "That address"
    assert "No homes" in pat.text(".about")
    assert hidden not in pat.page.text


def test_a_home_of_which_everything_is_masked_still_is_a_page(pat: Visitor) -> None:
    for path in (*SCREENS, f"/homes/{QUIRKS['every_field_masked']}"):
        answer = pat.get(path)
        assert answer.status_code == 200
        assert "***" not in answer.text


def test_markup_in_every_field_is_text_on_every_screen(pat: Visitor) -> None:
    for path in (*SCREENS, f"/homes/{QUIRKS['markup_everywhere']}"):
        soup = BeautifulSoup(pat.get(path).text, "html.parser")
        assert not soup.find_all(onerror=True)
        assert not [script for script in soup.find_all("script") if script.get_text(strip=True)]


def test_a_disclaimer_about_compensation_stands_in_the_credit() -> None:
    words = seen(render("listing/listing.html", home=home(CompensationDisclaimer="Compensation is negotiable.")))
    assert "Compensation is negotiable." in words


def test_an_attribution_contact_stands_on_card_and_page() -> None:
    shown = home(AttributionContact="office@redriver.example")
    for html in (render("listing/listing.html", home=shown), render("search/search.html", page=page(shown))):
        assert "office@redriver.example" in seen(html)


def test_strict_rules_stand_in_where_the_mls_says_nothing() -> None:
    words = seen(render("listing/listing.html", context=PageContext()))
    for text in ("Listing office: Red River Realty", "Listing agent: Jo Fields", "701-555-0187", "#24-1180", "updated"):
        assert text in words
