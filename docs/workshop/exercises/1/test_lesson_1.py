"""The learner's `answers.py`, beside a portal that really runs and a browser that really signs in."""

from __future__ import annotations

from collections.abc import Callable
from types import ModuleType

import pytest

from tests.servers import Server, Visitor


@pytest.fixture
def answers(load: Callable[[str], ModuleType]) -> ModuleType:
    return load("answers")


@pytest.fixture
def given(visitor: Visitor) -> list[str]:
    """The Set-Cookie headers of a visit on which Pat signs in; the first page after it is not opened yet."""
    visitor.get(visitor.come_back(), allow_redirects=False)
    return [answer.headers["Set-Cookie"] for answer in visitor.answers if "Set-Cookie" in answer.headers]


def test_the_name_of_the_cookie(answers: ModuleType, given: list[str]) -> None:
    assert given[-1].partition("=")[0] == answers.SESSION_COOKIE, (
        "answers.py: SESSION_COOKIE is not its name. "
        "Look into the browser's developer tools: Application (Firefox: Storage), Cookies, http://localhost:8000."
    )


def test_the_characters_of_its_value(answers: ModuleType, visitor: Visitor, given: list[str]) -> None:
    value = next(iter(visitor.http.cookies.values())) or ""
    assert len(value) == answers.ID_CHARACTERS, (
        "answers.py: ID_CHARACTERS is another number. Copy the cookie's value, then: python -c \"print(len('...'))\""
    )


def test_the_flags_of_the_cookie(answers: ModuleType, given: list[str]) -> None:
    worn = {part.strip() for part in given[-1].split(";")[1:]} - {"Path=/"}
    assert set(answers.FLAGS) == worn, (
        "answers.py: FLAGS has one too many or one too few. The developer tools have a column for each. "
        "Why might one be missing on http://localhost?"
    )


def test_whether_sign_in_gives_a_new_value(answers: ModuleType, given: list[str]) -> None:
    assert answers.NEW_VALUE_AT_SIGN_IN is (given[0].partition(";")[0] != given[-1].partition(";")[0]), (
        "answers.py: NEW_VALUE_AT_SIGN_IN is not what happens. Sign out, press Continue, and stop at the sandbox's "
        "page: compare the cookie there with the one after Allow."
    )


def test_how_many_tokens_the_browser_has(
    answers: ModuleType, visitor: Visitor, given: list[str], tokens: Callable[[], set[str]]
) -> None:
    visitor.get("/account")
    got = "\n".join(f"{answer.headers}\n{answer.text}" for answer in visitor.answers)
    assert sum(token in got for token in tokens()) == answers.TOKENS_IN_BROWSER, (
        "answers.py: TOKENS_IN_BROWSER is another number. Look for access_token in the cookies, the storage and the "
        "pages; then open /workshop/flow at the step “The code became tokens”: between whom did they travel?"
    )


def test_the_status_of_search_before_signing_in(answers: ModuleType, portal: Server) -> None:
    status = Visitor(portal.url).get("/search", allow_redirects=False).status_code
    assert status == answers.STATUS_OF_SEARCH, (
        "answers.py: STATUS_OF_SEARCH is not what the portal answers. "
        "Open /search in a private window with the network tab open, and look at the first line; or: "
        'curl -s -o search.html -w "%{http_code}" http://localhost:8000/search'
    )
