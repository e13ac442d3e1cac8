"""The Spark API as one signed-in person may use it. Works in a plain script: no Flask, no database.

spark = SparkClient(SparkApi("https://sparkapi.com"), access_token)
page = listings.search(spark, page=1)
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextvars import copy_context
from dataclasses import dataclass, field
from functools import partial
from typing import Any, ParamSpec, TypeVar
from urllib.parse import quote

from requests import RequestException, Response

from app.spark.backoff import Backoff, CircuitBreaker
from app.spark.errors import RateLimited, SignInRequired, Unavailable
from app.spark.fields import Fields
from app.spark.response import envelope
from app.spark.transport import SparkOAuthSession

P = ParamSpec("P")
T = TypeVar("T")

_executor = ThreadPoolExecutor(max_workers=64, thread_name_prefix="spark")


MAX_WAIT = 2.0
"""Longest rate-limit wait, in seconds, before a page asks the visitor to come back."""


@dataclass
class SparkApi:
    """Where the API is and how it is spoken to; `url` has no path and no slash at the end.

    `backoff` stops all calls of this process while the key is over its rate limit. `circuit_breaker` stops nearly all
    calls while Spark does not answer.
    """

    url: str
    auth_scheme: str = "OAuth"
    user_agent: str = "vow-portal"
    backoff: Backoff = field(default_factory=Backoff, compare=False)
    circuit_breaker: CircuitBreaker = field(default_factory=CircuitBreaker, compare=False)

    def raise_if_rate_limited(self) -> None:
        """Raises RateLimited while the key is over its rate limit."""
        if left := self.backoff.remaining:
            busy = RateLimited("backing off: over the rate limit")
            busy.retry_after = math.ceil(left)
            raise busy


class SparkClient:
    """The API with one access token; safe to share between threads, since each call has a client of its own.

    `refresh` gives the next token when Spark refuses one (401). The call is then made once more.
    """

    def __init__(self, api: SparkApi, access_token: str, refresh: Callable[[str], str] | None = None) -> None:
        self._api, self._token, self._refresh = api, access_token, refresh

    def get(self, path: str, extra: Mapping[str, str] | None = None, **parameters: str | int) -> Fields:
        """GET `/v1/<path>`; the inside of the `D` envelope. Raises the errors of `errors`, nothing else.

        The `parameters` get Spark's underscore (`_filter`), blank ones are left out; those in `extra` are sent as they
        are (`OpenHouses`).
        A rate limit that is over in a moment is waited for, once.
        """
        query = {f"_{name}": value for name, value in parameters.items() if value != ""} | dict(extra or {})
        try:
            return self._call("GET", path, params=query)
        except RateLimited as busy:
            if busy.retry_after > MAX_WAIT:
                raise
            time.sleep(busy.retry_after)
            return self._call("GET", path, params=query)

    def post(self, path: str, body: Mapping[str, object]) -> Fields:
        """POST `{"D": body}` to `/v1/<path>`; the inside of the answer's envelope. Never sent twice to be sure."""
        return self._call("POST", path, json={"D": dict(body)})

    def put(self, path: str, body: Mapping[str, object]) -> Fields:
        """PUT `{"D": body}` to `/v1/<path>`: replaces what it names."""
        return self._call("PUT", path, json={"D": dict(body)})

    def delete(self, path: str) -> Fields:
        """DELETE `/v1/<path>`. Raises NotFound if it is gone already."""
        return self._call("DELETE", path)

    def revoke(self) -> None:
        """Delete this token, and with it the whole authorization, at Spark: DELETE `/v1/oauth2/token/<token>`."""
        self._call_once("DELETE", f"oauth2/token/{quote(self._token, safe='')}", self._token, timeout=(1.0, 2.0))

    def _call(self, method: str, path: str, **sent: Any) -> Fields:
        token = self._token
        try:
            return self._call_once(method, path, token, **sent)
        except SignInRequired:
            if self._refresh is None:
                raise
            self._token = self._refresh(token)
            return self._call_once(method, path, self._token, **sent)

    def _call_once(self, method: str, path: str, token: str, **sent: Any) -> Fields:
        self._api.raise_if_rate_limited()
        response = self._send(method, path, token, **sent)
        try:
            return envelope(response)
        except RateLimited as busy:
            self._api.backoff.pause(busy.retry_after)
            raise

    def _send(self, method: str, path: str, token: str, **sent: Any) -> Response:
        outage, began = self._api.circuit_breaker, time.monotonic()
        if not outage.allows_call():
            raise Unavailable("not asked: it did not answer before")
        try:
            response: Response = self._session(token).request(method, f"{self._api.url}/v1/{path}", **sent)
        except (RequestException, OSError) as error:
            outage.record_failure(time.monotonic() - began)
            raise Unavailable(f"no answer: {type(error).__name__}") from None
        outage.record_success()
        return response

    def _session(self, token: str) -> SparkOAuthSession:
        return SparkOAuthSession(
            token={"access_token": token}, auth_scheme=self._api.auth_scheme, user_agent=self._api.user_agent
        )


def submit(call: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
    """Start a call now and take its `.result()` later: the calls of a page run at the same time.

    It runs in the context of who starts it, so that what it logs carries the reference of their request.
    """
    return _executor.submit(partial(copy_context().run, call, *args, **kwargs))
