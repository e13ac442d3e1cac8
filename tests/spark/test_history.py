"""What happened to a home, from answers over real HTTP."""

from __future__ import annotations

import json

from app.spark.client import SparkClient
from app.spark.listing_detail import price_history
from app.spark.listing_fields import fetch_field_order
from tests.spark.test_client import Told, spark, told

__all__ = ["spark", "told"]


def test_the_last_event_comes_first_and_each_once(spark: SparkClient, told: Told) -> None:
    days = {"2026-01-05": "NewListing", "2026-03-09": "Sold", "2026-02-07": "PriceChange"}
    events = [{"Date": f"{day}T12:00:00Z", "Event": event, "PriceAtEvent": 400_000} for day, event in days.items()]
    told.body = json.dumps({"D": {"Results": [*events, *events]}})
    assert [event.what for event in price_history(spark, "1")] == ["Sold", "Price changed", "Listed"]


def test_a_field_of_the_mls_is_a_detail_only_if_the_mls_says_so(spark: SparkClient, told: Told) -> None:
    marks: tuple[dict[str, object], ...] = ({"Detail": True}, {"Detail": False}, {"Detail": None}, {})
    fields = [{"Field": f"Pond {number}", "Domain": "CustomFields"} | mark for number, mark in enumerate(marks)]
    told.body = json.dumps({"D": {"Results": [{"Main": fields}]}})
    assert [place.field for place in fetch_field_order(spark, "A") if place.detail] == ["Pond 0"]
