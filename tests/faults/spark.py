"""A Spark that can fall ill: TLS in front of the sandbox, on one fixed port."""

from __future__ import annotations

import http.client
import json
import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from io import BufferedIOBase
from threading import Event, Lock, Thread

from .answers import Fault, Line, Request, answer
from .certificates import HOST

EXPIRED = answer(b'{"D": {"Success": false, "Code": 1020, "Message": "Session token has expired"}}', "401 Unauthorized")
SECRETS = {"code", "client_secret", "access_token", "refresh_token"}
Meant = Callable[[Request], bool]


class IllSpark:
    """`secrets` are all tokens, codes and client secrets that ever passed."""

    def __init__(self, sandbox: int, contexts: dict[str, ssl.SSLContext]) -> None:
        self._sandbox, self._contexts = sandbox, contexts
        self._context, self._lifted = contexts["good"], Event()
        self._fault: tuple[Fault, Meant] | None = None
        self.secrets: set[str] = set()
        self._stale: set[str] = set()
        self._open: set[socket.socket] = set()
        self._lock = Lock()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._port = self._listener.getsockname()[1]
        self.url = f"https://{HOST}:{self._port}"
        self._listen()

    @contextmanager
    def ill(self, fault: Fault, meant: Meant) -> Iterator[None]:
        self._fault, self._lifted = (fault, meant), Event()
        try:
            yield
        finally:
            self._fault = None
            self._lifted.set()

    @contextmanager
    def certificate(self, name: str) -> Iterator[None]:
        self._context = self._contexts[name]
        self.hang_up()
        try:
            yield
        finally:
            self._context = self._contexts["good"]

    @contextmanager
    def away(self) -> Iterator[None]:
        """Its port is closed."""
        self.close()
        try:
            yield
        finally:
            self._listener = socket.create_server(("127.0.0.1", self._port))
            self._listen()

    def expire(self) -> None:
        """All access tokens that have been used end now."""
        with self._lock:
            self._stale |= self.secrets

    def hang_up(self) -> None:
        with self._lock:
            for connection in self._open:
                with suppress(OSError):
                    connection.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self.hang_up()

    def _listen(self) -> None:
        Thread(target=self._accept, args=(self._listener,), daemon=True).start()

    def _accept(self, listener: socket.socket) -> None:
        with suppress(OSError):
            while True:
                Thread(target=self._converse, args=listener.accept()[:1], daemon=True).start()

    def _converse(self, connection: socket.socket) -> None:
        with suppress(OSError, ValueError), self._known(connection) as wrapped, wrapped.makefile("rb") as sent:
            while request := _request(sent):
                self._note(request.token, *_secrets(request.fields))
                if not self._answered(wrapped, request):
                    return

    @contextmanager
    def _known(self, connection: socket.socket) -> Iterator[socket.socket]:
        with self._context.wrap_socket(connection, server_side=True) as wrapped:
            with self._lock:
                self._open.add(wrapped)
            try:
                yield wrapped
            finally:
                with self._lock:
                    self._open.discard(wrapped)

    def _answered(self, connection: socket.socket, request: Request) -> bool:
        if request.token in self._stale:
            connection.sendall(EXPIRED)
            return True
        fault, meant = self._fault or (_well, lambda _: True)
        return (fault if meant(request) else _well)(Line(connection, self._forward, self._lifted), request)

    def _forward(self, request: Request) -> bytes:
        """The sandbox's own answer."""
        to = http.client.HTTPConnection("127.0.0.1", self._sandbox, timeout=20)
        to.request(request.method, request.path, request.body, request.headers)
        got = to.getresponse()
        body = got.read()
        to.close()
        if request.grant:
            self._note(*_secrets(json.loads(body)))
        kept = [f"{name}: {value}" for name, value in got.getheaders() if name in {"Content-Encoding", "X-Request-Id"}]
        return answer(body, f"{got.status} {got.reason}", got.headers.get("Content-Type", ""), *kept)

    def _note(self, *secrets: str) -> None:
        with self._lock:
            self.secrets |= set(secrets) - {""}


def _well(line: Line, request: Request) -> bool:
    line.socket.sendall(line.forward(request))
    return True


def _request(sent: BufferedIOBase) -> Request | None:
    first = sent.readline().decode().split()
    if len(first) != 3:
        return None
    lines = iter(lambda: sent.readline().decode().strip(), "")
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
    return Request(first[0], first[1], headers, sent.read(int(headers.get("content-length", 0))))


def _secrets(fields: dict[str, object]) -> list[str]:
    return [str(value) for name, value in fields.items() if name in SECRETS]
