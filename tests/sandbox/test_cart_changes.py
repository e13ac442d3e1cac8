from __future__ import annotations

import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import TYPE_CHECKING, Any

import pytest

from sandbox.homes import homes
from sandbox.mls import LAKES
from tests.sandbox.shelves import HOMES, Person, cart
from tests.sandbox.visits import Application

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask

AUTOMATIC = ["Favorites", "Rejects", "Recommended", "Removed"]


def outside(*carts: dict[str, Any]) -> str:
    """A home in none of these carts."""
    return next(key for key in HOMES if not any(key in one["ListingIds"] for one in carts))


def test_an_added_listing_is_there(pat: Person) -> None:
    before = cart(pat, "Favorites")
    [added] = pat.write("POST", f"listingcarts/{before['Id']}", ListingIds=[outside(before)])
    assert set(added) == {"ResourceUri", "Id", "Name", "ListingCount"}
    assert added["ListingCount"] == 8
    assert cart(pat, "Favorites")["ListingIds"] == [*before["ListingIds"], outside(before)]


def test_adding_a_listing_twice_changes_nothing(pat: Person) -> None:
    before = cart(pat, "Favorites")
    [added] = pat.write("POST", f"listingcarts/{before['Id']}", ListingIds=before["ListingIds"][:1] * 2)
    assert added["ListingCount"] == 7
    assert cart(pat, "Favorites") == before


def test_with_an_unknown_listing_nothing_is_added(pat: Person) -> None:
    before = cart(pat, "Favorites")
    elsewhere = homes(LAKES.id)[0].id
    for unknown in (elsewhere, "1", 7, None):
        sent = {"ListingIds": [outside(before), unknown]}
        assert pat.refused("POST", f"listingcarts/{before['Id']}", **sent) == (400, 1053)
    assert pat.refused("POST", f"listingcarts/{before['Id']}", ListingIds="all") == (400, 1053)
    assert cart(pat, "Favorites") == before


def test_a_removed_listing_is_gone_and_cannot_be_removed_again(pat: Person) -> None:
    before = cart(pat, "Favorites")
    path = f"listingcarts/{before['Id']}/listings/{before['ListingIds'][0]}"
    [removed] = pat.write("DELETE", path)
    assert removed["ListingCount"] == 6
    assert cart(pat, "Favorites")["ListingIds"] == before["ListingIds"][1:]
    assert pat.refused("DELETE", path) == (404, 404)


def test_a_change_is_timed(pat: Person) -> None:
    before = cart(pat, "Favorites")
    pat.write("DELETE", f"listingcarts/{before['Id']}/listings/{before['ListingIds'][0]}")
    after = cart(pat, "Favorites")
    moments = [datetime.fromisoformat(one["ModificationTimestamp"]) for one in (before, after)]
    assert moments[0] < moments[1]
    assert after["CreatedTimestamp"] == before["CreatedTimestamp"]


@pytest.mark.parametrize("wrap", [lambda one: one, lambda one: {"ListingCarts": [one]}])
def test_a_new_cart_is_made_by_either_form(pat: Person, wrap: Any) -> None:
    answer = pat.call("listingcarts", "POST", json={"D": wrap({"Name": "Brick", "ListingIds": HOMES[:2]})})
    assert answer.status_code == 201
    made = cart(pat, "Brick")
    assert answer.get_json()["D"]["Results"] == [{"ResourceUri": made["ResourceUri"]}]
    assert (made["PortalCartType"], made["ListingIds"]) == ("Custom", HOMES[:2])


def test_two_carts_of_one_call_are_two(pat: Person) -> None:
    made = pat.write("POST", "listingcarts", ListingCarts=[{"Name": "Brick"}, {"Name": "Wood"}])
    assert len({one["ResourceUri"] for one in made}) == 2


def test_a_taken_name_is_refused_unless_it_may_be_numbered(pat: Person) -> None:
    assert pat.refused("POST", "listingcarts", Name="Lake cabins") == (409, 1055)
    pat.write("POST", "listingcarts", Name="Lake cabins", AutoName=True)
    pat.write("POST", "listingcarts", AutoName=True, ListingCarts=[{"Name": "Lake cabins"}])
    assert [one["Name"] for one in pat.read("listingcarts")][4:] == ["Lake cabins", "Lake cabins 2", "Lake cabins 3"]


