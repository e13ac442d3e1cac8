"""What Spark answers when it is ill. Each takes the connection and the request, and says whether it stays open."""

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
    def grant(self) -> bool:
        return self.path.startswith("/v1/oauth2/grant")

    @property
    def fields(self) -> dict[str, Any]:
        """Those of a JSON body."""
        found = json.loads(self.body) if self.body else {}
        return found if isinstance(found, dict) else {}


@dataclass(frozen=True)
class Line:
    """A connection; `forward` gets the real answer, `lifted` says that the fault is over."""

    socket: socket.socket
    forward: Callable[[Request], bytes]
    lifted: Event


Fault = Callable[[Line, Request], bool]


def answer(body: bytes, status: str = "200 OK", kind: str = "application/json", *headers: str) -> bytes:
    head = [f"HTTP/1.1 {status}", f"Content-Type: {kind}", f"Content-Length: {len(body)}", *headers, "", ""]
    return "\r\n".join(head).encode() + body


def slow(line: Line, request: Request) -> bool:
    line.lifted.wait(SLOW)
    line.socket.sendall(line.forward(request))
    return True


def hang(line: Line, request: Request) -> bool:
    line.lifted.wait(90)
    return False


def drip(line: Line, request: Request) -> bool:
    line.socket.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 99999\r\n\r\n{")
    while not line.lifted.wait(0.5):
        line.socket.sendall(b" ")
    return False


def reset(line: Line, request: Request) -> bool:
    line.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    return False


def half(line: Line, request: Request) -> bool:
    """Before anything was done."""
    line.socket.sendall(answer(b'{"D": {"Success": true, "Results": [')[:-9])
    return False


def lost(line: Line, request: Request) -> bool:
    """After it was done: nobody hears of it."""
    line.forward(request)
    return False


def garbage(line: Line, request: Request) -> bool:
    line.socket.sendall(bytes(range(256)) * 20)
    return False


def says(sent: bytes, line: Line, request: Request) -> bool:
    line.socket.sendall(sent)
    return True


def maintenance(status: str) -> Fault:
    return partial(says, answer(b"<!doctype html><title>Maintenance</title><p>Later.", status, "text/html"))


def busy(line: Line, request: Request) -> bool:
    body = {"error": "temporarily_unavailable", "D": {"Success": False, "Code": 1550, "Message": "Over the rate limit"}}
    retry = f"Retry-After: {RETRY_AFTER}"
    return says(answer(json.dumps(body).encode(), "429 Too Many Requests", "application/json", retry), line, request)


def long(line: Line, request: Request) -> bool:
    return says(answer(b'{"access_token": "' + b"x" * 10 * MIB + b'"}'), line, request)


def bomb() -> Fault:
    """A gibibyte of blanks in one mebibyte; made now, not while a visitor waits."""
    packer = zlib.compressobj(1, wbits=31)
    body = b"".join([*(packer.compress(b" " * MIB) for _ in range(1024)), packer.flush()])
    return partial(says, answer(body, "200 OK", "application/json", "Content-Encoding: gzip"))


FAULTS: dict[str, Fault] = {
    "slow (2 s)": slow,
    "hanging": hang,
    "dripping": drip,
    "resetting": reset,
    "500": maintenance("500 Internal Server Error"),
    "502": maintenance("502 Bad Gateway"),
    "503": maintenance("503 Service Unavailable"),
    "429, Retry-After 2 s": busy,
    "garbage": garbage,
    "half an answer": half,
    "answer lost": lost,
    "HTML with 200": maintenance("200 OK"),
    "10 MB": long,
    "gzip bomb (1 GB)": bomb(),
}
