"""What a page or a file leaves out, though Spark gives it."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from app.spark import listings
from app.spark.client import SparkClient
from app.spark.listings import ListingPage, ListingQuery
from app.spark.sparkql import eq
from app.views import listing, open_houses
from sandbox.homes import QUIRKS
from tests.servers import Visitor
from tests.views.listing_pages import see, truth
from tests.views.open_houses import pat

__all__ = ["pat"]


def test_a_home_is_not_similar_to_itself(pat: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    def itself(api: SparkClient, _: ListingQuery, **__: Any) -> ListingPage:
        return listings.search(api, ListingQuery(filter=eq("ListingId", str(truth("markup")["ListingId"]))))

    monkeypatch.setattr(listing, "search", itself)
    see(pat, "markup")
    assert pat.path == f"/homes/{QUIRKS['markup']}"
    assert not pat.soup.select(".similar .card")


def test_the_calendar_of_a_day_has_no_open_house_that_is_over(pat: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    day = str(pat.soup.select(".days a")[1]["href"]).removeprefix("#day-")
    assert pat.get(f"/open-houses/{day}.ics").status_code == 200
    night = datetime.fromisoformat(f"{day}T23:59").replace(tzinfo=ZoneInfo("America/Chicago"))
    monkeypatch.setattr(open_houses, "_now", lambda: night)
    assert pat.get(f"/open-houses/{day}.ics").status_code == 404
