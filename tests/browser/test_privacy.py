"""What a browser holds, sends and shows again, and what it must not."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, Request, expect

from sandbox import tokens
from tests.browser.actions import HOME, go_back, sign_in, sign_out


@pytest.fixture
def given(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every code and token that the sandbox gives out."""
    given: list[str] = []
    make = tokens.random_token

    def note() -> str:
        given.append(make())
        return given[-1]

    monkeypatch.setattr(tokens, "random_token", note)
    return given


def test_no_script_can_read_the_session(page: Page) -> None:
    sign_in(page)
    page.goto(HOME)
    (cookie,) = page.context.cookies()
    assert (cookie["httpOnly"], cookie["sameSite"], cookie["path"]) == (True, "Lax", "/")
    assert page.evaluate("[document.cookie, localStorage.length, sessionStorage.length]") == ["", 0, 0]


def test_no_code_or_token_stays_in_the_browser_after_the_callback(page: Page, given: list[str]) -> None:
    sent = requests_of(page)
    sign_in(page)
    (callback,) = [n for n, request in enumerate(sent) if "/auth/callback" in request.url]
    texts = [page.content()]
    for path in ("/search", HOME, "/sign-out", "/nothing"):
        page.goto(path)
        texts.append(page.content())
    texts += [f"{request.url} {request.all_headers()}" for request in sent[callback + 1 :]]
    assert len(given) == 3
    assert given[0] in sent[callback].url
    assert len(texts) > 20
    for secret in (*given, "sandbox-secret"):
        assert not [text for text in texts if secret in text]


def requests_of(page: Page) -> list[Request]:
    """All that it will send."""
    sent: list[Request] = []

    def note(request: Request) -> None:
        sent.append(request)

    page.on("request", note)
    return sent


def test_the_back_button_shows_nothing_private_after_sign_out(page: Page) -> None:
    sign_in(page, "/search")
    page.goto(HOME)
    sign_out(page)
    for _ in range(2):
        go_back(page)
        expect(page.get_by_text("Please sign in to carry on.")).to_be_visible()
        assert "Pat Olsen" not in page.content()


def test_not_even_the_first_page_after_sign_in_is_behind_the_back_button(page: Page) -> None:
    sign_in(page)
    sign_out(page)
    go_back(page)
    expect(page.get_by_text("Please sign in to carry on.")).to_be_visible()
