"""The ways in which Spark fails. Each answers one request, and returns whether the connection stays open."""

from __future__ import annotations

import json
import socket
import struct
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from threading import Event
from typing import Any

MIB = 1024 * 1024
SLOW, RETRY_AFTER = 2.0, 2


@dataclass(frozen=True)
class Request:
    method: str
    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def token(self) -> str:
        return self.headers.get("authorization", "").partition(" ")[2]

    @property
    def is_grant(self) -> bool:
        return self.path.startswith("/v1/oauth2/grant")

    @property
    def fields(self) -> dict[str, Any]:
        """The fields of a JSON body."""
        found = json.loads(self.body) if self.body else {}
        return found if isinstance(found, dict) else {}


@dataclass(frozen=True)
class Connection:
    """`forward` gets the sandbox's own answer. `lifted` is set when the fault ends."""

    socket: socket.socket
    forward: Callable[[Request], bytes]
    lifted: Event


Fault = Callable[[Connection, Request], bool]


def response(body: bytes, status: str = "200 OK", kind: str = "application/json", *headers: str) -> bytes:
    head = [f"HTTP/1.1 {status}", f"Content-Type: {kind}", f"Content-Length: {len(body)}", *headers, "", ""]
    return "\r\n".join(head).encode() + body


def slow(connection: Connection, request: Request) -> bool:
    connection.lifted.wait(SLOW)
    connection.socket.sendall(connection.forward(request))
    return True


def hang(connection: Connection, request: Request) -> bool:
    connection.lifted.wait(90)
    return False


def drip(connection: Connection, request: Request) -> bool:
    connection.socket.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 99999\r\n\r\n{")
    while not connection.lifted.wait(0.5):
        connection.socket.sendall(b" ")
    return False


def reset(connection: Connection, request: Request) -> bool:
    connection.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    return False


def truncated(connection: Connection, request: Request) -> bool:
    """Break off before the request is carried out."""
    connection.socket.sendall(response(b'{"D": {"Success": true, "Results": [')[:-9])
    return False


def lost(connection: Connection, request: Request) -> bool:
    """Carry the request out, and send no answer."""
    connection.forward(request)
    return False


def garbage(connection: Connection, request: Request) -> bool:
    connection.socket.sendall(bytes(range(256)) * 20)
    return False


def respond(content: bytes, connection: Connection, request: Request) -> bool:
    connection.socket.sendall(content)
    return True


def maintenance(status: str) -> Fault:
    return partial(respond, response(b"<!doctype html><title>Maintenance</title><p>Later.", status, "text/html"))


def rate_limited(connection: Connection, request: Request) -> bool:
    body = {"error": "temporarily_unavailable", "D": {"Success": False, "Code": 1550, "Message": "Over the rate limit"}}
    retry = f"Retry-After: {RETRY_AFTER}"
    return respond(
        response(json.dumps(body).encode(), "429 Too Many Requests", "application/json", retry), connection, request
    )


def too_large(connection: Connection, request: Request) -> bool:
    return respond(response(b'{"access_token": "' + b"x" * 10 * MIB + b'"}'), connection, request)


def gzip_bomb() -> Fault:
    """Compress 1 GiB of spaces to 1 MiB. It is built in advance, so that no visitor waits for it."""
    packer = zlib.compressobj(1, wbits=31)
    body = b"".join([*(packer.compress(b" " * MIB) for _ in range(1024)), packer.flush()])
    return partial(respond, response(body, "200 OK", "application/json", "Content-Encoding: gzip"))


FAULTS: dict[str, Fault] = {
    "slow (2 s)": slow,
    "hanging": hang,
    "dripping": drip,
    "resetting": reset,
    "500": maintenance("500 Internal Server Error"),
    "502": maintenance("502 Bad Gateway"),
    "503": maintenance("503 Service Unavailable"),
    "429, Retry-After 2 s": rate_limited,
    "garbage": garbage,
    "half an answer": truncated,
    "answer lost": lost,
    "HTML with 200": maintenance("200 OK"),
    "10 MB": too_large,
    "gzip bomb (1 GB)": gzip_bomb(),
}
