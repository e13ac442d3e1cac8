"""Lesson 5: the tokens of one visitor, used by many threads at once."""

from __future__ import annotations

import threading

import requests

CLIENT = {"client_id": "sandbox-client", "client_secret": "sandbox-secret"}


class SignedOut(Exception):
    """Spark has ended the grant: the visitor must sign in again."""


class NotAnswering(Exception):
    """Spark cannot be asked just now: nothing is lost, the next page tries again."""


class Visit:
    """A visitor's two tokens. Every page of theirs is a thread, and all threads share this one object."""

    def __init__(self, spark: str, access_token: str, refresh_token: str) -> None:
        self.spark = spark
        self.access_token: str | None = access_token
        self.refresh_token: str | None = refresh_token
        self._one_at_a_time = threading.Lock()

    def get(self, path: str) -> requests.Response:
        """GET a path of the API; a token that Spark refuses (401) is renewed, and the call made once more."""
        token = self._token()
        response = self._call(path, token)
        if response.status_code == 401:
            response = self._call(path, self._renewed(token))
        return response

    def _token(self) -> str:
        if self.access_token is None:
            raise SignedOut
        return self.access_token

    def _call(self, path: str, token: str) -> requests.Response:
        return requests.get(f"{self.spark}{path}", headers={"Authorization": f"OAuth {token}"}, timeout=10)

    def _renewed(self, refused: str) -> str:
        """The token to go on with: whoever waited while another thread renewed takes what that one got."""
        with self._one_at_a_time:
            if self.access_token == refused:
                self._renew()
            return self._token()

    def _renew(self) -> None:
        granted = self._granted()
        if granted.get("error") == "invalid_grant":
            self.access_token = self.refresh_token = None
        elif "access_token" in granted:
            self.access_token = granted["access_token"]
            self.refresh_token = granted.get("refresh_token", self.refresh_token)
        else:
            raise NotAnswering

    def _granted(self) -> dict[str, str]:
        """What Spark says to the refresh token, tokens or an error. Raises NotAnswering where it is no JSON object."""
        asked = {"grant_type": "refresh_token", "refresh_token": self.refresh_token, **CLIENT}
        try:
            answer = requests.post(f"{self.spark}/v1/oauth2/grant", json=asked, timeout=10).json()
        except requests.RequestException:
            raise NotAnswering from None
        return answer if isinstance(answer, dict) else {}
