"""A Spark that fails on demand: TLS in front of the sandbox, always on the same port."""

from __future__ import annotations

import http.client
import json
import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from io import BufferedIOBase
from threading import Event, Lock, Thread
from urllib.parse import urlsplit

from tools.chaos.certificates import HOST
from tools.chaos.faults import Connection, Fault, Request, response

EXPIRED = response(
    b'{"D": {"Success": false, "Code": 1020, "Message": "Session token has expired"}}', "401 Unauthorized"
)
SECRETS = {"code", "client_secret", "access_token", "refresh_token"}
Affects = Callable[[Request], bool]


class FaultySpark:
    """`secrets` collects all tokens, codes and client secrets that have passed through."""

    def __init__(self, sandbox: str, contexts: dict[str, ssl.SSLContext]) -> None:
        self._sandbox, self._contexts = urlsplit(sandbox).netloc, contexts
        self._context, self._lifted = contexts["good"], Event()
        self._fault: tuple[Fault, Affects] | None = None
        self.secrets: set[str] = set()
        self._expired: set[str] = set()
        self._open: set[socket.socket] = set()
        self._lock = Lock()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._port = self._listener.getsockname()[1]
        self.url = f"https://{HOST}:{self._port}"
        self._listen()

    @contextmanager
    def broken_by(self, fault: Fault, affects: Affects) -> Iterator[None]:
        self._fault, self._lifted = (fault, affects), Event()
        try:
            yield
        finally:
            self._fault = None
            self._lifted.set()

    @contextmanager
    def certificate(self, name: str) -> Iterator[None]:
        self._context = self._contexts[name]
        self.close_connections()
        try:
            yield
        finally:
            self._context = self._contexts["good"]

    @contextmanager
    def refuse_connections(self) -> Iterator[None]:
        """Close the port until the block ends."""
        self.close()
        try:
            yield
        finally:
            self._listener = socket.create_server(("127.0.0.1", self._port))
            self._listen()

    def expire_tokens(self) -> None:
        """Reject every token that has passed through so far."""
        with self._lock:
            self._expired |= self.secrets

    def close_connections(self) -> None:
        with self._lock:
            for connection in self._open:
                with suppress(OSError):
                    connection.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self.close_connections()

    def _listen(self) -> None:
        Thread(target=self._accept, args=(self._listener,), daemon=True).start()

    def _accept(self, listener: socket.socket) -> None:
        with suppress(OSError):
            while True:
                Thread(target=self._serve, args=listener.accept()[:1], daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        with suppress(OSError, ValueError), self._tracked(connection) as wrapped, wrapped.makefile("rb") as stream:
            while request := _read_request(stream):
                self._note(request.token, *_secrets(request.fields))
                if not self._answer(wrapped, request):
                    return

    @contextmanager
    def _tracked(self, connection: socket.socket) -> Iterator[socket.socket]:
        with self._context.wrap_socket(connection, server_side=True) as wrapped:
            with self._lock:
                self._open.add(wrapped)
            try:
                yield wrapped
            finally:
                with self._lock:
                    self._open.discard(wrapped)

    def _answer(self, connection: socket.socket, request: Request) -> bool:
        if request.token in self._expired:
            connection.sendall(EXPIRED)
            return True
        fault, affects = self._fault or (_pass_through, lambda _: True)
        return (fault if affects(request) else _pass_through)(
            Connection(connection, self._forward, self._lifted), request
        )

    def _forward(self, request: Request) -> bytes:
        """Get the sandbox's own answer."""
        upstream = http.client.HTTPConnection(self._sandbox, timeout=20)
        upstream.request(request.method, request.path, request.body, request.headers)
        answer = upstream.getresponse()
        body = answer.read()
        upstream.close()
        if request.is_grant:
            self._note(*_secrets(json.loads(body)))
        kept = [
            f"{name}: {value}" for name, value in answer.getheaders() if name in {"Content-Encoding", "X-Request-Id"}
        ]
        return response(body, f"{answer.status} {answer.reason}", answer.headers.get("Content-Type", ""), *kept)

    def _note(self, *secrets: str) -> None:
        with self._lock:
            self.secrets |= set(secrets) - {""}


def _pass_through(connection: Connection, request: Request) -> bool:
    connection.socket.sendall(connection.forward(request))
    return True


def _read_request(stream: BufferedIOBase) -> Request | None:
    first = stream.readline().decode().split()
    if len(first) != 3:
        return None
    lines = iter(lambda: stream.readline().decode().strip(), "")
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
    return Request(first[0], first[1], headers, stream.read(int(headers.get("content-length", 0))))


def _secrets(fields: dict[str, object]) -> list[str]:
    return [str(value) for name, value in fields.items() if name in SECRETS]
