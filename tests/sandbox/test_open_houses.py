from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from itertools import chain, count, takewhile
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from sandbox.homes import QUIRKS, homes
from sandbox.homes.open_houses import OpenHouse, open_houses
from sandbox.mls import PRAIRIE
from sandbox.people import MARCUS
from sandbox.sparkql import MASK
from tests.sandbox.listing_client import error_of, get_data, open_house_date

Json = Any
CHICAGO = ZoneInfo("America/Chicago")
FULL = f"/v1/listings/{QUIRKS['million']}/openhouses"
STYLES = [r"\d{1,2}:\d\d (am|pm)", r"\d\d:\d\d (AM|PM)", r"\d\d:\d\d-0[56]:00"]


def all_open_houses(**parameters: Any) -> list[Json]:
    """All pages of the MLS-wide service."""
    pages = (get_data("/v1/openhouses", limit=25, page=page, **parameters)["Results"] for page in count(1))
    return list(chain.from_iterable(takewhile(bool, pages)))


def shown() -> list[Json]:
    return [one for one in all_open_houses() if one["Date"] != MASK]


def test_about_forty_homes_are_open_in_the_next_two_weeks() -> None:
    assert 35 <= len({one["ListingKey"] for one in all_open_houses()}) <= 45
    today = datetime.now(CHICAGO).date()
    assert all(today <= open_house_date(one) <= today + timedelta(days=14) for one in shown())


def test_most_are_on_weekends_and_some_after_work() -> None:
    weekend = [open_house_date(one).weekday() >= 5 for one in shown()]
    assert 0 < weekend.count(False) < weekend.count(True) / 2


def test_none_of_those_to_come_is_over_and_the_soonest_is_first() -> None:
    starts = [one["OpenHouseStartTimestamp"] for one in shown() if "OpenHouseStartTimestamp" in one]
    assert starts == sorted(starts)
    ends = [one["OpenHouseEndTimestamp"] for one in shown() if "OpenHouseEndTimestamp" in one]
    assert all(datetime.fromisoformat(end) > datetime.now(UTC) for end in ends)


def test_they_last_some_hours_of_the_day_or_of_the_early_evening() -> None:
    for visit in (
        visit for home in homes(PRAIRIE.id) for visit in home.open_houses if visit.begins > datetime.now(UTC)
    ):
        assert 10 <= visit.begins.hour < visit.ends.hour <= 20
        assert visit.begins.date() == visit.ends.date()


def test_a_list_mixes_three_ways_to_write_the_time() -> None:
    times = [one["StartTime"] for one in shown()]
    assert all(any(re.fullmatch(style, text) for style in STYLES) for text in times)
    assert all(any(re.fullmatch(style, text) for text in times) for style in STYLES)


def test_dates_are_american_but_for_a_few() -> None:
    iso = ["-" in one["Date"] for one in shown()]
    assert 0 < iso.count(True) < iso.count(False) / 5


def test_most_have_timestamps_too_which_say_the_same_as_their_times() -> None:
    stamped = [one for one in shown() if "OpenHouseStartTimestamp" in one]
    assert len(shown()) / 2 < len(stamped) < len(shown())
    for one in stamped:
        local = datetime.fromisoformat(one["OpenHouseStartTimestamp"]).astimezone(CHICAGO)
        hour = int(one["StartTime"][:2].rstrip(":")) % 12
        assert (local.date(), local.hour % 12, local.minute) == (open_house_date(one), hour, 0)


def test_a_home_lists_those_one_can_walk_into() -> None:
    here = get_data(FULL)["Results"]
    assert len(here) == 3
    assert not any("Livestream" in one for one in here)
    home = get_data(f"/v1/listings/{QUIRKS['million']}", expand="OpenHouses")["Results"][0]["StandardFields"]
    assert home["OpenHouses"] == here
    assert home["OpenHousesCount"] == 3


def test_all_of_a_home_hold_also_what_was_earlier_today_and_what_is_streamed() -> None:
    over, *to_come, streamed = get_data(f"{FULL}/all")["Results"]
    assert open_house_date(over) == datetime.now(CHICAGO).date()
    assert datetime.fromisoformat(over["OpenHouseEndTimestamp"]) <= datetime.now(UTC)
    assert to_come == get_data(FULL)["Results"]
    assert get_data(f"{FULL}/livestream")["Results"] == [streamed]
    assert streamed["Livestream"] is True
    assert streamed["LivestreamUri"].startswith("https://")


