"""Saving when something is in the way: old pages, forged forms, a sign-in that ended, Spark away."""

from __future__ import annotations

import pytest

from app.spark import carts
from app.spark.client import SparkClient
from sandbox.storage import store
from tests.auth.conftest import Misbehave, misbehave
from tests.servers import Server, Visitor
from tests.views.carts import calls, cart_id, first, form, homes, pat, pats_cart, send, shown, told

__all__ = ["misbehave", "pat"]

NOBODYS = "20990101000000000000000000"


@pytest.mark.parametrize("button", ["save", "hide"])
def test_a_double_click_is_no_fault(button: str, pat: Visitor) -> None:
    home = first(pat)
    fields = form(pat, home, button)
    for _ in range(2):
        assert send(pat, fields).status_code == 200
    assert homes(pat, "saved" if button == "save" else "hidden").count(home) == 1


def test_an_old_page_in_another_tab_is_no_fault(pat: Visitor) -> None:
    home = homes(pat)[0]
    fields = form(pat, home, "save")
    for _ in range(2):
        assert send(pat, fields).status_code == 200
        assert told(pat).startswith("Removed from your saved homes.")
    assert home not in homes(pat)


def test_a_home_that_is_gone_meanwhile_is_said_calmly(pat: Visitor) -> None:
    fields, before = form(pat, first(pat), "save"), homes(pat)
    assert send(pat, fields | {"home": NOBODYS}).status_code == 200
    assert told(pat) == "This home is no longer available to view, so nothing was changed."
    assert homes(pat) == before


def test_only_the_agent_changes_what_the_agent_picked(pat: Visitor, sandbox: Server) -> None:
    home, number = homes(pat, "agent")[0], pats_cart("Recommended")
    calls(pat, sandbox)
    fields = form(pat, home, "save") | {"do": "move"}
    for more in ({"from": number, "cart": ""}, {"from": "", "cart": number}):
        send(pat, fields | more)
        assert told(pat) == "Your agent fills that list, so nothing was changed."
    assert {call.split()[0] for call in calls(pat, sandbox)} == {"GET"}


def test_nobody_elses_cart_is_ever_named_to_spark(pat: Visitor, portal: Server, sandbox: Server) -> None:
    sam = Visitor(portal.url)
    sam.sign_in("Sam", "marcuswebb")
    sams, fields = cart_id(sam, "To see in July"), form(pat, homes(pat)[0], "save")
    calls(pat, sandbox)
    for cart in (sams, "../accounts", "'", "%00"):
        send(pat, fields | {"do": "move", "from": pats_cart("Favorites"), "cart": cart})
        assert told(pat) == "That list is no longer there, so nothing was changed."
        assert pat.get(f"/saved?cart={cart}").status_code == 404
    assert {call for call in calls(pat, sandbox) if "listing" in call} == {"GET /v1/listingcarts", "GET /v1/listings"}
    assert fields["home"] in homes(pat)


FORGED = [
    {"home": ""},
    {"home": "../my/account"},
    {"home": "1' Or ListPrice Gt '0"},
    {"home": "é"},
    {"home": "1" * 41},
    {"do": "delete"},
    {"do": ""},
]


@pytest.mark.parametrize("forged", FORGED)
def test_a_forged_form_is_turned_away_and_nothing_of_it_passed_on(
    forged: dict[str, str], pat: Visitor, sandbox: Server
) -> None:
    fields = form(pat, first(pat), "save")
    calls(pat, sandbox)
    assert send(pat, fields | forged, allow_redirects=False).status_code == 400
    assert not calls(pat, sandbox)


def test_a_form_without_its_token_changes_nothing(pat: Visitor) -> None:
    home = first(pat)
    fields = form(pat, home, "save") | {"csrf_token": ""}
    assert send(pat, fields).status_code == 400
    assert home not in homes(pat)


ELSEWHERE = ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)", "", "/auth/callback"]


@pytest.mark.parametrize("back", ELSEWHERE)
def test_a_form_leads_to_no_other_site(back: str, pat: Visitor) -> None:
    home = first(pat)
    answer = send(pat, form(pat, home, "save") | {"back": back}, allow_redirects=False)
    assert (answer.status_code, answer.headers["Location"]) == (303, f"/saved#home-{home}")


