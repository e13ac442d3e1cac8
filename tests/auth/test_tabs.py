"""Several tabs of one browser, whose requests overlap: none undoes what another has done meanwhile."""

from __future__ import annotations

import hashlib
import re
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import requests
import sqlalchemy as sa

from app.db import Database, sessions
from app.spark import listings
from tests.auth.conftest import Misbehave
from tests.servers import Server, Visitor


def tab_of(visitor: Visitor) -> Visitor:
    """Another tab: the same cookies as they are now, but not those to come."""
    tab = Visitor(visitor.home)
    tab.http.cookies.update(visitor.http.cookies)
    return tab


def come_back_again(visitor: Visitor, person: str) -> str:
    """Start to sign in once more though signed in, and stop in front of the callback; its address."""
    visitor.get("/p/danalee")
    visitor.press("Continue")
    visitor.press(person)
    return visitor.press("Allow", False).headers["Location"]


def meanwhile(slow: Callable[[], requests.Response], act: Callable[[], object]) -> requests.Response:
    """Start a slow request, act while it waits for Spark, and give its answer."""
    with ThreadPoolExecutor(1) as other:
        answer = other.submit(slow)
        time.sleep(0.3)
        act()
        return answer.result(10)


def rows(database: Database) -> int:
    with database.engine.connect() as connection:
        return len(connection.execute(sa.select(sessions)).all())


def test_signing_out_is_final_for_a_callback_under_way(
    visitor: Visitor, misbehave: Misbehave, database: Database, sandbox: Server
) -> None:
    visitor.sign_in()
    back, tab = come_back_again(visitor, "Sam"), tab_of(visitor)
    visitor.get("/home")
    misbehave("grant", "slow", seconds=0.8)
    answer = meanwhile(lambda: tab.get(back, allow_redirects=False), lambda: visitor.press("Sign out"))
    assert (answer.status_code, "Set-Cookie" in answer.headers) == (400, False)
    assert rows(database) == 0


def test_a_callback_that_fails_late_leaves_the_attempt_of_another_tab_alone(
    visitor: Visitor, misbehave: Misbehave
) -> None:
    tab = tab_of(visitor)
    foreign = re.sub("code=[^&]*", "code=neverissued", tab.come_back())
    visitor.http.cookies.update(tab.http.cookies)
    misbehave("grant", "slow", seconds=0.8)
    backs: list[str] = []
    answer = meanwhile(lambda: tab.get(foreign), lambda: backs.append(visitor.come_back("Sam")))
    assert (answer.status_code, "Set-Cookie" in answer.headers) == (400, False)
    visitor.get(backs[0])
    assert "Sam" in visitor.h1


def test_a_slow_page_of_the_session_before_leaves_the_new_one_its_cookie(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    visitor.sign_in()
    tab, search = tab_of(visitor), listings.search
    reached, go_on = threading.Event(), threading.Event()

    def slow_search(*args: object, **kwargs: object) -> object:
        reached.set()
        assert go_on.wait(10)
        return search(*args, **kwargs)  # type: ignore[arg-type]  # handed on as they came

    with ThreadPoolExecutor(1) as other, monkeypatch.context() as patched:
        patched.setattr(listings, "search", slow_search)
        late = other.submit(lambda: tab.get("/search", allow_redirects=False))
        assert reached.wait(10)
        patched.undo()
        visitor.get(come_back_again(visitor, "Sam"))
        time.sleep(0.3)
        go_on.set()
        answer = late.result(10)
    assert answer.headers["Location"].startswith("/?wanted=")
    assert "Set-Cookie" not in answer.headers


def test_the_same_callback_many_times_at_once_signs_in_once(visitor: Visitor, database: Database) -> None:
    back = visitor.come_back()
    tabs = [tab_of(visitor) for _ in range(6)]
    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(lambda tab: tab.get(back, allow_redirects=False), tabs))
    assert sorted(answer.status_code for answer in answers) == [302, 400, 400, 400, 400, 400]
    assert [answer.status_code for answer in answers if "Set-Cookie" in answer.headers] == [302]
    assert rows(database) == 1
    winner = next(tab for tab, answer in zip(tabs, answers, strict=True) if answer.status_code == 302)
    assert winner.get("/home").status_code == 200, "the others have not spent the code again"


def test_two_callbacks_at_once_both_work(visitor: Visitor, misbehave: Misbehave) -> None:
    backs = [visitor.come_back("Pat"), visitor.come_back("Sam")]
    tabs = [tab_of(visitor) for _ in backs]
    misbehave("grant", "slow", seconds=0.3, times=2)
    with ThreadPoolExecutor(2) as pool:
        pages = list(pool.map(lambda tab, back: tab.get(back), tabs, backs))
    assert [page.status_code for page in pages] == [200, 200]
    assert ["Pat" in tabs[0].h1, "Sam" in tabs[1].h1] == [True, True]


def test_each_attempt_has_its_whole_time(visitor: Visitor, database: Database) -> None:
    visitor.come_back()
    with database.write() as connection:
        connection.execute(sessions.update().values(expires_at=time.time() + 5))
    visitor.come_back()
    with database.engine.connect() as connection:
        assert connection.execute(sa.select(sessions.c.expires_at)).scalar_one() > time.time() + 1700


def test_the_attempt_of_a_visitor_who_never_returns_is_soon_forgotten(visitor: Visitor, database: Database) -> None:
    visitor.go_to_spark()
    with database.engine.connect() as connection:
        assert connection.execute(sa.select(sessions.c.expires_at)).scalar_one() < time.time() + 1900


def test_a_sign_in_begun_before_an_upgrade_can_be_finished(visitor: Visitor, portal: Server) -> None:
    """Attempts did not say as whom until agents could sign in."""
    back = visitor.come_back()
    key = hashlib.sha256(str(visitor.http.cookies["portal_session"]).encode()).digest()

    def older(data: dict[str, Any]) -> dict[str, Any]:
        for name in data:
            if name.startswith("_state_"):
                del data[name]["data"]["role"]
        return data

    portal.app.session_interface.store.update(key, older)  # type: ignore[attr-defined]  # it is ours
    visitor.get(back)
    assert (visitor.path, visitor.page.status_code) == ("/home", 200)
