"""The connections to Spark, and how much of an answer is waited for: neither for ever, nor for more than there is room.

A timeout of HTTP libraries is one between two bytes; who sends one byte every nine seconds is never too late for it.
"""

from __future__ import annotations

import http.client
import io
import socket
import ssl
import time
from typing import Any

from certifi import where
from requests import ConnectionError as NoConnection
from requests import PreparedRequest, Response, Timeout
from requests.adapters import HTTPAdapter
from requests.exceptions import ContentDecodingError
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import ConnectTimeoutError, HTTPError, ReadTimeoutError
from urllib3.util import Timeout as Times
from urllib3.util.ssl_ import create_urllib3_context

MOST = 8 * 1024 * 1024
"""Bytes of an answer, unpacked; a page of 25 homes with everything in it has less than one million."""
CHUNK = 64 * 1024
ADDRESSES = 4
"""How many times as long as one address may take all those of a name may, with TLS."""
WHOLE = 1.5
"""How long a whole answer may take, as a multiple of the time that may pass between two of its bytes."""


class Pool(HTTPAdapter):
    """The adapter of all calls: every answer is read here, as far as it may be, so that none is read elsewhere."""

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, ssl_context=_trusting(), **kwargs)
        self.poolmanager.pool_classes_by_scheme = {"http": PlainPool, "https": SecurePool}

    def send(self, request: PreparedRequest, *args: Any, **kwargs: Any) -> Response:
        connect, read = kwargs["timeout"]  # of each address: what several take is taken from the time to answer
        always = {"timeout": Times(connect + read, connect, read), "verify": True}  # as all share one context
        return super().send(request, *args, **kwargs | always)

    def cert_verify(self, *args: Any, **kwargs: Any) -> None:
        """The context that all connections share does it."""

    def build_response(self, req: PreparedRequest, resp: Any) -> Response:
        response = super().build_response(req, resp)
        try:
            response.raw = io.BytesIO(_body(resp))
        except ReadTimeoutError:
            raise Timeout("the answer took too long", request=req) from None
        except HTTPError as fault:
            raise NoConnection(f"the answer broke off: {type(fault).__name__}", request=req) from None
        finally:
            resp.close()
        return response


class Answer(http.client.HTTPResponse):
    """An answer whose every byte must have come in time, those of its headers too."""

    def __init__(self, sock: socket.socket, *args: Any, **kwargs: Any) -> None:
        super().__init__(sock, *args, **kwargs)
        self.fp = io.BufferedReader(InTime(self.fp.detach(), sock))


class InTime(io.RawIOBase):
    """What comes out of a socket, until its time is over. Raises TimeoutError."""

    def __init__(self, raw: io.RawIOBase, sock: socket.socket) -> None:
        self._raw, self._sock, self._pause = raw, sock, sock.gettimeout() or 0.0
        self._until = time.monotonic() + WHOLE * self._pause

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
    response_class = Answer

    def connect(self) -> None:
        """Raises ConnectTimeoutError if no time is left to answer: what is sent then could spend a token in vain."""
        until = time.monotonic() + ADDRESSES * (self.timeout or 0.0)
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


def _trusting() -> ssl.SSLContext:
    """Trusts whom requests trusts. Read once: a connection with a context of its own takes 1 MB and 15 ms for it."""
    context = create_urllib3_context()
    context.load_verify_locations(where())
    return context


def _body(answer: Any) -> bytes:
    """The whole body, unpacked. Raises ContentDecodingError if it is too much, and what urllib3 raises."""
    body = bytearray()
    for chunk in answer.stream(CHUNK, decode_content=True):
        body += chunk
        if len(body) > MOST:
            raise ContentDecodingError("the answer is too long")
    return bytes(body)
