"""What the templates make of values that are missing, many, hostile or withheld."""

from __future__ import annotations

from dataclasses import replace

import pytest
from bs4 import BeautifulSoup

from app.spark.accounts import Agent, Contact
from app.spark.fields import Fields
from app.spark.listing import Listing
from app.spark.listings import ListingPage
from app.spark.mls import SystemInfo
from app.views.context import PageContext
from tests.screens import BRAND, CONTEXT, DANA, SCREENS, SIGNED_IN, home, page, pictures, render, seen

HOSTILE = '<script>alert(1)</script>"onclick="alert(1)'


@pytest.mark.parametrize(("name", "signed_in"), SCREENS)
def test_no_page_has_a_style_or_a_script_of_its_own(name: str, signed_in: bool) -> None:
    soup = BeautifulSoup(render(name, signed_in=signed_in), "html.parser")
    assert not [tag for tag in soup.find_all(True) for attribute in tag.attrs if attribute.startswith(("style", "on"))]
    assert not any(tag.get_text() or not tag.get("src") for tag in soup.find_all("script"))
    assert [tag.get_text() for tag in soup.find_all("style")] == [BRAND.css]


@pytest.mark.parametrize(("name", "signed_in"), SCREENS)
def test_every_page_has_one_heading_a_title_and_a_way_past_the_header(name: str, signed_in: bool) -> None:
    soup = BeautifulSoup(render(name, signed_in=signed_in), "html.parser")
    assert len(soup.find_all("h1")) == 1
    assert [title.get_text().endswith(" · Hawthorn & Lee") for title in soup.find_all("title")] == [True]
    assert soup.select_one("a.skip[href='#main']")
    assert soup.select_one("main#main")


@pytest.mark.parametrize(("name", "signed_in"), SCREENS)
def test_a_page_renders_while_neither_spark_nor_the_settings_name_an_agent(name: str, signed_in: bool) -> None:
    nameless = replace(BRAND, color=None, agent_name=None, agent_email=None, agent_phone=None, brokerage=None)
    assert "None" not in seen(render(name, signed_in=signed_in, context=PageContext(), brand=nameless))


@pytest.mark.parametrize("name", SIGNED_IN)
def test_search_engines_are_kept_out_of_signed_in_pages(name: str) -> None:
    assert BeautifulSoup(render(name), "html.parser").select_one("meta[name=robots][content=noindex]")


@pytest.mark.parametrize("name", SIGNED_IN)
def test_every_signed_in_page_names_the_agent_the_mls_and_its_disclaimer(name: str) -> None:
    words = seen(render(name))
    for text in ("Dana Lee", "701-555-0142", "dana@example.com", "Prairie MLS", "Not guaranteed.", "9:14 AM CST"):
        assert text in words
    assert "Equal Housing Opportunity" in words


def test_a_listing_of_which_nothing_is_known_still_is_a_page() -> None:
    nothing = Listing.read(Fields({"Id": "1"}))
    for words in (
        seen(render("listing/listing.html", home=nothing)),
        seen(render("search/search.html", page=page(nothing))),
    ):
        assert "None" not in words
        assert "Listing office: not given by the MLS" in words
        assert "Address not given" in words
        assert "Price not given" in words


def test_a_listing_without_photos_says_so() -> None:
    soup = BeautifulSoup(render("listing/listing.html", home=home(Photos=[])), "html.parser")
    assert not soup.select("main img")
    assert "has not sent a photo" in soup.get_text()


@pytest.mark.parametrize("number", [2, 3, 4, 5, 60])
def test_a_listing_shows_five_photos_first_and_links_to_all(number: int) -> None:
    soup = BeautifulSoup(render("listing/listing.html", home=home(Photos=pictures(number))), "html.parser")
    assert len(soup.select(".mosaic li")) == min(number, 5)
    assert len(soup.select("#photos li")) == number
    assert all(soup.find(id=str(link["href"]).removeprefix("#")) for link in soup.select(".mosaic a"))


def test_a_single_photo_links_to_its_large_one() -> None:
    soup = BeautifulSoup(render("listing/listing.html", home=home(Photos=pictures(1))), "html.parser")
    assert [link["href"] for link in soup.select(".mosaic a")] == ["https://photos.example/1.jpg"]


def test_markup_in_any_field_is_shown_as_text() -> None:
    texts = dict.fromkeys(
        ("ListingId", "PropertySubType", "UnparsedFirstLineAddress", "City", "ListOfficeName", "ListAgentLastName",
         "AttributionContact", "PublicRemarks", "LotSizeDimensions", "MlsStatus", "StandardStatus"), HOSTILE,
    )  # fmt: skip
    hostile = home(**texts, Photos=pictures(2, HOSTILE))
    agent = Agent("1", HOSTILE, HOSTILE, HOSTILE, "1", None)
    context = PageContext(
        None,
        Contact("1", HOSTILE, HOSTILE, None),
        agent,
        (agent,),
        SystemInfo(HOSTILE, "1", None, HOSTILE),
        {"A": HOSTILE},
    )
    for html in (
        render("home/home.html", sections={"newest": [hostile]}, context=context),
        render("listing/listing.html", home=hostile, context=context),
        render("search/search.html", page=page(hostile), context=context),
        render(
            "landing/landing.html", signed_in=False, portal=HOSTILE, choice="portal", problem=HOSTILE, wanted=HOSTILE
        ),
    ):
        soup = BeautifulSoup(html, "html.parser")
        assert HOSTILE in soup.get_text()
        assert all(str(tag["src"]).startswith("/static/js/") for tag in soup.find_all("script"))
        assert not soup.find_all(onclick=True)


