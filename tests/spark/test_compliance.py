"""Which lines a listing's credit has, from made values."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from app.spark.attribution import AttributionLine, Logo, required_lines
from app.spark.fields import MASK, Fields, unmask
from app.spark.listing import Listing
from app.spark.mls import RequiredFields, SystemInfo, attribution_lines

FIELDS = {
    "MlsId": "1", "ListOfficeName": "Red River Realty", "ListOfficePhone": "701-555-0187",
    "ListOfficeEmail": "office@example.com", "ListAgentFirstName": "Jo", "ListAgentLastName": "Fields",
    "ListAgentPreferredPhone": "701-555-0188", "ListAgentEmail": "jo@example.com", "CoListAgentFirstName": "Kim",
    "CoListAgentLastName": "Ost", "CoListOfficeName": "Elm Realty", "CoListAgentEmail": "kim@example.com",
    "BuyerOfficeName": "Birch Homes", "AttributionContact": "701-555-0199", "SourceMLS": "Prairie MLS",
}  # fmt: skip
OFFICE = AttributionLine("Listing office", "Red River Realty")
CONTACT = AttributionLine(text="701-555-0199")
SYSTEM = SystemInfo(
    "Prairie MLS",
    "1",
    logos=(Logo("Prairie MLS", "https://x.example/p.png"),),
    compliance={"1": RequiredFields(("ListOfficeName",), ("ListOfficeName", "ListAgentName", "IDXLogo"))},
)


def home(display: object = None, **changed: object) -> Listing:
    item: dict[str, Any] = {"Id": "1", "StandardFields": FIELDS | changed, "DisplayCompliance": display}
    return Listing.read(Fields(unmask(item)))


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("ListOfficePhone", AttributionLine("Listing office’s phone", "701-555-0187")),
        ("ListOfficeEmail", AttributionLine("Listing office’s e-mail", "office@example.com")),
        ("ListAgentName", AttributionLine("Listing agent", "Jo Fields")),
        ("ListMemberName", AttributionLine("Listing agent", "Jo Fields")),
        ("ListMemberPhone", AttributionLine("Listing agent’s phone", "701-555-0188")),
        ("ListMemberEmail", AttributionLine("Listing agent’s e-mail", "jo@example.com")),
        ("CoListAgentName", AttributionLine("Co-listing agent", "Kim Ost")),
        ("CoListOfficeName", AttributionLine("Co-listing office", "Elm Realty")),
        ("CoListMemberEmail", AttributionLine("Co-listing agent’s e-mail", "kim@example.com")),
        ("BuyerOfficeName", AttributionLine("Buyer’s office", "Birch Homes")),
    ],
)
def test_each_name_that_an_mls_demands_is_a_labelled_line(name: str, line: AttributionLine) -> None:
    assert required_lines(home().attribution, (name,)) == (OFFICE, line, CONTACT)


@pytest.mark.parametrize(
    "name", ["", "List", "AgentName", "ListListAgentName", "PrivateRemarks", "ListOfficeAddress", "CoListMemberPhone"]
)
def test_a_name_that_says_nothing_here_gives_no_line(name: str) -> None:
    assert required_lines(home().attribution, (name,)) == (OFFICE, CONTACT)


def test_the_office_comes_first_and_once_wherever_it_is_demanded() -> None:
    shown = required_lines(home().attribution, ("ListAgentName", "ListOfficeName", "ListAgentName", "ListMemberName"))
    assert shown == (OFFICE, AttributionLine("Listing agent", "Jo Fields"), CONTACT)


def test_what_is_withheld_is_not_told() -> None:
    masked = home(**dict.fromkeys(FIELDS, MASK))
    names = ("ListAgentName", "ListMemberPhone", "CoListOfficeName", "BuyerOfficeName", "IDXLogo")
    assert required_lines(masked.attribution, names) == (AttributionLine("Listing office", "not given by the MLS"),)


def test_the_contact_is_what_the_listing_gives_else_the_agents_or_the_offices_phone() -> None:
    assert required_lines(home().attribution, ())[-1].text == "701-555-0199"
    assert required_lines(home(AttributionContact=None).attribution, ())[-1].text == "701-555-0188"
    assert (
        required_lines(home(AttributionContact=None, ListAgentPreferredPhone=None).attribution, ())[-1].text
        == "701-555-0187"
    )


def test_a_contact_that_a_line_tells_already_is_not_repeated() -> None:
    shown = required_lines(home(AttributionContact="701-555-0187").attribution, ("ListOfficePhone",))
    assert [line.text for line in shown] == ["Red River Realty", "701-555-0187"]


def test_a_demanded_logo_is_the_listings_own_else_that_of_its_mls() -> None:
    own = {"IDXLogo": {"LogoUri": "https://x.example/own.png", "Type": "Uri"}}
    assert attribution_lines(home(own), SYSTEM, detail=True)[2] == AttributionLine(
        logo=Logo("Prairie MLS", "https://x.example/own.png")
    )
    assert attribution_lines(home(), SYSTEM, detail=True)[-1] == AttributionLine(logo=SYSTEM.logos[0])
    words = {"IDXLogo": {"LogoUri": "IDX", "Type": "Text"}}
    assert attribution_lines(home(words), SYSTEM, detail=True)[2] == AttributionLine(logo=Logo("IDX"))


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        (("IDXLogo", "IDXLogoSmall"), "https://x.example/IDXLogoSmall.png"),
        (("IDXLogo",), "https://x.example/IDXLogo.png"),
        ((), "https://x.example/p.png"),
    ],
)
def test_a_list_whose_mls_demands_a_logo_carries_one_and_the_small_one_if_there_is(
    sent: tuple[str, ...], shown: str
) -> None:
    demands = replace(SYSTEM, compliance={"1": RequiredFields(("ListOfficeName", "IDXLogoSmall"), ("ListOfficeName",))})
    display = {name: {"LogoUri": f"https://x.example/{name}.png", "Type": "Uri"} for name in sent}
    logos = [line.logo for line in attribution_lines(home(display), demands) if line.logo]
    assert [logo.address for logo in logos] == [shown]


def test_a_home_of_another_mls_does_not_carry_our_logo() -> None:
    assert not [line for line in attribution_lines(home(MlsId="2"), SYSTEM, detail=True) if line.logo]


def test_a_list_shows_less_than_a_page_unless_spark_calls_the_home_detailed() -> None:
    assert attribution_lines(home(), SYSTEM) == (OFFICE, CONTACT)
    assert AttributionLine("Listing agent", "Jo Fields") in attribution_lines(home({"View": "Detail"}), SYSTEM)


def test_without_a_word_of_the_mls_office_and_agent_are_named() -> None:
    assert attribution_lines(home(), None, detail=True) == (
        OFFICE,
        AttributionLine("Listing agent", "Jo Fields"),
        CONTACT,
    )
