"""Nobody copies the homes page by page, nor changes more in a minute than people do."""

from __future__ import annotations

import re
import time

import pytest
import sqlalchemy as sa

from app.database import Database, now, tallies
from app.pages import pace
from app.tally import Limit, Tallies
from sandbox.homes import QUIRKS
from tests.conftest import SECRET, Start
from tests.servers import Server, Visitor


@pytest.fixture(autouse=True)
def _few(monkeypatch: pytest.MonkeyPatch) -> None:
    assert (pace.PAGES.most, pace.CHANGES.most) == (90, 60)
    monkeypatch.setattr(pace, "PAGES", Limit("pages", 5, 60))
    monkeypatch.setattr(pace, "CHANGES", Limit("changes", 3, 60))


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
    monkeypatch.setattr(pace, "PAGES", Limit("pages", 90, 60))


def pages_of(each: list[pace.Pace], most: int = 500) -> int:
    """How many pages one session reads, in turn in each process, until the first refusal."""
    return next(number for number in range(most) if each[number % len(each)].read("pat"))


@pytest.mark.usefixtures("many")
def test_a_process_alone_counts_exactly(database: Database) -> None:
    tallies = Tallies(database, SECRET)
    process = pace.Pace(tallies)
    assert pages_of([process]) == 90
    assert process.read("sam") == 0
    assert pages_of([pace.Pace(tallies)]) == 9, "a fresh one is told by the table"


@pytest.mark.usefixtures("many")
def test_processes_share_the_limit_but_for_nine_pages_each(database: Database) -> None:
    processes = [pace.Pace(Tallies(database, SECRET)) for _ in range(4)]
    assert 90 <= pages_of(processes) <= 90 + 4 * 9
    waits = [process.read("pat") for process in processes for _ in range(10)]
    assert all(1 <= wait <= 60 for wait in waits[9::10])


@pytest.mark.usefixtures("many")
def test_after_a_minute_one_reads_on(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    process = pace.Pace(Tallies(database, SECRET))
    assert pages_of([process]) == 90
    real = time.monotonic
    monkeypatch.setattr(time, "monotonic", lambda: real() + 61)
    with database.write() as connection:
        connection.execute(tallies.update().values(ends_at=now()))
    assert pages_of([process]) == 90
    assert len(process._minutes) == 1


def test_sessions_of_the_minute_before_are_forgotten(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    process = pace.Pace(Tallies(database, SECRET))
    for number in range(50):
        process.read(f"session {number}")
    real = time.monotonic
    monkeypatch.setattr(time, "monotonic", lambda: real() + 61)
    process.read("pat")
    assert list(process._minutes) == ["pat"]


@pytest.mark.usefixtures("many")
def test_pages_go_on_while_the_table_does_not_count(visitor: Visitor, database: Database) -> None:
    visitor.sign_in()
    with database.write() as connection:
        connection.exec_driver_sql("drop table tallies")
    assert {visitor.get("/search").status_code for _ in range(12)} == {200}


@pytest.mark.usefixtures("many")
def test_nine_pages_of_ten_are_not_told(visitor: Visitor, database: Database) -> None:
    visitor.sign_in()  # which ends on one
    for _ in range(8):
        visitor.get("/search")
    assert database.all(sa.select(tallies)) == []
    visitor.get("/search")
    assert [row.amount for row in database.all(sa.select(tallies))] == [10]


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
