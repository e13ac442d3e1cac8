"""Videos, tours and documents as agents enter them, and the history of a home."""

from __future__ import annotations

from decimal import Decimal

import pytest

from app.spark.fields import Fields
from app.spark.listing_detail import HistoryEvent
from app.spark.media import MediaLink
from tests.spark.test_detail import SECRET, read


def videos(*html: str) -> tuple[MediaLink, ...]:
    return read({"Videos": [{"Name": f"Video {n}", "ObjectHtml": text} for n, text in enumerate(html)]}).videos


@pytest.mark.parametrize(
    "html",
    [
        '<iframe src="https://www.youtube.com/embed/dQw4w9WgXcQ?rel=0" onload="evil()"></iframe>',
        '<object><param name="movie" value="http://youtube.com/v/dQw4w9WgXcQ&hl=en"></object><script>evil()</script>',
        "https://youtu.be/dQw4w9WgXcQ",
        "https://m.youtube.com/watch?app=desktop&v=dQw4w9WgXcQ",
        "//www.youtube-nocookie.com/embed/dQw4w9WgXcQ",
    ],
)
def test_of_a_video_only_its_number_is_taken(html: str) -> None:
    assert videos(html) == (MediaLink("Video 0", "https://www.youtube.com/watch?v=dQw4w9WgXcQ", "YouTube"),)


def test_a_video_of_vimeo_keeps_the_key_that_opens_it() -> None:
    found = videos('<iframe src="https://player.vimeo.com/video/76979871?h=8272103f6e"></iframe>', "vimeo.com/76979871")
    assert [link.address for link in found] == ["https://vimeo.com/76979871/8272103f6e", "https://vimeo.com/76979871"]


def test_a_video_at_another_site_is_none_of_youtube() -> None:
    assert videos("https://films.example/?from=youtu.be/dQw4w9WgXcQ")[0].site == "films.example"


@pytest.mark.parametrize(
    "html",
    [
        "<script>alert(1)</script>",
        "javascript:alert(1)",
        "http://films.example/1",
        "https://films.example/1 and more",
        '<a href="https://films.example/1">x</a>',
        "https://user:pass@films.example/1",
        "https://localhost/1",
        "https://127.0.0.1/1",
        "https://films.example:8443/1",
        "https://[::1/",
        "https://films.example:x/",
        "https://evil-youtube.com.example\\embed/dQw4w9WgXcQ",
        "",
    ],
)
def test_what_is_no_address_of_a_video_is_left_out(html: str) -> None:
    assert videos(html) == ()


def test_a_tour_is_shown_once_and_unbranded_if_it_can_be() -> None:
    tours = [
        {"Id": "1", "Name": "By the agent", "Uri": "https://www.tours.example/a", "Type": "branded", "GroupId": "g"},
        {"Id": "2", "Name": "Plain", "Uri": "https://www.tours.example/b", "Type": "unbranded", "GroupId": "g"},
        {"Id": "3", "Uri": "http://tours.example/c"},
        {"Id": "4", "Uri": "tours.example/d (see brochure)"},
        {"Id": "5", "Name": "Private", "Uri": "https://tours.example/e", "Privacy": "Private"},
    ]
    assert read({"VirtualTours": tours}).tours == (MediaLink("Plain", "https://www.tours.example/b", "tours.example"),)


def test_the_tour_of_the_fields_stands_in_for_the_missing_ones() -> None:
    fields = {"VirtualTourURLBranded": "https://b.example/", "VirtualTourURLUnbranded": "https://u.example/"}
    assert [tour.site for tour in read(fields).tours] == ["u.example"]


def test_only_public_documents_are_shown() -> None:
    documents = [
        {"Name": "Plat", "Uri": "https://files.example/1.pdf", "Privacy": "Public"},
        {"Name": "Agreement", "Uri": "https://files.example/2.pdf", "Privacy": "Private"},
        {"Name": "Unmarked", "Uri": "https://files.example/3.pdf"},
        {"Name": "Here", "Uri": "http://127.0.0.1:8001/4.pdf", "Privacy": "Public"},
        {"Name": "Elsewhere", "Uri": "http://files.example/5.pdf", "Privacy": "Public"},
        {"Name": "Script", "Uri": "data:text/html,x", "Privacy": "Public"},
    ]
    assert [link.name for link in read({"Documents": documents}).documents] == ["Plat", "Here"]


def test_a_private_video_is_not_shown() -> None:
    films = {"aaaaaaaaaaa": None, "bbbbbbbbbbb": "Public", "ccccccccccc": "Private"}
    items = [{"ObjectHtml": f"https://youtu.be/{film}", "Privacy": privacy} for film, privacy in films.items()]
    assert [link.address[-11:] for link in read({"Videos": items}).videos] == ["aaaaaaaaaaa", "bbbbbbbbbbb"]


def event(**item: object) -> tuple[str, Decimal | None, Decimal | None] | None:
    found = HistoryEvent.read(Fields({"ModificationTimestamp": "2026-11-03T12:00:00Z", **item}))
    return (found.what, found.price, found.earlier) if found else None


def test_history_tells_prices_and_statuses_and_nothing_else() -> None:
    assert event(Event="NewListing", PriceAtEvent=400_000) == ("Listed", Decimal(400_000), None)
    changed = {"Event": "PriceChange", "PriceChange": -10_100, "PriceAtEvent": "389900.0"}
    for more in ({}, {"Field": "ListPrice", "PreviousValue": 400_000, "NewValue": 389_900}):
        assert event(**changed, **more) == ("Price changed", Decimal(389_900), Decimal(400_000))
    assert event(Event="StatusChange", NewValue="Sold") == ("Sold", None, None)
    assert event(Event="StatusChange", Field="MlsStatus", NewValue="Sold") == ("Sold", None, None)
    assert event(Event="StatusChange", NewValue=SECRET) is None
    assert event(Event="FieldChange", Field="PrivateRemarks", NewValue=SECRET) is None
    assert event(Event=SECRET) is None
    assert event(Event="PriceChange", Field="BuyerAgencyCompensation", PriceChange=1, PriceAtEvent=3) is None
    assert event(Event="NewListing", ModificationTimestamp="soon") is None
