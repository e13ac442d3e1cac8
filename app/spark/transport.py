"""HTTP to Spark: Authlib's OAuth 2 session over one shared connection pool.

The pool limits the time and the size of each response: requests' timeout applies between bytes, so a slow drip never
trips it. Each call ends with a signal that carries its status and timing.

Spark follows draft 10 of OAuth 2, not RFC 6749. The grant is a JSON body with the client secret, the response has no
`token_type`, and a request is signed `Authorization: OAuth <token>`.
See https://sparkplatform.com/docs/authentication/oauth2_authentication.
"""

from __future__ import annotations

import http.client
import io
import json
import socket
import ssl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from authlib.common.urls import url_decode
from authlib.integrations.requests_client import OAuth2Session
from blinker import Signal
from certifi import where
from requests import ConnectionError as RequestsConnectionError
from requests import HTTPError, PreparedRequest, Response, Timeout
from requests.adapters import HTTPAdapter
from requests.exceptions import ContentDecodingError
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import ConnectTimeoutError, ReadTimeoutError
from urllib3.exceptions import HTTPError as TransportError
from urllib3.util import Timeout as Urllib3Timeout
from urllib3.util.ssl_ import create_urllib3_context

Headers = dict[str, str]

TIMEOUT = (3.05, 10.0)
"""Seconds to connect to one address, and seconds between two bytes of a response."""
MAX_BODY_BYTES = 8 * 1024 * 1024
"""Bytes of a decoded body; a full page of 25 listings takes less than one million."""
CHUNK_BYTES = 64 * 1024
CONNECT_FACTOR = 4
"""The time to connect, over all addresses of a name and with TLS, as a multiple of the time for one address."""
RESPONSE_FACTOR = 1.5
"""The time for a whole response, as a multiple of the time between two bytes."""

call_finished = Signal()
"""Sent with an ApiCall after each call, in the context of the request that the call is for."""
exchanged = Signal()
"""Sent after each HTTP exchange with its PreparedRequest, `outcome` (the Response, or the exception) and `seconds`.

These hold tokens and personal data: a receiver must not log or store them. The workshop connects to it.
"""


@dataclass
class ApiCall:
    """`service` holds neither ids nor tokens (`GET listings`, `POST oauth2/grant`).

    `status` is None if there was no response. `request_id` is Spark's `X-Request-Id`. `started` is a time of
    `time.perf_counter`.
    """

    service: str
    status: int | None = None
    request_id: str = ""
    started: float = field(default_factory=time.perf_counter)
    seconds: float = 0.0


@contextmanager
def timed_call(method: str, url: str) -> Iterator[ApiCall]:
    """Time one call, and signal its end however it ends."""
    call = ApiCall(_service(method, url))
    try:
        yield call
    finally:
        call.seconds = time.perf_counter() - call.started
        call_finished.send(call)


def _service(method: str, url: str) -> str:
    """The first word of the path, or both words of an OAuth service."""
    words = urlsplit(url).path.removeprefix("/v1/").split("/")
    return f"{method} {'/'.join(words[:2]) if words[0] == 'oauth2' else words[0]}"


class Pool(HTTPAdapter):
    """Reads every response at once, within its limits, so that no caller waits for a body."""

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, ssl_context=_ssl_context(), **kwargs)
        self.poolmanager.pool_classes_by_scheme = {"http": PlainPool, "https": SecurePool}

    def send(self, request: PreparedRequest, *args: Any, **kwargs: Any) -> Response:
        connect, read = kwargs["timeout"]  # for each address; several of them leave less time to respond
        always = {
            "timeout": Urllib3Timeout(connect + read, connect, read),
            "verify": True,
        }  # all connections share one context
        return super().send(request, *args, **kwargs | always)

    def cert_verify(self, *args: Any, **kwargs: Any) -> None:
        """All connections share one SSL context, which verifies certificates."""

    def build_response(self, req: PreparedRequest, resp: Any) -> Response:
        response = super().build_response(req, resp)
        try:
            response.raw = io.BytesIO(_read_body(resp))
        except ReadTimeoutError:
            raise Timeout("the answer took too long", request=req) from None
        except TransportError as fault:
            raise RequestsConnectionError(f"the answer broke off: {type(fault).__name__}", request=req) from None
        finally:
            resp.close()
        return response


class DeadlineResponse(http.client.HTTPResponse):
    """A response with a deadline for all of its bytes, headers included."""

    def __init__(self, sock: socket.socket, *args: Any, **kwargs: Any) -> None:
        super().__init__(sock, *args, **kwargs)
        self.fp = io.BufferedReader(DeadlineReader(self.fp.detach(), sock))


