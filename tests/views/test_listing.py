"""One home's page and its states, over HTTP against the sandbox, without JavaScript."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import pytest

from sandbox.homes import QUIRKS
from tests.auth.conftest import Misbehave, misbehave
from tests.servers import Server, Visitor
from tests.views.carts import Holding, calls, holding, pat, send, sent
from tests.views.listing_pages import one, sections, see, truth

__all__ = ["holding", "misbehave", "pat"]

HISTORY = "/v1/listings/{}/historical/pricehistory"


def test_a_page_tells_all_there_is_in_the_order_of_importance(pat: Visitor) -> None:
    see(pat, "million")
    assert [name for name in sections(pat) if not name.startswith("All ")] == [
        "Open houses", "About this home", "Facts", "Location", "Details", "Rooms", "Videos", "Virtual tours",
        "Documents", "Price and status history", "What it may cost a month",
    ]  # fmt: skip


def test_a_warm_page_costs_four_calls(pat: Visitor, sandbox: Server) -> None:
    see(pat, "markup")
    calls(pat, sandbox)
    see(pat, "markup")
    home = f"GET /v1/listings/{QUIRKS['markup']}"
    expected = [home, f"{home}/historical/pricehistory", "GET /v1/listingcarts", "GET /v1/listings"]
    assert sorted(calls(pat, sandbox)) == sorted(expected)


@pytest.mark.parametrize(
    ("path", "missing"),
    [
        (HISTORY.format(QUIRKS["markup"]), "Price and status history"),
        ("/v1/listingcarts", "Save this home"),
        ("/v1/fields/order/A", None),
    ],
)
@pytest.mark.parametrize("fault", ["500", "1500"])
def test_a_part_that_spark_does_not_give_is_left_out_alone(
    path: str, missing: str | None, fault: str, pat: Visitor, misbehave: Misbehave
) -> None:
    misbehave("api", fault, path=path, times=1)
    words = see(pat, "markup")
    assert pat.page.status_code == 200
    assert "Red River Realty" in words or "Listing office" in words
    assert missing is None or missing not in words
    assert "Details" in words


@pytest.mark.parametrize("quirk", sorted(set(QUIRKS) - {"withheld_listing"}))
def test_nothing_for_agents_only_is_on_any_page(quirk: str, pat: Visitor) -> None:
    see(pat, quirk)
    known = truth(quirk)
    secrets = ("PrivateRemarks", "ShowingInstructions", "OwnerPhone", "ListingAgreement")
    page = pat.page.text
    shown = [name for name in secrets if known[name] != known["PublicRemarks"] and str(known[name]) in page]
    assert not shown
    assert "Commission" not in page
    assert not re.search(r"lock ?box|compensation\b(?! is)", pat.text(".rest"), re.IGNORECASE)


@pytest.mark.parametrize("quirk", ["withheld_address", "withheld_but_sent"])
def test_a_withheld_address_is_nowhere(quirk: str, pat: Visitor) -> None:
    see(pat, quirk)
    known = truth(quirk)
    assert "Address withheld at the seller’s request" in pat.h1
    page = pat.page.text.lower()
    assert str(known["UnparsedFirstLineAddress"]).lower() not in page
    assert f"{known['StreetNumber']} {known['StreetName']}".lower() not in page
    assert str(known["Latitude"]) not in page
    assert "openstreetmap" not in page
    assert not {"Videos", "Virtual tours", "Documents"} & set(sections(pat))


def test_a_calendar_file_of_a_home_whose_address_is_withheld_does_not_tell_it(pat: Visitor) -> None:
    see(pat, "withheld_but_sent")
    link = one(pat, ".open-houses a[href$='.ics']")
    assert str(truth("withheld_but_sent")["StreetName"]) not in pat.get(str(link["href"])).text


def test_markup_in_any_text_is_shown_as_text(pat: Visitor) -> None:
    words = see(pat, "markup_everywhere")
    assert words.count("<script>alert('everywhere')</script>") > 10
    assert "{{7*7}}" in words
    scripts = [str(tag["src"]) for tag in pat.soup.select("script")]
    assert all(urlsplit(address).path.startswith("/static/js/") for address in scripts)
    assert not pat.soup.select("[onerror], [onload], iframe, object, embed, .rest img, .rest b")


def test_a_home_of_which_everything_is_masked_shows_no_mask(pat: Visitor) -> None:
    words = see(pat, "every_field_masked")
    assert pat.page.status_code == 200
    assert "***" not in pat.page.text
    assert "None" not in words
    assert "Address not given" in words


def test_a_home_that_is_for_sale_can_be_asked_about_and_toured(pat: Visitor) -> None:
    words, home = see(pat, "markup"), QUIRKS["markup"]
    asked = [str(link["href"]) for link in pat.soup.select("main a[href^='/ask']")]
    assert asked == [f"/ask?home={home}", f"/ask?home={home}&about=tour", f"/ask?home={home}&about=problem"]
    assert "Ask Dana Lee about this home" in words
    assert "A tour needs a written agreement with Dana Lee first." in words


def test_a_home_under_contract_and_one_that_is_coming_say_so(pat: Visitor) -> None:
    assert "A buyer’s offer has been accepted." in see(pat, "pending")
    assert "Request a tour" in pat.text("main")
    assert "Not on the market yet" in see(pat, "coming_soon")
    assert "Request a tour" not in pat.text("main")


def test_a_withheld_listing_and_one_of_another_mls_are_no_longer_available(visitor: Visitor) -> None:
    visitor.sign_in()
    for home in (QUIRKS["withheld_listing"], "20990101000000000000000000", "x"):
        assert visitor.get(f"/homes/{home}").status_code == 404
        assert visitor.h1 == "No longer available to view"
        assert not visitor.soup.select("main form")
    other = Visitor(visitor.home)
    other.sign_in("Sam", "marcuswebb")
    assert other.get(f"/homes/{QUIRKS['markup']}").status_code == 404


def test_a_saved_home_that_is_gone_can_be_removed_from_its_page(holding: Holding) -> None:
    gone = QUIRKS["withheld_listing"]
    visitor = holding("Favorites", gone, QUIRKS["markup"])
    visitor.get(f"/homes/{gone}")
    assert visitor.page.status_code == 404
    send(visitor, sent(one(visitor, "main form button")))
    assert visitor.path == "/saved"
    visitor.get(f"/homes/{gone}")
    assert not visitor.soup.select("main form")
