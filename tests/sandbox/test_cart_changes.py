from __future__ import annotations

import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import TYPE_CHECKING, Any

import pytest

from sandbox.homes import homes
from sandbox.mls import LAKES
from tests.sandbox.api_client import HOMES, ApiClient, cart
from tests.sandbox.clients import Application

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask

AUTOMATIC = ["Favorites", "Rejects", "Recommended", "Removed"]


def listing_not_in(*carts: dict[str, Any]) -> str:
    """A listing that is in none of these carts."""
    return next(key for key in HOMES if not any(key in one["ListingIds"] for one in carts))


def test_an_added_listing_is_there(pat: ApiClient) -> None:
    before = cart(pat, "Favorites")
    [added] = pat.write("POST", f"listingcarts/{before['Id']}", ListingIds=[listing_not_in(before)])
    assert set(added) == {"ResourceUri", "Id", "Name", "ListingCount"}
    assert added["ListingCount"] == 8
    assert cart(pat, "Favorites")["ListingIds"] == [*before["ListingIds"], listing_not_in(before)]


def test_adding_a_listing_twice_changes_nothing(pat: ApiClient) -> None:
    before = cart(pat, "Favorites")
    [added] = pat.write("POST", f"listingcarts/{before['Id']}", ListingIds=before["ListingIds"][:1] * 2)
    assert added["ListingCount"] == 7
    assert cart(pat, "Favorites") == before


def test_with_an_unknown_listing_nothing_is_added(pat: ApiClient) -> None:
    before = cart(pat, "Favorites")
    elsewhere = homes(LAKES.id)[0].id
    for unknown in (elsewhere, "1", 7, None):
        sent = {"ListingIds": [listing_not_in(before), unknown]}
        assert pat.error("POST", f"listingcarts/{before['Id']}", **sent) == (400, 1053)
    assert pat.error("POST", f"listingcarts/{before['Id']}", ListingIds="all") == (400, 1053)
    assert cart(pat, "Favorites") == before


def test_a_removed_listing_is_gone_and_cannot_be_removed_again(pat: ApiClient) -> None:
    before = cart(pat, "Favorites")
    path = f"listingcarts/{before['Id']}/listings/{before['ListingIds'][0]}"
    [removed] = pat.write("DELETE", path)
    assert removed["ListingCount"] == 6
    assert cart(pat, "Favorites")["ListingIds"] == before["ListingIds"][1:]
    assert pat.error("DELETE", path) == (404, 404)


def test_a_change_is_timed(pat: ApiClient) -> None:
    before = cart(pat, "Favorites")
    pat.write("DELETE", f"listingcarts/{before['Id']}/listings/{before['ListingIds'][0]}")
    after = cart(pat, "Favorites")
    moments = [datetime.fromisoformat(one["ModificationTimestamp"]) for one in (before, after)]
    assert moments[0] < moments[1]
    assert after["CreatedTimestamp"] == before["CreatedTimestamp"]


@pytest.mark.parametrize("wrap", [lambda one: one, lambda one: {"ListingCarts": [one]}])
def test_a_new_cart_is_made_by_either_form(pat: ApiClient, wrap: Any) -> None:
    answer = pat.call("listingcarts", "POST", json={"D": wrap({"Name": "Brick", "ListingIds": HOMES[:2]})})
    assert answer.status_code == 201
    made = cart(pat, "Brick")
    assert answer.get_json()["D"]["Results"] == [{"ResourceUri": made["ResourceUri"]}]
    assert (made["PortalCartType"], made["ListingIds"]) == ("Custom", HOMES[:2])


def test_two_carts_of_one_call_are_two(pat: ApiClient) -> None:
    made = pat.write("POST", "listingcarts", ListingCarts=[{"Name": "Brick"}, {"Name": "Wood"}])
    assert len({one["ResourceUri"] for one in made}) == 2


def test_a_taken_name_is_refused_unless_it_may_be_numbered(pat: ApiClient) -> None:
    assert pat.error("POST", "listingcarts", Name="Lake cabins") == (409, 1055)
    pat.write("POST", "listingcarts", Name="Lake cabins", AutoName=True)
    pat.write("POST", "listingcarts", AutoName=True, ListingCarts=[{"Name": "Lake cabins"}])
    assert [one["Name"] for one in pat.read("listingcarts")][4:] == ["Lake cabins", "Lake cabins 2", "Lake cabins 3"]


