"""Nobody copies the homes page by page, nor changes more in a minute than people do."""

from __future__ import annotations

import re
import time

import pytest
import sqlalchemy as sa

from app import rate_limit
from app.db import Database, now, tallies
from app.rate_limit import Limit, Window
from sandbox.homes import QUIRKS
from tests.conftest import Start
from tests.servers import Server, Visitor


@pytest.fixture(autouse=True)
def _few(monkeypatch: pytest.MonkeyPatch) -> None:
    assert (rate_limit.PAGES.max_hits, rate_limit.CHANGES.max_hits) == (90, 60)
    monkeypatch.setattr(rate_limit, "PAGES", Limit("pages", 5, 60))
    monkeypatch.setattr(rate_limit, "CHANGES", Limit("changes", 3, 60))


def test_a_session_that_reads_too_fast_is_asked_to_wait(visitor: Visitor, portal: Server, sandbox: Server) -> None:
    visitor.sign_in()
    for number in range(2, 6):
        assert visitor.get(f"/search?page={number}").status_code == 200
    visitor.http.delete(f"{sandbox.url}/sandbox/seen")
    answer = visitor.get("/search?page=6")
    assert answer.status_code == 429
    assert 1 <= int(answer.headers["Retry-After"]) <= 60
    assert re.search(r"Please go on in \d+ seconds\.", visitor.text("main"))
    assert visitor.soup.select_one("main a[href='/search?page=6']")
    assert visitor.http.get(f"{sandbox.url}/sandbox/seen").json() == []
    assert visitor.get("/account").status_code == 200
    other = Visitor(portal.url)
    other.sign_in()
    assert other.path == "/home"
    assert other.page.status_code == 200


def test_who_is_not_signed_in_is_asked_to_sign_in_however_often(visitor: Visitor) -> None:
    for _ in range(8):
        assert visitor.get("/search", allow_redirects=False).status_code == 302


def test_the_home_that_one_asks_about_counts_too(visitor: Visitor) -> None:
    visitor.sign_in()
    asked = [visitor.get(f"/ask?home={QUIRKS['million']}").status_code for _ in range(5)]
    assert asked == [200, 200, 200, 200, 429]


PAGES = ["/home", "/search", f"/homes/{QUIRKS['million']}", "/saved", "/searches", "/open-houses"]


@pytest.mark.parametrize("path", PAGES)
def test_every_page_with_homes_counts(path: str, visitor: Visitor) -> None:
    visitor.sign_in()  # which ends on one
    assert [visitor.get(path).status_code for _ in range(5)] == [200, 200, 200, 200, 429]


@pytest.fixture
def many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rate_limit, "PAGES", Limit("pages", 90, 60))


@pytest.fixture
def windows(portal: Server) -> dict[str, Window]:
    """What the portal has counted of pages, by session."""
    counted: dict[str, Window] = portal.app.extensions["rate_limiter"].windows._windows
    return counted


def reads(visitor: Visitor, home: str = "") -> int:
    """The status of a page with homes."""
    return visitor.get(f"{home}/saved").status_code


def test_each_process_counts_for_itself(start_portal: Start) -> None:
    visitor, second = Visitor(start_portal().url), start_portal().url
    visitor.sign_in()  # which ends on one
    assert [reads(visitor) for _ in range(5)] == [200, 200, 200, 200, 429]
    assert [reads(visitor, second) for _ in range(6)] == [200, 200, 200, 200, 200, 429]


def test_after_a_minute_one_reads_on(visitor: Visitor, windows: dict[str, Window]) -> None:
    visitor.sign_in()
    assert [reads(visitor) for _ in range(5)][-1] == 429
    for window in windows.values():
        window.ends = time.monotonic()
    assert [reads(visitor) for _ in range(6)] == [200] * 5 + [429]


@pytest.mark.usefixtures("many")
def test_pages_go_on_while_the_table_does_not_count(visitor: Visitor, database: Database) -> None:
    visitor.sign_in()
    with database.write() as connection:
        connection.exec_driver_sql("drop table tallies")
    assert {visitor.get("/search").status_code for _ in range(12)} == {200}


@pytest.mark.usefixtures("many")
def test_each_page_with_homes_is_counted_and_no_other(
    visitor: Visitor, windows: dict[str, Window], database: Database
) -> None:
    visitor.sign_in()  # which ends on one
    for path in ("/account", "/privacy", "/saved", "/search"):
        visitor.get(path)
    assert [window.hits for window in windows.values()] == [3]
    assert database.all(sa.select(tallies)) == []


def fields(visitor: Visitor) -> dict[str, str]:
    """What its buttons send from the page that it sees."""
    token = str(visitor.soup.select("input[name=csrf_token]")[0]["value"])
    return {"csrf_token": token, "home": QUIRKS["million"], "do": "save"}


def press(visitor: Visitor, sent: dict[str, str], home: str = "") -> int:
    """The status of the answer."""
    headers = {"Sec-Fetch-Site": "same-origin"}
    return visitor.post(f"{home}/saved", sent, allow_redirects=False, headers=headers).status_code


def test_a_session_that_changes_too_much_is_asked_to_wait(visitor: Visitor, sandbox: Server) -> None:
    visitor.sign_in()
    sent = fields(visitor)
    assert [press(visitor, sent) for _ in range(3)] == [303, 303, 303]
    visitor.http.delete(f"{sandbox.url}/sandbox/seen")
    assert press(visitor, sent | {"do": "hide"}) == 429
    assert 1 <= int(visitor.page.headers["Retry-After"]) <= 60
    assert re.search(r"Your last change was not made\. Please go on in \d+ seconds\.", visitor.text("main"))
    assert visitor.http.get(f"{sandbox.url}/sandbox/seen").json() == []
    assert visitor.get("/home").status_code == 200


def test_after_their_minute_changes_are_made_again(visitor: Visitor, database: Database) -> None:
    visitor.sign_in()
    sent = fields(visitor)
    assert [press(visitor, sent) for _ in range(4)][-1] == 429
    with database.write() as connection:
        connection.execute(tallies.update().values(ends_at=now()))
    assert press(visitor, sent) == 303


def test_two_portals_count_the_changes_of_a_session_together(start_portal: Start) -> None:
    visitor, second = Visitor(start_portal().url), start_portal().url
    visitor.sign_in()
    sent = fields(visitor)
    assert [press(visitor, sent, home) for home in ("", second, "", second)] == [303, 303, 303, 429]


def test_what_was_typed_is_offered_again(visitor: Visitor) -> None:
    visitor.sign_in()
    sent = fields(visitor)
    for _ in range(3):
        press(visitor, sent)
    visitor.get("/searches?save=1&place=Fargo")
    visitor.press("Save this search", name="Near the river")
    assert visitor.page.status_code == 429
    visitor.get("/searches?save=1&place=Fargo")
    assert visitor.soup.select_one("input[value='Near the river']")


def test_who_wants_to_leave_can(visitor: Visitor) -> None:
    visitor.sign_in()
    sent = fields(visitor)
    assert [press(visitor, sent) for _ in range(4)][-1] == 429
    visitor.get("/account")
    visitor.press("Sign out")
    assert visitor.page.status_code == 200
    assert visitor.get("/home", allow_redirects=False).headers["Location"] == "/?wanted=/home"
