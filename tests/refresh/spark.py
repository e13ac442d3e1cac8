"""Controls the sandbox in these tests, and reads what it has seen."""

from __future__ import annotations

import time

import requests

from tests.servers import Server

GRANT = "/v1/oauth2/grant"


class Spark:
    def __init__(self, sandbox: Server) -> None:
        self._url = f"{sandbox.url}/sandbox"

    def expire(self) -> None:
        """Expire every access token (401, code 1020), and forget the calls so far."""
        self._send("POST", "/tokens/expire")
        self.forget()

    def revoke(self) -> int:
        """Revoke all tokens, and return how many access tokens were still valid."""
        return int(self._send("POST", "/tokens/revoke").json()["revoked"])

    def misbehave(self, where: str, what: str, **more: object) -> None:
        """See docs/sandbox.md, "Switches"."""
        self._send("POST", "/switches", {"where": where, "what": what, **more})

    def behave(self) -> None:
        self._send("DELETE", "/switches")

    def forget(self) -> None:
        self._send("DELETE", "/seen")

    @property
    def refreshes(self) -> int:
        """The number of refresh token grants."""
        return sum("refresh_token" in call["body_keys"] for call in self.calls(GRANT))

    def calls(self, path: str = "/v1/") -> list[dict[str, str]]:
        """The calls to paths that start like this, at most the last 1,000."""
        return [call for call in self._send("GET", "/seen").json() if call["path"].startswith(path)]

    def wait_for_a_refresh(self) -> None:
        """Wait until a refresh has arrived, whether or not it is answered."""
        for _ in range(400):
            if self.refreshes:
                return
            time.sleep(0.02)
        raise AssertionError("no refresh arrived")

    def _send(self, method: str, address: str, body: dict[str, object] | None = None) -> requests.Response:
        answer = requests.request(method, self._url + address, json=body, timeout=10)
        assert answer.ok, answer.text
        return answer