class DeadlineReader(io.RawIOBase):
    """Reads a socket until a deadline. Raises TimeoutError."""

    def __init__(self, raw: io.RawIOBase, sock: socket.socket) -> None:
        self._raw, self._sock, self._pause = raw, sock, sock.gettimeout() or 0.0
        self._until = time.monotonic() + RESPONSE_FACTOR * self._pause

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int | None:
        left = self._until - time.monotonic()
        if left <= 0:
            raise TimeoutError("timed out")
        self._sock.settimeout(min(left, self._pause))
        return self._raw.readinto(buffer)

    def close(self) -> None:
        self._raw.close()
        super().close()


class Plain(HTTPConnection):
    response_class = DeadlineResponse

    def connect(self) -> None:
        """Raises ConnectTimeoutError if no time is left for the response: a request could waste a refresh token."""
        until = time.monotonic() + CONNECT_FACTOR * (self.timeout or 0.0)
        super().connect()
        if time.monotonic() > until:
            self.close()
            raise ConnectTimeoutError(self, "too many addresses do not answer")


class Secure(Plain, HTTPSConnection):
    pass


class PlainPool(HTTPConnectionPool):
    ConnectionCls = Plain


class SecurePool(HTTPSConnectionPool):
    ConnectionCls = Secure


def _ssl_context() -> ssl.SSLContext:
    """requests' certificates, loaded once: a context for each connection would take 1 MB and 15 ms."""
    context = create_urllib3_context()
    context.load_verify_locations(where())
    return context


def _read_body(answer: Any) -> bytes:
    """The whole decoded body. Raises ContentDecodingError if it is too long, and urllib3's errors."""
    body = bytearray()
    for chunk in answer.stream(CHUNK_BYTES, decode_content=True):
        body += chunk
        if len(body) > MAX_BODY_BYTES:
            raise ContentDecodingError("the answer is too long")
    return bytes(body)


ADAPTER = Pool(pool_connections=4, pool_maxsize=64)
"""The one connection pool of this process: Authlib opens a client for each call, and they all come here."""


class SparkOAuthSession(OAuth2Session):
    """One call's client: its own cookie jar and token over the shared pool; it never follows a redirect."""

    def __init__(self, *args: Any, auth_scheme: str = "OAuth", user_agent: str = "vow-portal", **kwargs: Any) -> None:
        kwargs = {"default_timeout": TIMEOUT, "token_endpoint_auth_method": client_secret_json} | kwargs
        super().__init__(*args, **kwargs)
        self._auth_scheme = auth_scheme
        self.register_compliance_hook("protected_request", self._sign)
        self.register_compliance_hook("access_token_response", check_token_status)
        self.register_compliance_hook("refresh_token_response", check_token_status)
        self.headers.update(
            {"Accept": "application/json", "User-Agent": user_agent, "X-SparkApi-User-Agent": user_agent}
        )
        self.trust_env = False  # a .netrc or proxy variable of the machine must not see the tokens
        self.mount("https://", ADAPTER)
        self.mount("http://", ADAPTER)

    def request(self, method: Any, url: Any, *args: Any, **kwargs: Any) -> Any:
        kwargs["allow_redirects"] = False
        with timed_call(method, url) as call:
            response: Response = super().request(method, url, *args, **kwargs)
            call.status, call.request_id = response.status_code, response.headers.get("X-Request-Id", "")[:100]
            return response

    def send(self, request: PreparedRequest, **kwargs: Any) -> Response:
        """Signals `exchanged`, however the exchange ends."""
        began = time.perf_counter()
        try:
            response: Response = super().send(request, **kwargs)
        except Exception as error:
            exchanged.send(request, outcome=error, seconds=time.perf_counter() - began)
            raise
        exchanged.send(request, outcome=response, seconds=time.perf_counter() - began)
        return response

    def get_redirect_target(self, _resp: Response) -> None:
        """Never follow or parse a redirect: its target may be invalid."""

    def close(self) -> None:
        """Keep the pool open for the next call."""

    def _sign(self, url: str, headers: Headers, body: Any) -> tuple[str, Headers, Any]:
        _, token = headers["Authorization"].split(" ", 1)
        headers["Authorization"] = f"{self._auth_scheme} {token}"
        return url, headers, body


def check_token_status(response: Response) -> Response:
    """Let Authlib read only a 2xx grant, or one that names its OAuth error.

    Raises HTTPError for others, and for any response that is over the rate limit.
    """
    named = b'"error"' in response.content and not is_rate_limited(response)
    if response.status_code not in range(200, 300) and not named:
        raise HTTPError(f"status {response.status_code}", response=response)
    return response


def is_rate_limited(response: Response) -> bool:
    """Whether the key is over its rate limit: 429, or the older 503 with `Retry-After`."""
    return response.status_code == 429 or (response.status_code == 503 and "Retry-After" in response.headers)


def client_secret_json(client: Any, _method: str, uri: str, headers: Headers, body: str) -> tuple[str, Headers, bytes]:
    """Authenticate the client by its secret in a JSON body, for all grants."""
    fields = dict(url_decode(body)) | {"client_id": client.client_id, "client_secret": client.client_secret}
    headers["Content-Type"] = "application/json"
    return uri, headers, json.dumps(fields).encode()
