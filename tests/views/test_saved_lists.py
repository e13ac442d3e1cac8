"""What the page of a list shows: its homes in order, what became of them, and those that are gone."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.spark.carts import ListingCarts
from app.views.saved import CartPage, Tab
from sandbox.homes import QUIRKS
from sandbox.homes import homes as market
from sandbox.homes.quirks import Quirk
from sandbox.people import DANA
from tests.screens import CARTS, NOW, TABS, home, page, render, seen
from tests.servers import Visitor
from tests.views.carts import Holding, cart_id, holding, homes, pat, shown, tabs

__all__ = ["holding", "pat"]

HOSTILE = '<script>alert(1)</script>"onclick="alert(1)'
NOBODYS = "20990101000000000000000000"


def for_sale(number: int) -> tuple[str, ...]:
    """Ids of ordinary homes."""
    plain = (one for one in market(DANA.mls.id) if one.quirk == Quirk() and one.fields["StandardStatus"] == "Active")
    return tuple(one.id for one in plain)[:number]


def prices(visitor: Visitor) -> list[int]:
    shown = [price.get_text() for price in visitor.soup.select("main .price")]
    return [int("".join(filter(str.isdigit, text.split("$")[1].split()[0]))) for text in shown]


def test_the_lists_are_those_that_spark_names(pat: Visitor) -> None:
    assert list(tabs(pat)) == ["Saved", "From your agent", "Hidden", "Lake cabins"]
    assert pat.text(".tabs") == "Saved , 7 From your agent , 5 Hidden , 2 Lake cabins , 3"
    assert "Dana Lee, your agent, can see these." in pat.text("main")
    for cart, count in (("saved", 7), ("agent", 5), ("hidden", 2), (cart_id(pat), 3)):
        assert len(homes(pat, cart)) == count
        assert len(pat.soup.select(".tabs [aria-current=page]")) == 1


def test_what_was_saved_last_comes_first(holding: Holding) -> None:
    listed = for_sale(30)
    pat = holding("Favorites", *listed)
    pat.get("/saved")
    assert shown(pat) == list(listed[:5:-1])
    pat.get("/saved?page=2")
    assert shown(pat) == list(listed[5::-1])
    assert "Saved · 30" in pat.text("nav")


@pytest.mark.parametrize(("sort", "falling"), [("price", False), ("price-down", True)])
def test_a_list_sorts_by_price_over_its_pages(sort: str, falling: bool, holding: Holding) -> None:
    pat = holding("Favorites", *for_sale(30))
    pat.get(f"/saved?sort={sort}")
    found = prices(pat)
    pat.get(str(pat.soup.select("main a[rel=next]")[0]["href"]))
    found += prices(pat)
    assert len(found) == 30
    assert found == sorted(found, reverse=falling)


def test_a_list_sorts_by_what_changed_last(pat: Visitor) -> None:
    pat.get("/saved?sort=changed")
    changes = {one.id: str(one.fields["MajorChangeTimestamp"]) for one in market(DANA.mls.id)}
    assert len(shown(pat)) == 7
    assert shown(pat) == sorted(shown(pat), key=changes.__getitem__, reverse=True)


@pytest.mark.parametrize("query", ["sort=evil", "page=0", "page=-1", "page=x", "page=99999999", "page=%00", "cart="])
def test_a_wrong_value_in_the_address_is_mended(query: str, pat: Visitor) -> None:
    assert pat.get(f"/saved?{query}").status_code == 200
    assert len(shown(pat)) == 7


def test_a_page_after_the_last_leads_back(pat: Visitor) -> None:
    for sort in ("recent", "price"):
        pat.get(f"/saved?page=9&sort={sort}")
        assert "There is nothing on page 9." in pat.text("main")
        pat.get(str(pat.soup.select("main .calm a")[0]["href"]))
        assert len(shown(pat)) == 7


def test_a_list_that_is_not_there_is_no_page(pat: Visitor) -> None:
    for cart in ("Removed", "recommended", NOBODYS):
        assert pat.get(f"/saved?cart={cart}").status_code == 404


def test_homes_that_are_gone_are_counted_and_can_be_removed(holding: Holding) -> None:
    there, withheld = for_sale(1)[0], QUIRKS["withheld_listing"]
    pat = holding("Favorites", NOBODYS, there, withheld)
    for sort in ("recent", "price"):
        pat.get(f"/saved?sort={sort}")
        assert shown(pat) == [there]
        assert "2 homes are no longer available to view" in pat.text("main")
    pat.press("Remove")
    assert "1 home is no longer available to view" in pat.text("main")
    pat.press("Remove")
    assert "no longer available" not in pat.text("main .stack")
    assert shown(pat) == [there]
    assert "Saved · 1" in pat.text("nav")


def test_a_list_of_nothing_but_gone_homes_is_still_a_page(holding: Holding) -> None:
    pat = holding("Favorites", NOBODYS)
    pat.get("/saved")
    assert "1 home is no longer available to view" in pat.text("main")
    assert "There is nothing on page" not in pat.text("main")


def test_what_became_of_the_homes_is_told(pat: Visitor) -> None:
    pat.get("/saved")
    told = [line.get_text(" ", strip=True) for line in pat.soup.select(".card .lately")]
    assert sum(line.startswith("Price down $") for line in told) >= 3
    assert sum(line.startswith("Pending since ") for line in told) == 1
    assert sum(line.startswith("Sold ") for line in told) == 1
    assert "Sold for $" in pat.text("main")


def test_every_quirk_of_the_data_can_be_saved(holding: Holding) -> None:
    pat = holding("Favorites", *(quirk for name, quirk in QUIRKS.items() if name != "withheld_listing"))
    for number in (1, 2):
        assert pat.get(f"/saved?page={number}").status_code == 200
        assert "****" not in pat.page.text
        assert "None" not in pat.text("main")


def saved(**fields: object) -> str:
    return render("saved/saved.html", cart_page=CartPage(page(home(**fields), number=1), ()))


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        (
            {"MajorChangeType": "Back on Market", "MajorChangeTimestamp": NOW.isoformat()},
            "Back on the market since today",
        ),
        ({"PreviousListPrice": 400000}, "Price down $10,100"),
        ({"PreviousListPrice": 380000}, "Price up $9,900"),
        ({"MlsStatus": "Contingent", "StandardStatus": "Active Under Contract"}, "Contingent"),
    ],
)
def test_a_change_is_said_in_plain_words(fields: dict[str, object], words: str) -> None:
    assert words in seen(saved(**fields))


def test_nothing_is_said_where_nothing_changed() -> None:
    assert 'class="lately"' not in saved()
    assert 'class="lately"' not in saved(PreviousListPrice="389900", MajorChangeType="New Listing")


def test_a_withheld_address_is_in_no_button() -> None:
    for html in (saved(VOWAddressDisplayYN=False), saved(UnparsedFirstLineAddress=None)):
        assert "Elm" not in html
        assert 'aria-label="Save this home, MLS #24-1180"' in html


def test_markup_in_the_name_of_a_list_is_shown_as_text() -> None:
    named = tuple(Tab(tab.slug, HOSTILE, replace(tab.cart, name=HOSTILE)) for tab in TABS)
    html = render("saved/saved.html", tabs=named, tab=named[1], targets=named, carts=ListingCarts((named[1].cart,)))
    assert HOSTILE in seen(html)
    assert "<script>alert" not in html
    assert "onclick=" not in html.replace("&#34;onclick=", "")


@pytest.mark.parametrize(
    ("slug", "words"),
    [
        ("saved", "You have not saved a home yet. Press the heart"),
        ("agent", "Dana Lee has not picked homes for you yet."),
        ("hidden", "You have not hidden a home."),
        ("4", "There is no home in Lake cabins."),
    ],
)
def test_an_empty_list_says_how_to_fill_it(slug: str, words: str) -> None:
    tab = Tab(slug, "Lake cabins", replace(CARTS.all[3], count=0))
    html = seen(render("saved/saved.html", cart_page=None, tab=tab, tabs=(tab,)))
    assert words in html
    assert "Search homes" in html


def test_an_empty_list_leads_to_what_the_agent_picked() -> None:
    tab = replace(TABS[0], cart=replace(TABS[0].cart, count=0))
    picked = ListingCarts((tab.cart, replace(CARTS.all[2], count=5)))
    assert "See what Dana Lee picked for you" in seen(
        render("saved/saved.html", cart_page=None, tab=tab, tabs=(tab,), carts=picked)
    )


def test_many_lists_make_a_menu_of_where_to_move() -> None:
    html = render("saved/saved.html", targets=(TABS[1], Tab("5", "Maybe", replace(CARTS.all[3], id="5"))))
    assert 'aria-label="List to move 1420 Elm Street to"' in html
