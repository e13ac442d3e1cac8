"""The drawn map: every known position is in the frame and in the right direction, nothing else is on it."""

from __future__ import annotations

from decimal import Decimal
from itertools import combinations

from bs4 import BeautifulSoup
from hypothesis import given, settings
from hypothesis import strategies as st
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from app.config import ROOT
from app.formats import FILTERS
from app.spark.carts import ListingCart, ListingCarts
from app.spark.fields import Fields
from app.spark.listing import Listing
from app.views.map import HEIGHT, WIDTH, Map, draw


def degrees(low: float, high: float) -> st.SearchStrategy[float]:
    return st.floats(low, high).map(lambda number: round(number, 5))


places = st.tuples(degrees(-84, 84), degrees(-179, 179))
near = st.tuples(degrees(46.8, 46.9), degrees(-96.9, -96.7))


def home(number: int, place: tuple[object, object], **fields: object) -> Listing:
    known = {"Latitude": place[0], "Longitude": place[1], "UnparsedFirstLineAddress": f"{number} Elm", "City": "Fargo"}
    known |= {"ListPrice": 200_000 + number}
    return Listing.read(Fields({"Id": f"{number:026}", "StandardFields": known | fields}))


def homes(places: list[tuple[float, float]]) -> list[Listing]:
    return [home(number, place) for number, place in enumerate(places, 1)]


def drawn(listings: list[Listing], carts: ListingCarts | None = None, seen: tuple[str, ...] = ()) -> Map:
    found = draw(listings, carts, seen)
    assert found
    return found


def html(place: Map) -> BeautifulSoup:
    templates = Environment(loader=FileSystemLoader(ROOT / "templates"), undefined=StrictUndefined, autoescape=True)
    templates.filters.update(FILTERS)
    macros = templates.get_template("components/map.html").make_module({"page_time": None, "carts": None})
    return BeautifulSoup(macros.map(place), "html.parser")  # type: ignore[attr-defined]  # the template's macro


@settings(max_examples=150, deadline=None)
@given(st.lists(places | near, min_size=1, max_size=24))
def test_every_home_is_in_the_frame_once_and_no_two_pins_overlap(places: list[tuple[float, float]]) -> None:
    listings = homes(places)
    place = draw(listings)
    known = [number for number, (lat, lon) in enumerate(places, 1) if lat and lon]
    if place is None:
        assert not known
        return
    told = [number for pin in place.pins for number, _ in pin.homes] + [number for number, _ in place.beyond]
    assert sorted(told) == known
    assert len(place.beyond) <= len(known) / 2
    assert place.missing == len(places) - len(known)
    for pin in place.pins:
        assert 14 <= pin.x <= WIDTH - 14
        assert 14 <= pin.y <= HEIGHT - 14
    assert not any(one.touches(other) for one, other in combinations(place.pins, 2))


@settings(max_examples=100, deadline=None)
@given(near, near)
def test_north_is_up_and_east_is_right(one: tuple[float, float], other: tuple[float, float]) -> None:
    pins = drawn(homes([one, other])).pins
    if len(pins) == 2:
        first, second = sorted(pins, key=lambda pin: pin.homes[0][0])
        assert (one[0] >= other[0]) == (first.y <= second.y)
        assert (one[1] <= other[1]) == (first.x <= second.x)


def test_the_bar_is_to_scale() -> None:
    """Two homes on one meridian, five miles apart."""
    place = drawn(homes([(46.80, -96.8), (46.80 + 5 / 69.05, -96.8)]))
    apart = abs(place.pins[0].y - place.pins[1].y)
    assert abs(apart / 5 - place.bar / place.miles) < 0.01
    assert WIDTH / 12 < place.bar <= WIDTH / 3


def test_homes_at_nowhere_are_counted_not_drawn() -> None:
    nowhere = [home(2, (0, 0)), home(3, (None, None)), home(4, ("********", "x")), home(5, (Decimal(95), -96))]
    withheld = home(6, (46.8, -96.8), VOWAddressDisplayYN=False)
    place = drawn([home(1, (46.85, -96.8)), *nowhere, withheld])
    assert [number for pin in place.pins for number, _ in pin.homes] == [1]
    assert place.missing == 5
    assert draw(nowhere) is None
    assert "5 homes are not on the map" in " ".join(html(place).get_text(" ").split())


def test_homes_that_lie_together_share_a_pin() -> None:
    place = drawn(homes([(46.85, -96.8)] * 3 + [(46.95, -96.8)]))
    assert [pin.label for pin in place.pins] == ["3 homes", "4"]
    titles = [title.get_text() for title in html(place).select("a.pin title")]
    assert "3: $200,003, 3 Elm" in titles[0]


def test_a_pin_tells_by_its_shape_what_the_consumer_did() -> None:
    listings = homes([(46.80, -96.9), (46.85, -96.7), (46.95, -96.8), (47.0, -96.9)])
    carts = ListingCarts(
        (
            ListingCart("1", "Favorites", "Favorites", 1, (listings[0].id,)),
            ListingCart("2", "Rejects", "Rejects", 1, (listings[1].id,)),
        )
    )
    place = drawn(listings, carts, seen=(listings[0].id, listings[2].id))
    assert [pin.kind for pin in place.pins] == ["saved", "hidden", "seen", "plain"]
    pins = html(place).select("a.pin")
    assert pins[0].select_one("path")
    assert not pins[0].select_one("rect")
    assert pins[1].select_one("path.cross")
    assert "(saved)" in pins[0].get_text()


def test_one_home_far_away_does_not_squeeze_the_others_into_a_spot() -> None:
    town = [(46.80 + step / 100, -96.90 + step / 50) for step in range(8)]
    place = drawn([*homes(town), home(9, (46.85, -95.0), City="Hawley")])
    assert [number for number, _ in place.beyond] == [9]
    assert len(place.pins) == 8
    assert "Farther out: 9 in Hawley." in " ".join(html(place).get_text(" ").split()).replace(" .", ".")


def test_pins_lead_to_the_homes_of_the_list() -> None:
    listings = homes([(46.80, -96.9), (46.85, -96.7)])
    links = [str(pin["href"]) for pin in html(drawn(listings)).select("a.pin")]
    assert links == [f"#home-{home.id}" for home in listings]
