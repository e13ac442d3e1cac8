"""What may be shown of a listing, and what only agents see."""

from __future__ import annotations

import random

from sandbox.homes.listing import Fields, Listing
from sandbox.homes.names import names

PRIVATE = names(
    """
    BuyerAgencyCompensation BuyerAgencyCompensationType BuyerAgentId ContingencyRemarks ExpirationDate
    ListingAgreement LockBoxLocation LockBoxNumber LockBoxType OccupantName OccupantPhone OccupantType OwnerName
    OwnerPhone PrivateRemarks ShowingInstructions ShowingPhoneNumber SubAgencyCompensation
    SubAgencyCompensationType
    """
)
VOW_ONLY = names(
    """
    ClosePrice CumulativeDaysOnMarket DaysOnMarket OriginalListPrice PreviousListPrice PriceChangeTimestamp
    """
)


def rights(rng: random.Random) -> Fields:
    """What the seller lets be shown; a null means that nobody said."""
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


def private(listing: Listing, rng: random.Random) -> Fields:
    """For agents only. The values are there, so that a mask has something to hide."""
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
