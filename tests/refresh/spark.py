"""The sandbox, as these tests order it about and ask it what it has seen."""

from __future__ import annotations

import time

import requests

from tests.live import Server

GRANT = "/v1/oauth2/grant"


class Spark:
    def __init__(self, sandbox: Server) -> None:
        self._url = f"{sandbox.url}/sandbox"

    def expire(self) -> None:
        """Every access token ends now (401, code 1020), and what was seen until now is forgotten."""
        self._order("POST", "/tokens/expire")
        self.forget()

    def revoke(self) -> int:
        """Every token dies, refresh tokens too; how many access tokens were not dead already."""
        return int(self._order("POST", "/tokens/revoke").json()["revoked"])

    def misbehave(self, where: str, what: str, **more: object) -> None:
        """See docs/sandbox.md, "Switches"."""
        self._order("POST", "/switches", {"where": where, "what": what, **more})

    def behave(self) -> None:
        self._order("DELETE", "/switches")

    def forget(self) -> None:
        self._order("DELETE", "/seen")

    @property
    def refreshes(self) -> int:
        """How many grants were asked for with a refresh token."""
        return sum("refresh_token" in call["body_keys"] for call in self.calls(GRANT))

    def calls(self, path: str = "/v1/") -> list[dict[str, str]]:
        """The calls to addresses that begin so; the last 1,000 at most."""
        return [call for call in self._order("GET", "/seen").json() if call["path"].startswith(path)]

    def wait_for_a_refresh(self) -> None:
        """Until a refresh has come in, whether it is answered or not."""
        for _ in range(400):
            if self.refreshes:
                return
            time.sleep(0.02)
        raise AssertionError("nobody asked for new tokens")

    def _order(self, method: str, address: str, body: dict[str, object] | None = None) -> requests.Response:
        answer = requests.request(method, self._url + address, json=body, timeout=10)
        assert answer.ok, answer.text
        return answer
