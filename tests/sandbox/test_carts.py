from __future__ import annotations

import re
from datetime import datetime
from typing import TYPE_CHECKING

from sandbox import create_sandbox
from sandbox.homes import homes
from sandbox.mls import LAKES
from tests.sandbox.api_client import HOMES, PAT, ApiClient, cart, idx_client
from tests.sandbox.clients import Application, Visitor

if TYPE_CHECKING:
    pass

AUTOMATIC = ["Favorites", "Rejects", "Recommended", "Removed"]


def test_every_consumer_has_the_portals_carts(application: Application, pat: ApiClient) -> None:
    for person in (pat, ApiClient(application, "lena@example.com")):
        kinds = [one["PortalCartType"] for one in person.read("listingcarts")]
        assert [kind for kind in kinds if kind != "Custom"] == AUTOMATIC
    assert [one["Name"] for one in pat.read("my/listingcarts") if one["PortalCartType"] == "Custom"] == ["Lake cabins"]


def test_pat_has_saved_homes_whose_story_went_on(pat: ApiClient) -> None:
    favorites = cart(pat, "Favorites")
    listings = [one["StandardFields"] for one in pat.read(f"listingcarts/{favorites['Id']}/listings")]
    assert len(listings) == favorites["ListingCount"] == 7
    assert {one["StandardStatus"] for one in listings} == {"Active", "Pending", "Closed"}
    saved = datetime.fromisoformat(favorites["ModificationTimestamp"])
    reduced = [one for one in listings if (one["PreviousListPrice"] or 0) > one["ListPrice"]]
    assert len([one for one in reduced if datetime.fromisoformat(one["PriceChangeTimestamp"]) > saved]) == 3


def test_a_cart_tells_all_about_itself(pat: ApiClient) -> None:
    favorites = next(one for one in pat.read("listingcarts") if one["Name"] == "Favorites")
    assert set(favorites) == {
        "ResourceUri",
        "Id",
        "OwnerId",
        "Name",
        "ListingCount",
        "PortalCartType",
        "ModificationTimestamp",
        "CreatedTimestamp",
        "ViewId",
    }
    assert re.fullmatch(r"\d{26}", favorites["Id"])
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d-0[56]:00", favorites["ModificationTimestamp"])


def test_listings_come_with_a_single_cart_and_with_a_list_when_expanded(pat: ApiClient) -> None:
    [single] = pat.read(f"listingcarts/{cart(pat, 'Rejects')['Id']}")
    assert single == cart(pat, "Rejects")
    assert len(single["ListingIds"]) == single["ListingCount"] == 2


def test_carts_come_in_pages(pat: ApiClient) -> None:
    answer = pat.call("listingcarts?_limit=2&_page=2&_pagination=1&_select=Name").get_json()["D"]
    assert [one["Name"] for one in answer["Results"]] == AUTOMATIC[2:]
    assert answer["Pagination"]["TotalRows"] == 5


def test_the_carts_of_a_listing_are_found(pat: ApiClient) -> None:
    favorites, rejects = cart(pat, "Favorites"), cart(pat, "Rejects")
    wanted = [favorites["ListingIds"][0], rejects["ListingIds"][0]]
    assert [one["Name"] for one in pat.read(f"listingcarts/for/{wanted[0]}")] == ["Favorites"]
    assert [one["Name"] for one in pat.read(f"listingcarts/for/{','.join(wanted)}")] == ["Favorites", "Rejects"]
    assert pat.read("listingcarts/for/1") == []


def test_the_portals_page_has_its_own_spelling(pat: ApiClient) -> None:
    found = pat.read("listingcarts/portal")
    assert [one["PortalCartType"] for one in found] == [*AUTOMATIC, "Custom"]
    assert (found[0]["ResourceURI"], found[0]["VowAdded"]) == (f"/v1/listingcarts/{found[0]['Id']}", [])


def test_one_persons_writes_are_not_seen_by_another(application: Application, pat: ApiClient, sam: ApiClient) -> None:
    seen = sam.read("listingcarts?_expand=ListingIds")
    pat.write("PUT", f"listingcarts/{cart(pat, 'Favorites')['Id']}", ListingIds=HOMES[:3])
    assert sam.read("listingcarts?_expand=ListingIds") == seen
    assert sam.error("GET", f"listingcarts/{cart(pat, 'Favorites')['Id']}") == (404, 404)


def test_each_agent_of_a_person_has_other_carts(application: Application, sam: ApiClient, sam_with_marcus: str) -> None:
    with_marcus = ApiClient(application, sam_with_marcus)
    ids = {one["Id"] for person in (sam, with_marcus) for one in person.read("listingcarts")}
    assert len(ids) == len(sam.read("listingcarts")) + len(with_marcus.read("listingcarts"))
    known = {home.id for home in homes(LAKES.id)}
    assert set(cart(with_marcus, "Favorites")["ListingIds"]) <= known
    pat_like = cart(sam, "Favorites")["Id"]
    assert with_marcus.error("POST", f"listingcarts/{pat_like}", ListingIds=[]) == (404, 404)


def test_an_agent_has_ordinary_carts(application: Application) -> None:
    dana = ApiClient(application, "dana@example.com")
    dana.write("POST", "listingcarts", Name="Open on Sunday", ListingIds=HOMES[:2])
    found = dana.read("listingcarts")
    assert [one["Name"] for one in found] == ["Tour on Saturday", "Open on Sunday"]
    assert not [one for one in found if "PortalCartType" in one]
    assert dana.read("listingcarts/portal") == []
    assert dana.error("GET", "listingcarts/portal/favorites") == (404, 404)


def test_the_idx_role_has_no_carts(application: Application) -> None:
    idx = idx_client(application)
    assert idx.error("GET", "listingcarts") == (403, 1500)
    assert idx.error("GET", "listingcarts/portal") == (403, 1500)
    assert idx.error("GET", "listings?_filter=ListingCart Eq '1'") == (403, 1500)


def test_another_sandbox_begins_with_the_same_carts(pat: ApiClient) -> None:
    elsewhere = ApiClient(Application(create_sandbox().test_client()), PAT)
    assert cart(elsewhere, "Favorites")["ListingIds"] == cart(pat, "Favorites")["ListingIds"]
    pat.write("PUT", f"listingcarts/{cart(pat, 'Favorites')['Id']}", ListingIds=[])
    assert cart(elsewhere, "Favorites")["ListingCount"] == 7


def test_a_consumer_signs_in_to_the_same_carts_again(
    browser: Visitor, application: Application, pat: ApiClient
) -> None:
    code = browser.sign_in("/auth/vow/danalee", "Pat Olsen", "Allow")
    again = ApiClient(application, application.redeem(code).get_json()["access_token"])
    pat.write("POST", "listingcarts", Name="Brick")
    assert cart(again, "Brick") == cart(pat, "Brick")