def test_a_withheld_address_is_nowhere_on_the_page() -> None:
    withheld = home(VOWAddressDisplayYN=False, Photos=pictures(2, "1420 Elm Street from the south"))
    for html in (render("listing/listing.html", home=withheld), render("search/search.html", page=page(withheld))):
        assert "Address withheld at the seller’s request" in html
        assert "Elm" not in html
        assert "58102" not in html


def test_a_closed_home_tells_what_it_was_sold_for() -> None:
    closed = home(MlsStatus="Sold", StandardStatus="Closed", ClosePrice="375000")
    for html in (render("listing/listing.html", home=closed), render("search/search.html", page=page(closed))):
        assert "Sold for $375,000" in seen(html)
        assert "$389,900" not in html
        assert "New this week" not in html


def test_an_earlier_price_is_told_in_words_too() -> None:
    html = render("search/search.html", page=page(home(PreviousListPrice="404900")))
    assert "$389,900 earlier price $404,900" in seen(html)


@pytest.mark.parametrize(("agent", "said"), [("Jo Fields", False), ("Dana Lee", True)])
def test_only_another_person_is_said_not_to_be_the_listing_agent(agent: str, said: bool) -> None:
    words = seen(render("listing/listing.html", context=replace(CONTEXT, agent=replace(DANA, name=agent))))
    assert ("is your agent, not the listing agent." in words) is said


def test_the_listing_office_and_its_contact_stand_beside_the_price() -> None:
    for name in ("listing/listing.html", "search/search.html"):
        words = seen(render(name))
        assert "Listing office: Red River Realty" in words
        assert "701-555-0187" in words
        assert "#24-1180" in words


def test_remarks_keep_their_words_and_paragraphs() -> None:
    soup = BeautifulSoup(render("listing/listing.html"), "html.parser")
    assert [part.get_text() for part in soup.select(".prose p")] == ["Oak floors.", "A deep porch."]


def test_the_page_one_is_on_is_marked_and_its_neighbours_are_links() -> None:
    soup = BeautifulSoup(render("search/search.html"), "html.parser")
    assert [link.get_text() for link in soup.select(".pagination [aria-current=page]")] == ["Page 5"]
    assert [str(link["href"])[-1] for link in soup.select(".pagination [rel]")] == ["4", "6"]
    assert "Showing 97–120 of 642" in seen(str(soup))


def test_a_page_past_the_last_leads_back_to_the_first() -> None:
    words = seen(render("search/search.html", page=page(number=99)))
    assert "There is nothing on page 99." in words
    assert "Showing" not in words


def test_no_homes_at_all_is_said_kindly() -> None:
    assert "There are no homes to show yet." in seen(render("search/search.html", page=ListingPage((), 1, 1, 0)))


def test_homes_that_cannot_be_fetched_leave_the_rest_of_the_page() -> None:
    words = seen(render("home/home.html", sections={"newest": None, "picked": ()}, total=0, searches=None))
    assert "Good to see you, Pat" in words
    assert "Listings are not answering just now. Nothing of yours is lost. Try again" in words
    assert "Your searches are not answering just now." in words
    assert "From Dana Lee" not in words


def test_the_landing_chooses_nothing_for_the_visitor() -> None:
    soup = BeautifulSoup(render("landing/landing.html", signed_in=False), "html.parser")
    assert len(soup.select("input[name=to]")) == 2
    assert not soup.select("input[checked]")
    assert "Continue to sparkplatform.com" in soup.get_text()


def test_a_wrong_portal_name_is_kept_and_the_problem_said_beside_it() -> None:
    html = render("landing/landing.html", signed_in=False, choice="portal", portal="Dana Lee!", problem="Not a name.")
    soup = BeautifulSoup(html, "html.parser")
    (field,) = soup.select("input[name=portal][aria-invalid=true]")
    assert field["value"] == "Dana Lee!"
    assert [soup.find(id=part) is not None for part in str(field["aria-describedby"]).split()] == [True, True]
    assert soup.select_one("[role=alert][autofocus] a[href='#portal']")
    assert "<title>Error: " in html


def test_a_site_of_one_portal_asks_no_question() -> None:
    soup = BeautifulSoup(render("landing/landing.html", signed_in=False, fixed_portal="danalee"), "html.parser")
    assert "Sign in to Dana Lee’s portal" in soup.get_text()
    assert not soup.select("fieldset")
    assert {(tag["name"], tag["value"]) for tag in soup.select("form input")} == {
        ("wanted", "/homes/1"), ("to", "portal"), ("portal", "danalee"),
    }  # fmt: skip
