"""People who are signed in with several browsers."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.servers import Server, Visitor

FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:132.0) Gecko/20100101 Firefox/132.0"
IPHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
    "Version/18.1 Mobile/15E148 Safari/604.1"
)

SignedIn = Callable[..., Visitor]


@pytest.fixture
def signed_in(portal: Server) -> SignedIn:
    """Sign a person in with a new browser, and open /account."""

    def start(person: str = "Pat", user_agent: str = "", **how: str | None) -> Visitor:
        visitor = Visitor(portal.url)
        visitor.http.headers["User-Agent"] = user_agent
        visitor.sign_in(person, **how)  # type: ignore[arg-type]  # `portal` may be None, `agent` is not
        visitor.get("/account")
        return visitor

    return start


def places(visitor: Visitor) -> list[str]:
    """The text for each sign-in. The current one comes first."""
    return [" ".join(item.get_text(" ").split()) for item in visitor.soup.select(".places li")]


def is_signed_in(visitor: Visitor) -> bool:
    return visitor.get("/home", allow_redirects=False).status_code == 200