def test_a_change_that_comes_after_the_sign_in_has_ended_is_offered_again(pat: Visitor) -> None:
    home = first(pat)
    fields = form(pat, home, "save")
    pat.http.cookies.clear()
    assert send(pat, fields).status_code == 403
    pat.press("Continue", to="portal", portal="danalee")
    pat.press("Pat")
    pat.press("Allow")
    assert pat.path == "/saved"
    assert home not in shown(pat)
    pat.press("Make it now")
    assert home in homes(pat)
    assert "did not arrive" not in pat.text("main")


def test_a_change_that_spark_does_not_take_is_offered_again(pat: Visitor, misbehave: Misbehave) -> None:
    home = first(pat)
    fields = form(pat, home, "save")
    misbehave("api", "500", path="/v1/listingcarts", times=1)
    assert send(pat, fields).status_code == 502
    assert home not in homes(pat)
    pat.press("Make it now")
    assert home in homes(pat)


def test_a_change_that_arrives_at_the_second_try_is_not_offered_again(pat: Visitor, misbehave: Misbehave) -> None:
    home = first(pat)
    fields = form(pat, home, "save")
    misbehave("api", "500", path="/v1/listingcarts", times=1)
    assert send(pat, fields).status_code == 502
    assert send(pat, fields).status_code == 200
    assert home in homes(pat)
    assert "did not arrive" not in pat.text("main")


def test_pages_stand_without_the_carts(pat: Visitor, misbehave: Misbehave) -> None:
    home = first(pat)
    misbehave("api", "500", path="/v1/listingcarts", times=4)
    for path in ("/home", "/search", f"/homes/{home}"):
        assert pat.get(path).status_code == 200
        assert not pat.soup.select("form.keep")
    assert pat.get("/saved").status_code == 200
    assert "Your saved homes are safe in your flexmls portal." in pat.text("main")


def test_a_consumer_whose_lists_are_not_made_yet_is_told_so(pat: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    fields = form(pat, first(pat), "save")
    monkeypatch.setattr(store, "sample_carts", lambda _: {})
    sam = Visitor(pat.home)
    sam.sign_in("Sam")
    sam.get("/search")
    assert not sam.soup.select("form.keep")
    sam.get("/saved")
    assert "flexmls has not made your lists yet. Please ask Dana Lee" in sam.text("main")
    token = str(sam.soup.select("[name=csrf_token]")[0]["value"])
    send(sam, fields | {"csrf_token": token, "back": "/search"})
    assert told(sam) == "flexmls has not made your lists yet. Please ask your agent; nothing was changed."


def test_a_move_that_comes_after_the_sign_in_has_ended_is_offered_again(pat: Visitor) -> None:
    home, cabins = homes(pat)[0], cart_id(pat)
    fields = form(pat, home, "quiet")
    pat.http.cookies.clear()
    assert send(pat, fields).status_code == 403
    pat.press("Continue", to="portal", portal="danalee")
    pat.press("Pat")
    pat.press("Allow")
    pat.press("Make it now")
    assert told(pat) == "Moved to Lake cabins. Undo"
    assert home in homes(pat, cabins)
    assert home not in homes(pat)


def test_an_account_that_is_switched_off_meanwhile_is_told_so_and_not_of_one_home(
    pat: Visitor, misbehave: Misbehave
) -> None:
    fields = form(pat, first(pat), "save")
    misbehave("api", "1015", path="/v1/listingcarts/", times=1)
    assert send(pat, fields).status_code == 403
    assert pat.h1 == "flexmls does not let this account in"


def test_a_home_that_comes_into_a_list_while_its_page_is_made_is_no_fault(
    pat: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    late, *before = homes(pat)
    really = carts.fetch_carts

    def a_moment_ago(spark: SparkClient) -> carts.ListingCarts:
        return carts.ListingCarts(tuple(cart.without_listing(late) for cart in really(spark).all))

    monkeypatch.setattr(carts, "fetch_carts", a_moment_ago)
    assert homes(pat) == before
