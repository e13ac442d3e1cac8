"""Lesson 5: the tokens of one visitor, used by many threads at once."""

from __future__ import annotations

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

    def get(self, path: str) -> requests.Response:
        """GET a path of the API; a token that Spark refuses (401) is renewed, and the call made once more."""
        response = self._call(path, self._token())
        if response.status_code == 401:
            self._renew()
            response = self._call(path, self._token())
        return response

    def _token(self) -> str:
        if self.access_token is None:
            raise SignedOut
        return self.access_token

    def _call(self, path: str, token: str) -> requests.Response:
        return requests.get(f"{self.spark}{path}", headers={"Authorization": f"OAuth {token}"}, timeout=10)

    def _renew(self) -> None:
        asked = {"grant_type": "refresh_token", "refresh_token": self.refresh_token, **CLIENT}
        answer = requests.post(f"{self.spark}/v1/oauth2/grant", json=asked, timeout=10)
        if answer.status_code == 200:
            self.access_token, self.refresh_token = answer.json()["access_token"], answer.json()["refresh_token"]
        else:
            self.access_token = self.refresh_token = None
