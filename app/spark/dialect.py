"""Authlib's OAuth 2 client, speaking the dialect of the Spark Platform.

Spark follows draft 10 of OAuth 2, not RFC 6749: the grant is a JSON body that carries the client secret, the answer
has no `token_type`, and a request is signed `Authorization: OAuth <token>`.
See https://sparkplatform.com/docs/authentication/oauth2_authentication.
"""

from __future__ import annotations

import json
import time
from typing import Any

from authlib.common.urls import url_decode
from authlib.integrations.requests_client import OAuth2Session
from requests import HTTPError, PreparedRequest, Response

from . import heard
from .pool import Pool

Headers = dict[str, str]

TIMEOUT = (3.05, 10.0)
"""Seconds to connect, and to wait between two bytes of an answer; `pool` says how long the whole of it may take."""

POOL = Pool(pool_connections=4, pool_maxsize=64)
"""The one connection pool of this process: Authlib opens a client for each call, and they all come here."""


class SparkSession(OAuth2Session):
    """One call's client: its own cookie jar and token over the shared pool; it never follows a redirect."""

    def __init__(self, *args: Any, auth_scheme: str = "OAuth", user_agent: str = "vow-portal", **kwargs: Any) -> None:
        kwargs = {"default_timeout": TIMEOUT, "token_endpoint_auth_method": json_grant} | kwargs
        super().__init__(*args, **kwargs)
        self._auth_scheme = auth_scheme
        self.register_compliance_hook("protected_request", self._sign)
        self.register_compliance_hook("access_token_response", status_decides)
        self.register_compliance_hook("refresh_token_response", status_decides)
        self.headers.update(
            {"Accept": "application/json", "User-Agent": user_agent, "X-SparkApi-User-Agent": user_agent}
        )
        self.trust_env = False  # a .netrc or proxy variable of the machine must not see the tokens
        self.mount("https://", POOL)
        self.mount("http://", POOL)

    def request(self, method: Any, url: Any, *args: Any, **kwargs: Any) -> Any:
        kwargs["allow_redirects"] = False
        with heard.timed(method, url) as call:
            response: Response = super().request(method, url, *args, **kwargs)
            call.status, call.request_id = response.status_code, response.headers.get("X-Request-Id", "")[:100]
            return response

    def send(self, request: PreparedRequest, **kwargs: Any) -> Response:
        """Signals `exchanged`, however the exchange ends."""
        began = time.perf_counter()
        try:
            response: Response = super().send(request, **kwargs)
        except Exception as error:
            heard.exchanged.send(request, outcome=error, seconds=time.perf_counter() - began)
            raise
        heard.exchanged.send(request, outcome=response, seconds=time.perf_counter() - began)
        return response

    def get_redirect_target(self, _resp: Response) -> None:
        """None is followed, so none is read: it may be no address at all."""

    def close(self) -> None:
        """Keep the pool open for the next call."""

    def _sign(self, url: str, headers: Headers, body: Any) -> tuple[str, Headers, Any]:
        _, token = headers["Authorization"].split(" ", 1)
        headers["Authorization"] = f"{self._auth_scheme} {token}"
        return url, headers, body


def status_decides(response: Response) -> Response:
    """Authlib reads tokens from whatever body; here a grant that wears no 2xx may only name its error.

    Raises HTTPError: whatever it names where it says when to try again.
    """
    named = b'"error"' in response.content and not to_wait(response)
    if response.status_code not in range(200, 300) and not named:
        raise HTTPError(f"status {response.status_code}", response=response)
    return response


def to_wait(response: Response) -> bool:
    """Whether the key is over its rate limit: 429, or as it was told before, 503 with `Retry-After`."""
    return response.status_code == 429 or (response.status_code == 503 and "Retry-After" in response.headers)


def json_grant(client: Any, _method: str, uri: str, headers: Headers, body: str) -> tuple[str, Headers, bytes]:
    """Client authentication "the secret in a JSON body", for the code, refresh and password grants alike."""
    fields = dict(url_decode(body)) | {"client_id": client.client_id, "client_secret": client.client_secret}
    headers["Content-Type"] = "application/json"
    return uri, headers, json.dumps(fields).encode()