@pytest.mark.parametrize("sent", [{}, {"Name": " "}, {"ListingCarts": []}, {"ListingCarts": ["Brick"]}])
def test_a_cart_needs_a_name(pat: Person, sent: dict[str, object]) -> None:
    assert pat.refused("POST", "listingcarts", **sent) == (400, 1050)


def test_an_own_cart_is_renamed_refilled_and_deleted(pat: Person) -> None:
    path = f"listingcarts/{cart(pat, 'Lake cabins')['Id']}"
    pat.write("PUT", path, Name="Cabins")
    pat.write("PUT", path, ListingIds=HOMES[:1])
    assert cart(pat, "Cabins")["ListingIds"] == HOMES[:1]
    pat.write("DELETE", path)
    assert pat.refused("GET", path) == (404, 404)


def test_a_change_says_what_it_changes(pat: Person) -> None:
    path = f"listingcarts/{cart(pat, 'Lake cabins')['Id']}"
    assert pat.refused("PUT", path, Color="blue") == (400, 1050)
    assert pat.refused("PUT", path, Name="Favorites") == (409, 1055)
    pat.write("PUT", path, Name="Lake cabins")


@pytest.mark.parametrize("name", AUTOMATIC[:2])
def test_a_portal_cart_is_neither_renamed_nor_deleted(pat: Person, name: str) -> None:
    path = f"listingcarts/{cart(pat, name)['Id']}"
    assert pat.refused("PUT", path, Name="Mine") == (405, 1018)
    assert pat.refused("DELETE", path) == (405, 1018)
    pat.write("PUT", path, ListingIds=[])
    assert cart(pat, name)["ListingCount"] == 0


def test_what_the_agent_recommends_is_read_only(pat: Person) -> None:
    recommended = cart(pat, "Recommended")
    path = f"listingcarts/{recommended['Id']}"
    assert recommended["ListingCount"] == 5
    assert pat.refused("POST", path, ListingIds=HOMES[:1]) == (403, 1500)
    assert pat.refused("PUT", path, ListingIds=[]) == (403, 1500)
    assert pat.refused("DELETE", f"{path}/listings/{recommended['ListingIds'][0]}") == (403, 1500)
    assert cart(pat, "Recommended") == recommended


def test_favorites_and_rejects_have_addresses_of_their_own(pat: Person) -> None:
    before = cart(pat, "Favorites")
    [added] = pat.write("POST", "listingcarts/portal/favorites", ListingIds=[outside(before)])
    assert added["ListingCount"] == 8
    gone = ",".join(before["ListingIds"][:2])
    [removed] = pat.write("DELETE", f"listingcarts/portal/favorites?ListingIds={gone}")
    assert removed["ListingCount"] == 6
    assert pat.refused("DELETE", f"listingcarts/portal/favorites?ListingIds={gone}") == (404, 404)
    [rejects] = pat.read("listingcarts/portal/rejects?_expand=ListingIds")
    assert rejects["ListingIds"] == cart(pat, "Rejects")["ListingIds"]


@pytest.fixture
def restless_threads() -> Iterator[None]:
    """They take turns far more often than usual, so that a missing lock shows."""
    usual = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(usual)


@pytest.mark.usefixtures("restless_threads")
def test_writes_at_the_same_time_all_count(sandbox: Flask, pat: Person) -> None:
    path = f"listingcarts/{cart(pat, 'Lake cabins')['Id']}"
    pat.write("PUT", path, ListingIds=[])
    with ThreadPoolExecutor(8) as threads:

        def add(listing_id: str) -> int:
            someone = Person(Application(sandbox.test_client()), pat.token)
            return someone.call(path, "POST", json={"D": {"ListingIds": [listing_id]}}).status_code

        assert set(threads.map(add, HOMES[:60])) == {200}
    assert cart(pat, "Lake cabins")["ListingCount"] == 60
