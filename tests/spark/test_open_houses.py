"""Open houses as Spark sends them: in three styles of time, with timestamps or without, and worse."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.spark.fields import Fields, unmask
from app.spark.open_houses import OpenHouse, read_open_houses, upcoming

CENTRAL = ZoneInfo("America/Chicago")
NAMES = (
    *("Id", "Date", "StartTime", "EndTime", "Comments", "LivestreamUri"),
    *("OpenHouseStartTimestamp", "OpenHouseEndTimestamp"),
)


def read(*items: object, withheld: bool = False) -> tuple[OpenHouse, ...]:
    listing = Fields(unmask({"OpenHouses": list(items)}))
    return tuple(one.in_zone(CENTRAL) for one in read_open_houses(listing, withheld=withheld))


def told(start: str, end: str | None = None, day: str = "05/30/2026", **more: str) -> dict[str, Any]:
    return {"Id": "20260530000000000000000000", "Date": day, "StartTime": start, "EndTime": end} | more


@pytest.mark.parametrize(
    ("start", "end"), [("9:00 am", "1:30 pm"), ("09:00 AM", "01:30 PM"), ("09:00-05:00", "13:30-05:00")]
)
@pytest.mark.parametrize("day", ["05/30/2026", "2026-05-30"])
def test_each_style_of_time_is_read_by_the_clock_of_the_mls(start: str, end: str, day: str) -> None:
    (one,) = read(told(start, end, day))
    assert one.start == datetime(2026, 5, 30, 14, 0, tzinfo=UTC)
    assert one.end == datetime(2026, 5, 30, 18, 30, tzinfo=UTC)
    assert one.start.tzinfo is CENTRAL


def test_an_offset_counts_for_more_than_the_zone_of_the_mls() -> None:
    (one,) = read(told("09:00-07:00"))
    assert (one.start.hour, one.start.minute) == (11, 0)


@pytest.mark.parametrize(("text", "hour"), [("12:00 am", 0), ("12:30 pm", 12), ("11:59PM", 23)])
def test_noon_and_midnight_are_told_apart(text: str, hour: int) -> None:
    assert read(told(text))[0].start.hour == hour


def test_timestamps_count_for_more_than_texts() -> None:
    stamps = {"OpenHouseStartTimestamp": "2026-05-30T18:00:00Z", "OpenHouseEndTimestamp": "2026-05-30T20:00:00Z"}
    (one,) = read(told("9:00 am", "10:00 am", **stamps))
    assert (one.start.hour, one.end and one.end.hour) == (13, 15)


def test_one_answer_may_mix_the_styles() -> None:
    mixed = [("9:00 am", "12:00 PM"), ("01:00 PM", "6:00 PM"), ("10:00-05:00", "11:00 am")]
    found = read(*(told(start, end) for start, end in mixed))
    assert [(one.start.hour, one.end and one.end.hour) for one in found] == [(9, 12), (13, 18), (10, 11)]


@pytest.mark.parametrize("end", [None, "", "9:00 am", "8:00 am", "soon", "********"])
def test_an_end_that_says_nothing_is_dropped(end: str | None) -> None:
    assert read(told("9:00 am", end))[0].end is None


@pytest.mark.parametrize("start", ["", "noon", "25:00-05:00", "13:00 PM", "09:00-99:00", "********", "9", None, 9])
def test_an_open_house_without_a_readable_start_is_left_out(start: Any) -> None:
    assert read(told(start), told("9:00 am")) == read(told("9:00 am"))


@pytest.mark.parametrize("day", ["13/40/2026", "2026", "01/01/0001", "9999-12-31", "********"])
def test_an_open_house_without_a_readable_day_is_left_out(day: str) -> None:
    assert read(told("9:00 am", day=day)) == ()


def test_an_hour_that_the_change_of_the_clock_skips_is_the_next() -> None:
    (one,) = read(told("2:30 am", "4:00 am", "03/08/2026"))
    assert one.start.isoformat() == "2026-03-08T03:30:00-05:00"


def test_an_end_in_the_hour_that_comes_twice_is_after_a_start_in_the_first() -> None:
    stamps = {"OpenHouseStartTimestamp": "2026-11-01T06:45:00Z", "OpenHouseEndTimestamp": "2026-11-01T07:15:00Z"}
    (one,) = read(told("1:45 am", **stamps))
    assert one.end
    assert one.end.isoformat() == "2026-11-01T01:15:00-06:00"


@pytest.mark.parametrize(
    "address", ["http://live.example/1", "javascript:alert(1)", "https://", "https://me@live.example/", "https://[x"]
)
def test_only_a_livestream_over_https_is_linked(address: str) -> None:
    assert read(told("9:00 am", LivestreamUri=address))[0].livestream is None
    good = "https://live.example/1"
    assert read(told("9:00 am", LivestreamUri=good))[0].livestream == good


def test_words_that_may_tell_a_withheld_address_are_dropped() -> None:
    item = told("9:00 am", Comments="Park at 12 Oak St", LivestreamUri="https://live.example/12-oak-st")
    assert read(item)[0].comments == "Park at 12 Oak St"
    (one,) = read(item, withheld=True)
    assert (one.comments, one.livestream) == (None, None)


def test_an_id_that_fits_no_address_is_replaced_by_one_made_of_the_start() -> None:
    assert read(told("9:00 am", Id="../../etc"))[0].id == "202605300900"


def test_upcoming_ones_are_in_order_and_those_that_are_over_are_not_among_them() -> None:
    now = datetime(2026, 5, 30, 11, tzinfo=CENTRAL)
    listing = Fields({"OpenHouses": [told("3:00 pm"), told("8:00 am", "10:00 am"), told("10:00 am", "12:00 pm")]})
    assert [one.start.hour for one in upcoming(read_open_houses(listing, withheld=False), now)] == [10, 15]


def test_one_without_an_end_is_over_after_two_hours() -> None:
    listing = read_open_houses(Fields({"OpenHouses": [told("9:00 am")]}), withheld=False)
    assert upcoming(listing, datetime(2026, 5, 30, 10, 59, tzinfo=CENTRAL))
    assert not upcoming(listing, datetime(2026, 5, 30, 11, tzinfo=CENTRAL))


times = st.one_of(
    st.sampled_from(["9:00 am", "09:00 AM", "09:00-07:00", "2:30 am", "00:00+14:00", "********"]), st.text(max_size=8)
)
days = st.one_of(st.dates().map("{:%m/%d/%Y}".format), st.dates().map(str), st.text(max_size=10))
moments = st.datetimes(timezones=st.timezones()).map(datetime.isoformat)
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | times | days | moments,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(NAMES), inner, max_size=8),
    max_leaves=20,
)
items = st.fixed_dictionaries(
    {"Date": days | json_values, "StartTime": times | json_values, "EndTime": times | json_values},
    optional={name: moments | json_values for name in NAMES if name not in {"Date", "StartTime", "EndTime"}},
)


@given(json_values | st.lists(items | json_values), st.booleans(), st.timezones())
def test_no_json_raises(sent: object, withheld: bool, zone: ZoneInfo) -> None:
    for one in read_open_houses(Fields(unmask({"OpenHouses": sent})), withheld=withheld):
        there = one.in_zone(zone)
        assert there.start.utcoffset() is not None
        assert there.end is None or there.end.astimezone(UTC) > there.start.astimezone(UTC)
        assert upcoming([one], there.start - timedelta(seconds=1))
