from __future__ import annotations

import pytest

from sandbox.homes import QUIRKS, homes
from sandbox.mls import LAKES
from sandbox.people import DANA, MARCUS
from sandbox.sparkql import MASK
from tests.sandbox.listing_client import count, error_of, get_data, quirk_fields


@pytest.mark.parametrize("name", ["PrivateRemarks", "OwnerName", "ShowingInstructions", "BuyerAgencyCompensation"])
def test_what_is_for_agents_is_masked_from_consumers(name: str) -> None:
    path = f"/v1/listings/{QUIRKS['pending']}"
    assert get_data(path)["Results"][0]["StandardFields"][name] == MASK
    assert get_data(path, role="private")["Results"][0]["StandardFields"][name] != MASK


def test_idx_sees_less_than_vow() -> None:
    path = f"/v1/listings/{QUIRKS['closed']}"
    assert get_data(path, role="idx")["Results"][0]["StandardFields"]["ClosePrice"] == MASK
    assert get_data(path)["Results"][0]["StandardFields"]["ClosePrice"] > 0


def test_a_masked_office_cannot_be_searched_out() -> None:
    hidden = QUIRKS["masked_office"]
    office = quirk_fields("masked_office", role="private")["ListOfficeName"]
    for condition in (f"ListOfficeName Eq '{office}'", f"ListOfficeName Ne '{office}'", "ListOfficeName Eq NULL"):
        assert count(f"ListingKey Eq '{hidden}' And {condition}") == 0


def test_a_listing_of_another_mls_or_of_none_is_not_found() -> None:
    assert error_of(f"/v1/listings/{homes(LAKES.id)[0].id}") == (404, 404)
    assert error_of("/v1/listings/20130218222800400975000000") == (404, 404)
    assert error_of("/v1/listings/25-10028") == (404, 404)


def test_the_agent_of_the_session_decides_the_mls() -> None:
    body = get_data(agent=MARCUS, pagination="count")
    assert body["Pagination"]["TotalRows"] == 120


def test_an_agent_sees_their_own_listings() -> None:
    found = get_data("/v1/my/listings", role="private", limit=25)["Results"]
    assert len(found) > 5
    assert {home["StandardFields"]["ListAgentId"] for home in found} == {DANA.id}


def test_a_consumer_has_no_listings_of_their_own() -> None:
    assert error_of("/v1/my/listings") == (403, 1500)