def test_one_open_house_can_be_fetched_even_when_it_is_over() -> None:
    over = get_data(f"{FULL}/all")["Results"][0]
    assert get_data(f"{FULL}/{over['Id']}")["Results"] == [over]
    assert over["ResourceUri"] == f"{FULL}/{over['Id']}"
    assert error_of(f"{FULL}/20130218222800400975000000") == (404, 404)
    assert error_of(f"/v1/openhouses/{over['Id']}") == (404, 404)


def test_one_open_house_of_the_mls_can_be_fetched_with_its_listing() -> None:
    [one] = get_data("/v1/openhouses", limit=1, expand="Listing,PrimaryPhoto")["Results"]
    assert one["Listing"]["Id"] == one["ListingKey"]
    assert len(one["Listing"]["StandardFields"]["Photos"]) == 1
    assert get_data(f"/v1/openhouses/{one['Id']}", expand="Listing,PrimaryPhoto")["Results"] == [one]


def test_they_can_be_searched_by_day_and_by_the_listings_fields() -> None:
    first = open_house_date(shown()[0])
    assert {open_house_date(one) for one in all_open_houses(filter=f"Date Eq {first}")} == {first}
    city = get_data(f"/v1/listings/{QUIRKS['million']}")["Results"][0]["StandardFields"]["City"]
    assert QUIRKS["million"] in {one["ListingKey"] for one in all_open_houses(filter=f"City Eq '{city}'")}
    assert error_of("/v1/openhouses?_filter=Nothing Eq 1") == (400, 1040)


def test_they_can_be_counted_and_sorted() -> None:
    total = get_data("/v1/openhouses", pagination="count")["Pagination"]["TotalRows"]
    assert total == len(all_open_houses())
    last = [open_house_date(one) for one in all_open_houses(orderby="-OpenHouseStartTimestamp") if one["Date"] != MASK]
    assert last == sorted(last, reverse=True)


def test_a_masked_date_cannot_be_searched_out() -> None:
    hidden = QUIRKS["every_field_masked"]
    assert {one["Date"] for one in all_open_houses() if hidden in one["ResourceUri"]} == {MASK}
    assert not [one for one in all_open_houses(filter="Date Gt 2000-01-01") if hidden in one["ResourceUri"]]


@pytest.mark.parametrize("quirk", ["withheld_address", "withheld_but_sent", "every_field_masked", "markup_everywhere"])
def test_homes_that_are_hard_to_show_are_open_too(quirk: str) -> None:
    assert get_data(f"/v1/listings/{QUIRKS[quirk]}/openhouses")["Results"]


def test_only_homes_for_sale_are_open() -> None:
    assert {home.fields["StandardStatus"] for home in homes(PRAIRIE.id) if home.open_houses} == {"Active"}


def test_each_mls_has_its_own() -> None:
    lakes = get_data("/v1/openhouses", agent=MARCUS, limit=25)["Results"]
    assert lakes
    assert not {one["Id"] for one in lakes} & {one["Id"] for one in all_open_houses()}


def sample_open_houses(now: datetime) -> tuple[OpenHouse, ...]:
    return open_houses("20210101000000000000000000", now.astimezone(CHICAGO), full=True, required=False)


def test_a_week_in_which_the_clocks_change_keeps_the_hours_of_the_wall() -> None:
    before, after = (sample_open_houses(datetime(2026, month, 1, 18, tzinfo=UTC)) for month in (3, 10))
    offsets = {f"{one.begins:%z}" for one in (*before, *after)}
    assert offsets == {"-0600", "-0500"}
    assert all(one.begins.minute == 0 for one in (*before, *after))


@pytest.mark.parametrize("hour", [0, 5, 12, 23])
def test_what_was_earlier_today_is_over_at_any_hour(hour: int) -> None:
    now = datetime(2026, 5, 30, hour, 20, tzinfo=CHICAGO)
    over = sample_open_houses(now)[0]
    assert over.begins.date() == over.ends.date() == now.date()
    assert over.begins < over.ends <= now


def test_the_same_homes_are_open_whatever_the_day() -> None:
    one, other = (
        sample_open_houses(datetime(2026, 5, 30, 12, tzinfo=UTC)),
        sample_open_houses(datetime(2026, 8, 5, 12, tzinfo=UTC)),
    )
    assert [house.id for house in one] == [house.id for house in other]
    assert len({house.begins.date() for house in one}) == len(one)
