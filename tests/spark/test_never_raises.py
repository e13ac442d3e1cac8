"""Whatever Spark leaves out, withholds or writes otherwise, every reader of its answers gives a value."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import fields, is_dataclass
from datetime import UTC, datetime
from decimal import Decimal
from functools import partial
from typing import Any

import pytest
from flask.testing import FlaskClient
from hypothesis import given, settings
from hypothesis import strategies as st

from app.spark import accounts, carts, listing_detail, listing_fields, listings, mls, saved_searches
from app.spark.client import SparkApi, SparkClient
from app.spark.errors import NotFound
from app.spark.fields import MASK, Fields, unmask
from app.spark.listing import Listing
from app.spark.mls import attribution_lines
from sandbox import create_sandbox
from sandbox.homes import QUIRKS
from tests.sandbox.clients import Application

NOW = datetime(2026, 11, 24, 15, tzinfo=UTC)


def _home(spark: SparkClient, home: str) -> listing_detail.ListingDetail | None:
    """None for one that is withheld, or is now."""
    with suppress(NotFound):
        return listing_detail.fetch_detail(spark, home)
    return None


READERS: dict[str, Callable[[SparkClient], object]] = {
    "consumer": accounts.fetch_consumer,
    "contact": accounts.fetch_contact,
    "agents": accounts.fetch_agents,
    "portal": accounts.fetch_portal,
    "account": accounts.fetch_account,
    "system": mls.fetch_system_info,
    "property types": mls.fetch_property_types,
    "standard fields": mls.fetch_standard_fields,
    "options": lambda spark: mls.fetch_options(spark, "PropertySubType"),
    "field order": lambda spark: listing_fields.fetch_field_order(spark, "A"),
    "carts": carts.fetch_carts,
    "own searches": saved_searches.fetch_own,
    "provided searches": saved_searches.fetch_provided,
    "homes": lambda spark: listings.search(spark, limit=3),
    "open houses": lambda spark: listings.search(
        spark, listings.ListingQuery(parameters={"OpenHouses": "14"}), limit=3
    ),
    "count": lambda spark: listings.count(spark, listings.ListingQuery()),
    **{f"home {name}": partial(_home, home=home) for name, home in QUIRKS.items()},
    "history": lambda spark: listing_detail.price_history(spark, QUIRKS["million"]),
}
DROPPED = object()
TEXTS = (MASK, f"{MASK} x", "", " ", "x", "NaN", "-1", "1e400", "0001-01-01", "https://[")
NUMBERS = (True, False, 0, -1, Decimal("1e-30"), 10**30)
OTHERS: tuple[object, ...] = (DROPPED, None, [], [None], ["x"], {}, {"x": "y"})
OTHERWISE = st.sampled_from([*OTHERS, *NUMBERS, *TEXTS])


class Asked(SparkClient):
    """The sandbox's answers are remembered, and given again as `changed` makes them."""

    def __init__(self, client: FlaskClient, login: str) -> None:
        super().__init__(SparkApi(""), Application(client).sign_in(login)["access_token"])
        self._client, self._known = client, dict[str, str]()
        self.changed: Callable[[Any], Any] = lambda body: body

    def _call_once(self, method: str, path: str, token: str, **sent: Any) -> Fields:
        key = f"{path} {sent}"
        if key not in self._known:
            headers = {"Authorization": f"OAuth {token}"}
            self._known[key] = self._client.get(f"/v1/{path}", query_string=sent.get("params"), headers=headers).text
        body = self.changed(json.loads(self._known[key], parse_float=Decimal))
        return Fields(unmask(body)).nested("D")


@pytest.fixture(scope="module")
def asked() -> dict[str, Asked]:
    """Pat for all, and Dana for what is an agent's."""
    client = create_sandbox().test_client()
    return {login: Asked(client, f"{login}@example.com") for login in ("pat", "dana")}


@settings(max_examples=40, deadline=None)
@given(data=st.data())
@pytest.mark.parametrize("reader", READERS)
def test_no_answer_makes_a_reader_raise(reader: str, asked: dict[str, Asked], data: st.DataObject) -> None:
    spark = asked["dana" if reader == "account" else "pat"]
    spark.changed = lambda body: _damaged(body, data)
    _use(READERS[reader](spark))


def _damaged(body: Any, data: st.DataObject) -> Any:
    """Some of its values are dropped, withheld, of another kind, or a text."""
    places = list(_places(body["D"]))
    for holder, key in data.draw(st.lists(st.sampled_from(places), max_size=8)) if places else ():
        if isinstance(holder, dict) and key not in holder:
            continue
        other = data.draw(OTHERWISE | st.just(str(holder[key])))
        if other is not DROPPED:
            holder[key] = other
        elif isinstance(holder, dict):
            del holder[key]
    return body


def _places(value: Any) -> Iterator[tuple[Any, Any]]:
    if isinstance(value, dict | list):
        for key in list(value) if isinstance(value, dict) else range(len(value)):
            yield value, key
            yield from _places(value[key])


def _use(value: object) -> None:
    """All that a page may ask of it."""
    if isinstance(value, Listing):
        value.upcoming_open_houses(NOW)
        for around in (None, mls.SystemInfo()):
            attribution_lines(value, around, detail=True)
    if isinstance(value, dict | tuple | list):
        for part in value.values() if isinstance(value, dict) else value:
            _use(part)
    elif is_dataclass(value):
        for name in [field.name for field in fields(value)] + _properties(type(value)):
            _use(getattr(value, name))


def _properties(kind: type) -> list[str]:
    return [name for name in dir(kind) if isinstance(getattr(kind, name), property)]
