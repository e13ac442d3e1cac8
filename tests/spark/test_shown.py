"""What an MLS named itself is judged by its name: which names are for agents only, and which lead to a home."""

from __future__ import annotations

import pytest

from app.spark.listing_fields import LOCATION_FIELDS, sounds_like_location, sounds_private


@pytest.mark.parametrize(
    "name",
    [
        "Private Notes", "Confidential Info", "Agent Remarks", "Broker Notes", "Office Use Only", "Internal Notes",
        "Owner Name", "Occupant Type", "Tenant Since", "Seller Motivation", "Lockbox", "Lock Box", "Lock-Box Serial",
        "Keysafe", "Key Safe", "Gate", "Entry Code", "Alarm", "Password", "Showing Instructions", "Appointment Needed",
        "Access", "Buyer Compensation", "Commission", "Bonus", "Incentive", "Listing Agreement", "Listing Type",
        "Phone", "Email", "E-mail", "Contact", "Elementary School", "Crime Rate", "Demographics", "Population",
        "Median Income", "Race", "Religion", "Valuation", "Estimated Value", "AVM",
    ],
)  # fmt: skip
def test_a_name_for_agents_only_is_known_wherever_it_stands(name: str) -> None:
    assert sounds_private(name)
    assert sounds_private("Main", name.upper(), "Pond")
    assert not sounds_private("Main", "Pond", "Deck")


@pytest.mark.parametrize(
    "name",
    [
        "Site Address", "Street", "Driving Directions", "Parcel", "Legal Description", "Lot Number", "Lot No.",
        "Coordinates", "Latitude", "Longitude", "Map Page",
    ],
)  # fmt: skip
def test_a_name_that_leads_to_the_home_is_known(name: str) -> None:
    assert sounds_like_location(name)
    assert sounds_like_location(name.upper(), "Pond")
    assert not sounds_like_location("Lot Features", "Pond")


def test_parcel_cross_street_and_directions_lead_to_the_home() -> None:
    assert {"ParcelNumber", "CrossStreet", "Directions"} == LOCATION_FIELDS
