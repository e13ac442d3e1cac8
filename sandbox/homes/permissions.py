"""Display permissions of a listing, and its private fields."""

from __future__ import annotations

import random

from sandbox.homes.listing import Fields, Listing, field_names

PRIVATE_FIELDS = field_names(
    """
    BuyerAgencyCompensation BuyerAgencyCompensationType BuyerAgentId ContingencyRemarks ExpirationDate
    ListingAgreement LockBoxLocation LockBoxNumber LockBoxType OccupantName OccupantPhone OccupantType OwnerName
    OwnerPhone PrivateRemarks ShowingInstructions ShowingPhoneNumber SubAgencyCompensation
    SubAgencyCompensationType
    """
)
VOW_FIELDS = field_names(
    """
    ClosePrice CumulativeDaysOnMarket DaysOnMarket OriginalListPrice PreviousListPrice PriceChangeTimestamp
    """
)


def display_permissions(rng: random.Random) -> Fields:
    """What the seller permits; null means unknown."""
    return {
        "PermitInternetYN": True,
        "PermitAddressInternetYN": True,
        "PermitCommentsInternetYN": None,
        "VOWEntireListingDisplayYN": True,
        "VOWAddressDisplayYN": True,
        "VOWAutomatedValuationDisplayYN": rng.random() < 0.9,
        "VOWConsumerCommentYN": rng.choice([True, True, True, False, None]),
        "ApprovalStatus": True,
    }


def private_fields(listing: Listing, rng: random.Random) -> Fields:
    """Fields for agents only. They have values, so that masks hide something."""
    box = rng.randint(1000, 9999)
    return {
        "PrivateRemarks": f"Combo box {box}. Text {listing.agent.given_name} before showing; dog in the kennel.",
        "ShowingInstructions": rng.choice(["Two hours notice", "Go direct", "Appointment with listing office"]),
        "ShowingPhoneNumber": listing.agent.office.phone,
        "OwnerName": rng.choice(["Owner of record", "Private trust", "Estate"]),
        "OwnerPhone": f"{listing.agent.phone[:3]}-555-0199",
        "OccupantName": None,
        "OccupantPhone": None,
        "OccupantType": rng.choice(["Owner", "Tenant", "Vacant"]),
        "LockBoxType": "Combination",
        "LockBoxNumber": str(box),
        "LockBoxLocation": "Front door",
        "BuyerAgencyCompensation": f"{rng.choice([2, 2.4, 2.5, 2.7])}",
        "BuyerAgencyCompensationType": "%",
        "SubAgencyCompensation": None,
        "SubAgencyCompensationType": None,
        "ListingAgreement": "Exclusive Right to Sell",
        "ExpirationDate": f"{listing.sale.listed.year + 1}-06-30",
        "BuyerAgentId": None,
        "ContingencyRemarks": None,
    }
