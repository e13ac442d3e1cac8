"""How values are written for people."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from app import formats

CHICAGO = ZoneInfo("America/Chicago")
NOW = datetime(2026, 11, 24, 9, 14, tzinfo=CHICAGO)


@pytest.mark.parametrize(
    ("amount", "written"),
    [
        ("389900", "$389,900"),
        ("389900.00", "$389,900"),
        ("1250.5", "$1,250.50"),
        ("0", "$0"),
        ("1E+6", "$1,000,000"),
        ("999999999999999", "$999,999,999,999,999"),
    ],
)
def test_money_has_cents_only_where_there_are_any(amount: str, written: str) -> None:
    assert formats.money(Decimal(amount)) == written


def test_what_is_not_said_is_written_as_nothing() -> None:
    assert (formats.money(None), formats.count(None), formats.baths(None)) == ("", "", "")


def test_thousands_are_set_apart() -> None:
    assert [formats.count(number) for number in (0, 999, 1600, 1234567)] == ["0", "999", "1,600", "1,234,567"]


@pytest.mark.parametrize(
    ("number", "written"),
    [
        *(("2.5", "2½"), ("2.50", "2½"), ("2.25", "2¼"), ("1.75", "1¾"), ("0.5", "½")),
        *(("3", "3"), ("3.0", "3"), ("10", "10"), ("0", "0"), ("2.1", "2.1")),
    ],
)
def test_quarters_of_bathrooms_are_written_as_fractions(number: str, written: str) -> None:
    assert formats.baths(Decimal(number)) == written


def test_one_is_singular_and_so_is_half_of_one() -> None:
    numbers = (0, 1, 2, Decimal("0.5"), Decimal("1.5"))
    assert [formats.plural(number, "bath") for number in numbers] == ["baths", "bath", "baths", "bath", "baths"]


def test_days_are_those_of_the_zone_of_the_page() -> None:
    late_in_chicago = datetime(2026, 11, 24, 5, 30, tzinfo=UTC)
    assert formats.day(late_in_chicago, NOW) == "yesterday"
    assert formats.day(late_in_chicago, NOW.astimezone(UTC)) == "today"


def test_older_days_and_days_to_come_are_dates() -> None:
    assert formats.day(datetime(2026, 11, 3, 12, tzinfo=CHICAGO), NOW) == "Nov 3, 2026"
    assert formats.day(NOW + timedelta(days=1), NOW) == "Nov 25, 2026"


@pytest.mark.parametrize(("hour", "written"), [(0, "12:05 AM"), (8, "8:05 AM"), (12, "12:05 PM"), (23, "11:05 PM")])
def test_the_clock_has_twelve_hours_and_names_its_zone(hour: int, written: str) -> None:
    assert formats.clock(NOW.replace(hour=hour, minute=5), NOW) == f"{written} CST"


def test_a_zone_without_a_name_is_given_by_its_offset() -> None:
    now = NOW.astimezone(timezone(timedelta(hours=-6)))
    assert formats.clock(NOW, now) == "9:14 AM UTC-06:00"


@pytest.mark.parametrize(
    ("days", "written"),
    [(0, "New today"), (1, "New this week"), (6, "New this week"), (7, ""), (400, ""), (-1, "")],
)
def test_a_home_is_new_for_a_week(days: int, written: str) -> None:
    assert formats.newness(NOW - timedelta(days=days), NOW) == written


def test_a_home_without_a_date_is_not_new() -> None:
    assert formats.newness(None, NOW) == ""


def test_paragraphs_end_at_blank_lines_and_nothing_else_changes() -> None:
    assert formats.paragraphs("\nOne,\nstill one.\r\n \r\n\nTwo.  ") == ["One,\nstill one.", "Two."]
    assert formats.paragraphs("  ") == []


@pytest.mark.parametrize(
    ("phone", "address"),
    [
        ("701-555-0142", "tel:7015550142"),
        ("(701) 555-0142 ext. 12", "tel:7015550142;ext=12"),
        ("701.555.0142 x7", "tel:7015550142;ext=7"),
        ("+1 701 555 0142", "tel:+17015550142"),
    ],
)
def test_a_phone_number_becomes_an_address_to_call(phone: str, address: str) -> None:
    assert formats.tel(phone) == address


def test_initials_are_those_of_the_first_two_words() -> None:
    assert [formats.initials(name) for name in ("Dana Lee", "dana", "Ana Maria Lee", "")] == ["DL", "D", "AM", ""]


@pytest.mark.parametrize("other", ["dana  lee", "Dana M. Lee", "Dana Lee, GRI"])
def test_the_same_person_under_another_spelling_is_not_someone_else(other: str) -> None:
    assert not formats.someone_else("Dana Lee", other)


@pytest.mark.parametrize("other", ["Jo Fields", "Dana Fields", "Jo Lee", ""])
def test_another_first_or_last_name_is_someone_else(other: str) -> None:
    assert formats.someone_else("Dana Lee", other)


@pytest.mark.parametrize(
    ("number", "pages", "linked"),
    [
        (1, 1, [1]),
        (2, 3, [1, 2, 3]),
        (5, 27, [1, None, 4, 5, 6, None, 27]),
        (4, 27, [1, 2, 3, 4, 5, None, 27]),
        (1, 27, [1, 2, None, 27]),
        (27, 27, [1, None, 26, 27]),
        (99, 27, [1, None, 27]),
        (50000, 100000, [1, None, 49999, 50000, 50001, None, 100000]),
    ],
)
def test_pages_near_and_at_the_ends_are_linked(number: int, pages: int, linked: list[int | None]) -> None:
    assert formats.steps(number, pages) == linked


@pytest.mark.parametrize(
    ("start", "end", "written"),
    [
        ((13, 0), (15, 0), "1–3 PM"),
        ((11, 30), (13, 0), "11:30 AM–1 PM"),
        ((12, 0), (12, 45), "12–12:45 PM"),
        ((0, 5), None, "12:05 AM"),
    ],
)
def test_hours_are_short(start: tuple[int, int], end: tuple[int, int] | None, written: str) -> None:
    first, last = (NOW.replace(hour=at[0], minute=at[1]) if at else None for at in (start, end))
    assert first
    assert formats.hours(first, last) == written


def test_days_ahead_are_named() -> None:
    ahead = [formats.weekday(NOW + timedelta(days=days), NOW) for days in range(3)]
    assert ahead == ["today", "tomorrow", f"{NOW + timedelta(days=2):%a}"]
    assert formats.long_day(NOW.replace(month=11, day=8)).endswith(", Nov 8")
    assert formats.short_day(NOW) == f"{NOW:%a}, Nov {NOW.day}"


@pytest.mark.parametrize(
    ("zone", "written"),
    [("America/Chicago", "Central Time"), ("America/Phoenix", "Mountain Time"), ("UTC", "UTC"), ("Asia/Tokyo", "JST")],
)
def test_a_zone_is_named_as_people_do(zone: str, written: str) -> None:
    assert formats.zone(NOW.astimezone(ZoneInfo(zone))) == written


@pytest.mark.parametrize(
    ("seconds", "written"),
    [(0, "in 1 second"), (40, "in 40 seconds"), (600, "in about 10 minutes"), (9000, "in about 2 hours")],
)
def test_a_wait_is_told_roughly(seconds: int, written: str) -> None:
    assert formats.in_about(seconds) == written
