from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.sandbox.api_client import HOMES, ApiClient, cart

if TYPE_CHECKING:
    pass

AUTOMATIC = ["Favorites", "Rejects", "Recommended", "Removed"]


def test_a_cart_can_be_searched(pat: ApiClient) -> None:
    favorites, rejects = cart(pat, "Favorites"), cart(pat, "Rejects")
    first, second = (f"'{one['Id']}'" for one in (favorites, rejects))
    assert pat.count(f"ListingCart Eq {first}") == 7
    assert pat.count(f"ListingCart Eq {first},{second}") == 9
    assert pat.count(f"ListingCart Ne {first},{second}") == len(HOMES) - 9
    assert pat.count(f"ListingCart Eq {first} Or ListingCart Eq {second}") == 9
    assert pat.count(f"Not ListingCart Eq {first}") == len(HOMES) - 7
    both = f"(ListingCart Eq {first} Or ListingCart Eq {second}) And StandardStatus Eq 'Closed'"
    assert pat.count(both) == 1


def test_a_cart_is_searched_as_it_is_now(pat: ApiClient) -> None:
    favorites = cart(pat, "Favorites")
    pat.write("DELETE", f"listingcarts/{favorites['Id']}/listings/{favorites['ListingIds'][0]}")
    assert pat.count(f"ListingCart Eq '{favorites['Id']}'") == 6


def test_the_listings_of_a_cart_can_be_filtered_sorted_and_paged(pat: ApiClient) -> None:
    path = f"listingcarts/{cart(pat, 'Favorites')['Id']}/listings"
    prices = [one["StandardFields"]["ListPrice"] for one in pat.read(f"{path}?_orderby=%2BListPrice&_limit=3")]
    assert len(prices) == 3
    assert prices == sorted(prices)
    assert len(pat.read(f"{path}?_filter=StandardStatus Eq 'Pending'")) == 1


def test_somebody_elses_cart_is_as_unknown_in_a_filter_as_one_that_never_was(pat: ApiClient, sam: ApiClient) -> None:
    for unknown in (cart(sam, "Favorites")["Id"], "20990101000000000000000000", ""):
        assert pat.error("GET", f"listings?_filter=ListingCart Eq '{unknown}'") == (400, 1060)


@pytest.mark.parametrize(
    "filter_",
    [
        "ListingCart Gt '1'",
        "ListingCart Eq 1",
        "ListingCart Eq NULL",
        "ListingCart Eq City",
        "ListingCart Eq contains('1')",
        "City Eq ListingCart",
        "tolower(ListingCart) Eq '1'",
        "ListingCart Add 1 Eq 1",
        "listingcart Eq '1'",
    ],
)
def test_carts_are_named_by_id_alone(pat: ApiClient, filter_: str) -> None:
    assert pat.error("GET", f"listings?_filter={filter_}") == (400, 1040)
