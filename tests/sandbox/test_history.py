from __future__ import annotations

import pytest

from sandbox.homes import QUIRKS, Home, homes
from sandbox.homes.quirks import Quirk
from sandbox.mls import PRAIRIE
from sandbox.people import MARCUS
from tests.sandbox.listing_client import get_data


def test_the_history_of_a_listing_agrees_with_its_prices() -> None:
    home = next(home for home in homes(PRAIRIE.id) if home.fields["PreviousListPrice"] and home.quirk == Quirk())
    first, *changes = get_data(f"/v1/listings/{home.id}/history")["Results"]
    changes = [event for event in changes if event["Event"] == "PriceChange"]
    assert (first["Event"], first["PriceAtEvent"]) == ("NewListing", home.fields["OriginalListPrice"])
    assert changes[-1]["PriceAtEvent"] == home.fields["ListPrice"]
    assert changes[-1]["ModificationTimestamp"] == home.fields["PriceChangeTimestamp"]
    assert first["PriceAtEvent"] + sum(event["PriceChange"] for event in changes) == home.fields["ListPrice"]


def test_a_consumer_gets_the_history_in_short() -> None:
    path = f"/v1/listings/{QUIRKS['pending']}/history"
    assert "ChangedBy" not in get_data(path)["Results"][-1]
    [*_, last] = get_data(path, role="private")["Results"]
    assert (last["Event"], last["NewValue"], last["ChangedBy"]["Name"]) == ("StatusChange", "Pending", "Dana Lee")


def test_an_mls_may_keep_its_history_from_consumers() -> None:
    home = get_data(agent=MARCUS)["Results"][0]
    for path in ("history", "historical/pricehistory", "historical"):
        assert get_data(f"{home['ResourceUri']}/{path}", agent=MARCUS)["Results"] == []
    assert get_data(f"{home['ResourceUri']}/history", agent=MARCUS, role="private")["Results"]
    assert get_data(f"/v1/listings/{QUIRKS['pending']}/history", role="idx")["Results"] == []


def sold_before() -> str:
    plain = (home for home in homes(PRAIRIE.id) if home.fields["StandardStatus"] == "Active" and home.quirk == Quirk())
    paths = (f"/v1/listings/{home.id}" for home in plain)
    return next(path for path in paths if get_data(f"{path}/historical")["Results"])


def test_an_earlier_listing_of_the_same_property_is_a_listing() -> None:
    path = sold_before()
    now = get_data(path)["Results"][0]["StandardFields"]
    [earlier] = get_data(f"{path}/historical")["Results"]
    then = earlier["StandardFields"]
    assert then["ListingKey"] == earlier["Id"] != now["ListingKey"]
    assert (then["UnparsedAddress"], then["StandardStatus"]) == (now["UnparsedAddress"], "Closed")
    assert then["ClosePrice"] < now["ListPrice"]
    assert then["CloseDate"] < now["OnMarketDate"]


def test_the_price_history_tells_of_all_listings_in_order() -> None:
    events = get_data(f"{sold_before()}/historical/pricehistory")["Results"]
    assert [event["Event"] for event in events][:3] == ["NewListing", "StatusChange", "NewListing"]
    times = [event["ModificationTimestamp"] for event in events]
    assert times == sorted(times)


@pytest.mark.parametrize("home", homes(PRAIRIE.id)[::23], ids=lambda home: home.id)
def test_every_history_runs_forward_and_tells_of_real_changes(home: Home) -> None:
    events = get_data(f"/v1/listings/{home.id}/history", role="private")["Results"]
    times = [event["ModificationTimestamp"] for event in events]
    assert times == sorted(times)
    assert all(event.get("PriceChange") != 0 for event in events)
