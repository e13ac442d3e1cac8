"""The Spark API as one signed-in person may use it. Works in a plain script: no Flask, no database.

spark = Spark(Api("https://sparkapi.com"), access_token)
page = listings.search(spark, page=1)
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import ParamSpec, TypeVar
from urllib.parse import quote

from requests import RequestException

from .answer import envelope
from .dialect import SparkSession
from .errors import Unavailable
from .fields import Fields

P = ParamSpec("P")
T = TypeVar("T")

_threads = ThreadPoolExecutor(max_workers=64, thread_name_prefix="spark")


@dataclass(frozen=True)
class Api:
    """Where the API is and how it is spoken to; `url` has no path and no slash at the end."""

    url: str
    auth_scheme: str = "OAuth"
    user_agent: str = "vow-portal"


class Spark:
    """The API with one access token; safe to share between threads, since each call has a client of its own."""

    def __init__(self, api: Api, access_token: str) -> None:
        self._api, self._token = api, {"access_token": access_token}

    def get(self, path: str, **parameters: str | int) -> Fields:
        """GET `/v1/<path>`; the inside of the `D` envelope. Raises the errors of `errors`, nothing else."""
        query = {f"_{name}": value for name, value in parameters.items()}
        try:
            response = self._session().get(f"{self._api.url}/v1/{path}", params=query)
        except (RequestException, OSError) as error:
            raise Unavailable(f"no answer: {type(error).__name__}") from None
        return envelope(response)

    def revoke(self) -> None:
        """Delete this token, and with it the whole authorization, at Spark: DELETE `/v1/oauth2/token/<token>`."""
        token = quote(self._token["access_token"], safe="")
        try:
            response = self._session().delete(f"{self._api.url}/v1/oauth2/token/{token}", timeout=(1.0, 2.0))
        except (RequestException, OSError) as error:
            raise Unavailable(f"no answer: {type(error).__name__}") from None
        envelope(response)

    def _session(self) -> SparkSession:
        return SparkSession(token=self._token, auth_scheme=self._api.auth_scheme, user_agent=self._api.user_agent)


def later(call: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
    """Start a call now and take its `.result()` later: the calls of a page run at the same time."""
    return _threads.submit(call, *args, **kwargs)
