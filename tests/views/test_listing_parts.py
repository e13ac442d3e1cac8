"""The parts of a home's page: its way back, details, links outside, prices, photos, similar homes and the estimate."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import pytest

from app.spark.errors import Unavailable
from app.views import listing
from sandbox.homes import QUIRKS, by_id
from sandbox.mls import PRAIRIE
from tests.servers import Visitor
from tests.views.carts import form, pat, send
from tests.views.listing_pages import one, sections, see, truth

__all__ = ["pat"]


def money(words: str) -> list[int]:
    return [int(amount.replace(",", "")) for amount in re.findall(r"\$([\d,]+)", words)]


def test_similar_homes_that_do_not_come_leave_the_rest_of_the_page(
    pat: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_: object, **__: object) -> None:
        raise Unavailable("no answer")

    monkeypatch.setattr(listing, "search", away)
    assert "Similar homes" not in see(pat, "markup")
    assert pat.page.status_code == 200


def test_groups_have_the_names_and_labels_of_the_mls_and_the_first_two_are_open(pat: Visitor) -> None:
    see(pat, "million")
    groups = pat.soup.select(".groups details")
    assert [group.has_attr("open") for group in groups] == [True, True] + [False] * (len(groups) - 2)
    names = [heading.get_text() for heading in pat.soup.select(".groups h3")]
    assert names.index("General") < names.index("Exterior") < names.index("Interior")
    assert "Roof Asphalt Shingle" in pat.text(".groups")
    assert "Attached Garage Yes" in pat.text(".groups")


def test_the_neighbors_of_a_home_in_a_search_are_named_without_an_address(pat: Visitor) -> None:
    pat.get("/search?sort=price")
    homes = [str(card["id"]).removeprefix("home-") for card in pat.soup.select("main .card")]
    pat.get(f"/homes/{homes[4]}")
    links = [one(pat, f".trail a[rel={way}]") for way in ("prev", "next")]
    assert [link["href"] for link in links] == [f"/homes/{homes[3]}", f"/homes/{homes[5]}"]
    assert [" ".join(link.get_text().split()) for link in links] == ["Previous home", "Next home"]
    pat.get(f"/homes/{homes[0]}")
    assert not pat.soup.select(".trail a[rel=prev]")
    pat.get(f"/homes/{homes[-1]}")
    assert not pat.soup.select(".trail a[rel=next]")


@pytest.mark.parametrize("page", ["/saved", "/saved?cart=agent&sort=price", "/search?view=map"])
def test_a_home_leads_back_to_the_list_that_it_was_found_on(page: str, pat: Visitor) -> None:
    pat.get("/search?place=Moorhead")
    pat.get(page)
    first, second = (str(link["href"]) for link in pat.soup.select("main .card h3 a")[:2])
    pat.get(first)
    assert one(pat, ".trail a")["href"] == page
    assert one(pat, ".trail a[rel=next]")["href"] == second


def test_a_home_leads_back_to_the_saved_search_that_found_it(pat: Visitor) -> None:
    pat.get("/searches")
    runs = [str(link["href"]) for link in pat.soup.select(".rules h2 a")]
    by_id = next(link for link in runs if link.startswith("/searches/"))
    pat.get(by_id)
    pat.get(str(pat.soup.select("main .card h3 a")[0]["href"]))
    assert one(pat, ".trail a")["href"] == by_id


def test_a_home_that_no_search_led_to_leads_to_the_search(pat: Visitor) -> None:
    see(pat, "markup")
    assert one(pat, ".trail a")["href"] == "/search"
    assert not pat.soup.select(".trail a[rel]")


def test_links_outside_name_their_site_and_tell_it_nothing(pat: Visitor) -> None:
    see(pat, "million")
    links = pat.soup.select(".rest a[target=_blank]")
    assert len(links) > 4
    for link in links:
        host = urlsplit(str(link["href"])).hostname or ""
        assert link["rel"] == ["noopener", "noreferrer", "nofollow"]
        assert {"www.youtube.com": "YouTube", "vimeo.com": "Vimeo"}.get(
            host, host.removeprefix("www.")
        ) in link.get_text()
    assert "Commission agreement" not in pat.page.text
    assert "slides.example.com" not in pat.page.text


def test_a_sold_home_says_when_and_offers_neither_a_tour_nor_an_estimate(pat: Visitor) -> None:
    words = see(pat, "closed")
    assert re.search(r"This home was sold on \w{3} \d+, \d{4}|This home was sold on \d+ \w{3} \d{4}", words)
    assert "Sold for" in words
    assert "Request a tour" not in words
    assert "What it may cost a month" not in sections(pat)
    assert "Ask Dana Lee" in words


def test_land_gets_an_estimate_and_no_rooms(pat: Visitor) -> None:
    see(pat, "land")
    assert "What it may cost a month" in sections(pat)
    assert "Rooms" not in sections(pat)


def test_an_earlier_price_stands_with_its_day_and_in_the_history(pat: Visitor) -> None:
    home = next(
        home for home in by_id(PRAIRIE.id).values()
        if home.fields["PreviousListPrice"] and home.fields["StandardStatus"] == "Active"
    )  # fmt: skip
    pat.get(f"/homes/{home.id}")
    earlier = f"${home.fields['PreviousListPrice']:,}"
    assert f"was {earlier} until " in pat.text(".figures")
    assert re.search(rf"Price changed \${home.fields['ListPrice']:,} was {re.escape(earlier)}", pat.text("main"))


def test_similar_homes_are_of_the_same_type_and_city_and_cost_about_the_same(pat: Visitor) -> None:
    see(pat, "markup")
    known = truth("markup")
    method = pat.text(".similar .tally")
    low, high = money(method)
    assert f"Residential for sale in {known['City']}" in method
    price = int(str(known["ListPrice"]))
    assert abs(low - price * 0.85) < price / 100
    assert abs(high - price * 1.15) < price / 100
    cards = pat.soup.select(".similar .card")
    assert 0 < len(cards) <= 3
    for card in cards:
        other = by_id(PRAIRIE.id)[str(card["id"]).removeprefix("home-")].fields
        assert other["ListingKey"] != known["ListingKey"]
        assert (other["City"], other["PropertyType"], other["StandardStatus"]) == (known["City"], "A", "Active")
        assert low <= int(str(other["ListPrice"])) <= high


def test_all_similar_homes_are_a_search_away(pat: Visitor) -> None:
    see(pat, "markup")
    some = {str(card["id"]) for card in pat.soup.select(".similar .card")}
    pat.get(str(one(pat, ".similar .tally a")["href"]))
    assert pat.path == "/search"
    assert some < {str(card["id"]) for card in pat.soup.select("main .card")}


def test_a_home_that_the_consumer_hid_is_not_offered_as_similar(pat: Visitor) -> None:
    see(pat, "markup")
    hidden = str(one(pat, ".similar .card")["id"]).removeprefix("home-")
    send(pat, form(pat, QUIRKS["markup"], "hide") | {"home": hidden})
    see(pat, "markup")
    assert hidden not in [str(card["id"]).removeprefix("home-") for card in pat.soup.select(".similar .card")]


def test_the_estimate_takes_its_values_from_the_address_and_says_whose_it_is(pat: Visitor) -> None:
    words = see(pat, "markup", "?price=200000&down=0&rate=6&years=30&tax=1200&fee=0")
    assert "Our estimate, not the MLS’s" in words
    assert "$1,199.10" in pat.text(".estimate")
    assert "Together a month $1,299.10" in pat.text(".estimate")
    assert str(one(pat, ".estimate form")["action"]).endswith("#estimate")


def test_a_wrong_value_in_the_estimate_is_named_beside_its_field(pat: Visitor) -> None:
    see(pat, "markup", "?rate=lots")
    field = one(pat, "#rate[aria-invalid=true]")
    assert field["value"] == "lots"
    assert one(pat, f"#{field['aria-describedby']}").get_text() == "Interest rate must be a number, such as 1."
    assert pat.text("title").startswith("Error: ")
    assert not pat.soup.select(".estimate .sum")


@pytest.mark.parametrize(("quirk", "number"), [("no_photo", 0), ("sixty_photos", 60)])
def test_however_many_photos_there_are_all_can_be_seen(quirk: str, number: int, pat: Visitor) -> None:
    see(pat, quirk)
    assert len(pat.soup.select("#photos li")) == number
    assert len(pat.soup.select(".mosaic li")) == min(number, 5)
    assert bool(pat.soup.select(".mosaic.none")) is (number == 0)


def test_the_printed_sheet_and_the_copied_link_bear_the_address_of_the_page_alone(pat: Visitor) -> None:
    see(pat, "markup", "?rate=5#estimate")
    address = f"{pat.home}/homes/{QUIRKS['markup']}"
    assert pat.text(".printed") == address
    assert one(pat, ".copy-link")["data-address"] == address
    assert "will need to sign in" in str(one(pat, "[data-copied]")["data-copied"])