@pytest.mark.parametrize("sent", [{}, {"Name": " "}, {"ListingCarts": []}, {"ListingCarts": ["Brick"]}])
def test_a_cart_needs_a_name(pat: ApiClient, sent: dict[str, object]) -> None:
    assert pat.error("POST", "listingcarts", **sent) == (400, 1050)


def test_an_own_cart_is_renamed_refilled_and_deleted(pat: ApiClient) -> None:
    path = f"listingcarts/{cart(pat, 'Lake cabins')['Id']}"
    pat.write("PUT", path, Name="Cabins")
    pat.write("PUT", path, ListingIds=HOMES[:1])
    assert cart(pat, "Cabins")["ListingIds"] == HOMES[:1]
    pat.write("DELETE", path)
    assert pat.error("GET", path) == (404, 404)


def test_a_change_says_what_it_changes(pat: ApiClient) -> None:
    path = f"listingcarts/{cart(pat, 'Lake cabins')['Id']}"
    assert pat.error("PUT", path, Color="blue") == (400, 1050)
    assert pat.error("PUT", path, Name="Favorites") == (409, 1055)
    pat.write("PUT", path, Name="Lake cabins")


@pytest.mark.parametrize("name", AUTOMATIC[:2])
def test_a_portal_cart_is_neither_renamed_nor_deleted(pat: ApiClient, name: str) -> None:
    path = f"listingcarts/{cart(pat, name)['Id']}"
    assert pat.error("PUT", path, Name="Mine") == (405, 1018)
    assert pat.error("DELETE", path) == (405, 1018)
    pat.write("PUT", path, ListingIds=[])
    assert cart(pat, name)["ListingCount"] == 0


def test_what_the_agent_recommends_is_read_only(pat: ApiClient) -> None:
    recommended = cart(pat, "Recommended")
    path = f"listingcarts/{recommended['Id']}"
    assert recommended["ListingCount"] == 5
    assert pat.error("POST", path, ListingIds=HOMES[:1]) == (403, 1500)
    assert pat.error("PUT", path, ListingIds=[]) == (403, 1500)
    assert pat.error("DELETE", f"{path}/listings/{recommended['ListingIds'][0]}") == (403, 1500)
    assert cart(pat, "Recommended") == recommended


def test_favorites_and_rejects_have_addresses_of_their_own(pat: ApiClient) -> None:
    before = cart(pat, "Favorites")
    [added] = pat.write("POST", "listingcarts/portal/favorites", ListingIds=[listing_not_in(before)])
    assert added["ListingCount"] == 8
    gone = ",".join(before["ListingIds"][:2])
    [removed] = pat.write("DELETE", f"listingcarts/portal/favorites?ListingIds={gone}")
    assert removed["ListingCount"] == 6
    assert pat.error("DELETE", f"listingcarts/portal/favorites?ListingIds={gone}") == (404, 404)
    [rejects] = pat.read("listingcarts/portal/rejects?_expand=ListingIds")
    assert rejects["ListingIds"] == cart(pat, "Rejects")["ListingIds"]


@pytest.fixture
def fast_thread_switching() -> Iterator[None]:
    """Switch threads far more often, so that a missing lock shows."""
    usual = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(usual)


@pytest.mark.usefixtures("fast_thread_switching")
def test_writes_at_the_same_time_all_count(sandbox: Flask, pat: ApiClient) -> None:
    path = f"listingcarts/{cart(pat, 'Lake cabins')['Id']}"
    pat.write("PUT", path, ListingIds=[])
    with ThreadPoolExecutor(8) as threads:

        def add(listing_id: str) -> int:
            someone = ApiClient(Application(sandbox.test_client()), pat.token)
            return someone.call(path, "POST", json={"D": {"ListingIds": [listing_id]}}).status_code

        assert set(threads.map(add, HOMES[:60])) == {200}
    assert cart(pat, "Lake cabins")["ListingCount"] == 60
