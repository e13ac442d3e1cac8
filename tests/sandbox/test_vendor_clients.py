"""Stand-ins for the vendor's own clients, written from a description of their requests."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar
from urllib.parse import urlencode

import pytest
import requests

from tests.sandbox.clients import CALLBACK, CREDENTIALS, Page, Visitor

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

Json = dict[str, Any]


class RubyClient:
    """Requests 25 items a page, accepts gzip, and refreshes once after a 1020. Other 401s are errors."""

    headers: ClassVar = {
        "Accept": "application/json",
        "Accept-Encoding": "gzip",
        "Content-Type": "application/json",
        "User-Agent": "Ruby stand-in",
        "X-SparkApi-User-Agent": "Ruby stand-in",
    }
    renewable: ClassVar[tuple[int, ...]] = (1020,)

    def __init__(self, host: str, session: requests.Session) -> None:
        self.host, self.session = host, session
        self.tokens: dict[str, str] = {}

    def sign_in(self, code: str) -> None:
        self.grant(grant_type="authorization_code", code=code)

    def grant(self, **fields: str) -> None:
        """Sends the redirect URI with every grant, even a refresh."""
        body = CREDENTIALS | {"redirect_uri": CALLBACK} | fields
        answer = self.session.post(f"{self.host}/v1/oauth2/grant", json=body, headers=self.grant_headers())
        answer.raise_for_status()
        self.tokens = answer.json()

    def grant_headers(self) -> dict[str, str]:
        return self.headers

    def get(self, path: str, **query: object) -> Json:
        answer = self.call(path, query)
        if answer.get("Code") in self.renewable:
            self.grant(grant_type="refresh_token", refresh_token=self.tokens["refresh_token"])
            answer = self.call(path, query)
        assert answer["Success"], answer
        return answer

    def call(self, path: str, query: Mapping[str, object]) -> Json:
        return self.unwrap(self.session.get(self.host + path, params=self.as_text(query), headers=self.auth_headers()))

    def long_get(self, path: str, **query: object) -> Json:
        """Send a query that is too long for a URL in the body of a POST."""
        form = {"X-HTTP-Method-Override": "GET", "Content-Type": "application/x-www-form-urlencoded"}
        body = urlencode(self.as_text(query))
        return self.unwrap(self.session.post(self.host + path, data=body, headers=self.auth_headers() | form))

    def all_pages(self, path: str) -> Iterator[Json]:
        page, pages = 1, 1
        while page <= pages:
            answer = self.get(path, _limit=25, _page=page, _pagination=1)
            pages = answer["Pagination"]["TotalPages"]
            yield from answer["Results"]
            page += 1

    def auth_headers(self) -> dict[str, str]:
        return self.headers | {"Authorization": f"OAuth {self.tokens['access_token']}"}

    @staticmethod
    def as_text(query: Mapping[str, object]) -> dict[str, str]:
        return {name: str(value) for name, value in query.items()}

    @staticmethod
    def unwrap(answer: requests.Response) -> Json:
        body: Json = answer.json()["D"]
        return body


class PhpClient(RubyClient):
    """Sends an empty token with the grant and no `Accept`, and also refreshes after a 1000."""

    headers: ClassVar = {
        "Accept-Encoding": "gzip",
        "Content-Type": "application/json",
        "User-Agent": "PHP stand-in",
    }
    renewable = (1020, 1000)

    def grant_headers(self) -> dict[str, str]:
        return self.headers | {"Authorization": "OAuth "}


@pytest.fixture(params=[RubyClient, PhpClient])
def vendor(request: pytest.FixtureRequest, server_url: str) -> Iterator[RubyClient]:
    """A vendor client with Pat signed in at Dana Lee's portal."""
    with requests.Session() as session:
        client: RubyClient = request.param(server_url, session)
        client.sign_in(visitor(server_url, session).sign_in("/auth/vow/danalee", "Pat Olsen", "Allow"))
        yield client


def visitor(host: str, session: requests.Session) -> Visitor:
    def send(method: str, path: str, fields: Mapping[str, str]) -> Page:
        params, form = (fields, None) if method == "GET" else (None, fields)
        answer = session.request(method, host + path, params=params, data=form, allow_redirects=False)
        return Page(answer.status_code, answer.text, answer.headers.get("Location", ""))

    return Visitor(send)


def test_a_vendor_client_signs_in_and_fetches(vendor: RubyClient) -> None:
    [contact] = vendor.get("/v1/my/contact", _select="DisplayName")["Results"]
    assert contact["DisplayName"] == "Pat Olsen"


def test_a_vendor_client_refreshes_after_1020_and_goes_on(vendor: RubyClient) -> None:
    before = vendor.tokens
    vendor.session.post(f"{vendor.host}/sandbox/tokens/expire")
    assert vendor.get("/v1/system")["Success"] is True
    assert vendor.tokens["refresh_token"] != before["refresh_token"]


def test_a_vendor_client_pages_through_the_listings(vendor: RubyClient) -> None:
    ids = [listing["Id"] for listing in vendor.all_pages("/v1/listings?_select=City&_filter=City Eq 'Moorhead'")]
    assert len(ids) > 25
    assert len(set(ids)) == len(ids)


def test_a_vendor_client_asks_a_long_question_in_a_post(vendor: RubyClient) -> None:
    cities = ",".join(["'Moorhead'"] * 150)
    asked = vendor.long_get("/v1/listings", _filter=f"City Eq {cities}", _limit=1)
    assert asked["Success"] is True
    assert len(asked["Results"]) == 1


def test_only_the_php_client_renews_after_1000(vendor: RubyClient) -> None:
    vendor.session.post(f"{vendor.host}/sandbox/switches", json={"where": "api", "what": "refuse"})
    if isinstance(vendor, PhpClient):
        assert vendor.get("/v1/system")["Success"] is True
    else:
        with pytest.raises(AssertionError, match="1000"):
            vendor.get("/v1/system")
