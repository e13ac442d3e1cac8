"""A signed-in client that reads and changes carts and saved searches."""

from __future__ import annotations

from typing import Any

from werkzeug.test import TestResponse

from sandbox.homes import homes
from sandbox.mls import PRAIRIE
from tests.sandbox.clients import CREDENTIALS, Application

PAT = "pat@example.com"
HOMES = [home.id for home in homes(PRAIRIE.id)]


class ApiClient:
    """`credential` is a login or an access token."""

    def __init__(self, application: Application, credential: str) -> None:
        self._application = application
        self.token = application.sign_in(credential)["access_token"] if "@" in credential else credential

    def call(self, path: str, method: str = "GET", **options: Any) -> TestResponse:
        return self._application.call(f"/v1/{path}", self.token, method, **options)

    def read(self, path: str) -> list[dict[str, Any]]:
        return self._results(self.call(path))

    def write(self, method: str, path: str, **fields: object) -> list[dict[str, Any]]:
        """The results, empty for a response without any."""
        return self._results(self.call(path, method, **({"json": {"D": fields}} if fields else {})))

    def error(self, method: str, path: str, **fields: object) -> tuple[int, int]:
        """The status and code of the error."""
        answer = self.call(path, method, **({} if method == "GET" else {"json": {"D": fields}}))
        error = answer.get_json()["D"]
        assert error["Success"] is False, answer.text
        return answer.status_code, error["Code"]

    def count(self, filter_: str, **parameters: str) -> int:
        """The number of listings that a search finds."""
        query = {"_filter": filter_, "_pagination": "count"} | parameters
        answer = self.call("listings", query_string=query)
        assert answer.status_code == 200, answer.text
        total: int = answer.get_json()["D"]["Pagination"]["TotalRows"]
        return total

    def _results(self, answer: TestResponse) -> list[dict[str, Any]]:
        assert answer.status_code in {200, 201}, answer.text
        results: list[dict[str, Any]] = answer.get_json()["D"].get("Results", [])
        return results


def idx_client(application: Application) -> ApiClient:
    idx = CREDENTIALS | {"client_id": "sandbox-idx", "client_secret": "sandbox-idx-secret"}
    sent = idx | {"grant_type": "password", "username": "dana@example.com", "password": "sandbox"}
    return ApiClient(application, application.client.post("/v1/oauth2/grant", json=sent).get_json()["access_token"])


def cart(person: ApiClient, name: str) -> dict[str, Any]:
    """A cart by name, with its ListingIds."""
    return next(one for one in person.read("listingcarts?_expand=ListingIds") if one["Name"] == name)
