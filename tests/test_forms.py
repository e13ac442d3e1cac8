"""The token of a form: how long it is good for, under which keys, and how it is checked over https."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

import pytest
from flask_wtf.csrf import generate_csrf
from itsdangerous import TimestampSigner

from app import create_app
from app.auth.access import public
from app.auth.saved_form import restore
from tests.conftest import settings

SITE, COOKIE = "https://homes.example", "__Host-session"
OLD, NEW = "the-old-secret-that-is-long-enough-for-it", "the-new-secret-that-is-long-enough-for-it"
SAME, TYPED = {"Sec-Fetch-Site": "same-origin"}, "Is the garage heated?"


class Browser:
    """Opens a form on a portal, and sends it to that portal, or to one with other keys."""

    def __init__(self, database_url: str, **keys: str) -> None:
        self.app = create_app(settings(SITE, "http://127.0.0.1:9", database_url, **keys))
        self.app.add_url_rule("/note", "note", public(generate_csrf), methods=["GET"])
        self.app.add_url_rule("/note", "sent", public(lambda: "kept"), methods=["POST"])
        self.app.add_url_rule(
            "/other", "other", public(lambda: restore().get("text", "nothing")), methods=["GET", "POST"]
        )
        self.client = self.app.test_client()

    def open_form(self) -> str:
        """Its token."""
        return self.client.get("/note", base_url=SITE).text

    def send(self, token: str) -> int:
        return self.client.post("/note", base_url=SITE, data={"csrf_token": token}).status_code

    def goes_on_at(self, other: Browser) -> None:
        cookie = self.client.get_cookie(COOKIE, "homes.example")
        assert cookie
        other.client.set_cookie(COOKIE, cookie.value, domain="homes.example", secure=True)


Open = Callable[..., Browser]


@pytest.fixture
def browser(database_url: str) -> Iterator[Open]:
    opened: list[Browser] = []

    def with_keys(**keys: str) -> Browser:
        opened.append(Browser(database_url, **keys))
        return opened[-1]

    yield with_keys
    for each in opened:
        each.app.extensions["database"].engine.dispose()


def test_over_https_a_browser_that_hides_where_it_came_from_can_send_forms(browser: Open) -> None:
    """That is, without a Referer."""
    here = browser()
    assert here.send(here.open_form()) == 200


def test_a_form_without_its_token_is_not_taken(browser: Open) -> None:
    here = browser()
    token = here.open_form()
    assert [here.send(wrong) for wrong in ("", f"x{token}", browser().open_form())] == [400] * 3


def test_what_was_typed_into_a_form_whose_token_is_too_old_is_offered_again_once(browser: Open) -> None:
    here = browser()
    here.open_form()
    answer = here.client.post("/other", base_url=SITE, data={"csrf_token": "old", "text": TYPED}, headers=SAME)
    assert (answer.status_code, "This page was open for too long" in answer.text) == (400, True)
    assert 'href="/other"' in answer.text, "the page leads back to the form"
    assert [here.client.get("/other", base_url=SITE).text for _ in range(2)] == [TYPED, "nothing"]


@pytest.mark.parametrize("headers", [{"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}])
def test_what_another_site_sends_is_not_offered(headers: dict[str, str], browser: Open) -> None:
    here = browser()
    here.open_form()
    answer = here.client.post("/other", base_url=SITE, data={"text": "Buy now"}, headers=headers)
    assert answer.status_code == 400
    assert here.client.get("/other", base_url=SITE).text == "nothing"


def test_a_form_may_stay_open_for_days(browser: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    here = browser()
    token = here.open_form()
    monkeypatch.setattr(TimestampSigner, "get_timestamp", lambda _: int(time.time()) + 3 * 86_400)
    assert here.send(token) == 200


def test_a_form_that_was_open_while_the_key_was_changed_is_taken(browser: Open) -> None:
    before, changed = browser(secret_key=OLD), browser(secret_key=NEW, secret_key_fallbacks=OLD)
    token = before.open_form()
    before.goes_on_at(changed)
    assert changed.send(token) == 200


def test_a_form_made_after_the_key_was_changed_outlives_the_old_key(browser: Open) -> None:
    """The new key signs it, though the old one is still believed."""
    changed, last = browser(secret_key=NEW, secret_key_fallbacks=OLD), browser(secret_key=NEW)
    token = changed.open_form()
    changed.goes_on_at(last)
    assert last.send(token) == 200
