"""Spark for the long form. It replays over TLS what the sandbox answered once, after a fixed delay.

A replay costs little processor time, and every variant gets the same bytes.
"""

from __future__ import annotations

import asyncio
import ssl
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

from tools.bench.certificate import make_certificate

HOP_BY_HOP = {"connection", "keep-alive", "server", "date"}


class Replay:
    """`delay` in seconds may change at any time. `connections` and `calls` count from the start."""

    def __init__(self, sandbox: str, folder: Path) -> None:
        self._sandbox, self._loop = urlsplit(sandbox).netloc, asyncio.new_event_loop()
        self._answers: dict[str, bytes] = {}
        self.certificate, self._key, self.trusted = make_certificate(folder)
        self.delay, self.connections, self.calls, self.url = 0.0, 0, 0, ""

    @contextmanager
    def serving(self) -> Iterator[Replay]:
        thread = threading.Thread(target=self._loop.run_forever)
        thread.start()
        try:
            asyncio.run_coroutine_threadsafe(self._start(), self._loop).result(5)
            yield self
        finally:
            asyncio.run_coroutine_threadsafe(_cancel_connections(), self._loop).result(5)
            self._loop.call_soon_threadsafe(self._loop.stop)
            thread.join()
            self._loop.close()

    async def _start(self) -> None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.certificate, self._key)
        server = await asyncio.start_server(self._connection, "127.0.0.1", 0, ssl=context, backlog=1024)
        self.url = f"https://127.0.0.1:{server.sockets[0].getsockname()[1]}"

    async def _connection(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        with suppress(OSError, asyncio.IncompleteReadError, asyncio.CancelledError):
            while head := await reader.readuntil(b"\r\n\r\n"):
                self.calls += 1
                await asyncio.sleep(self.delay)
                writer.write(await self._answer(head.decode()))
                await writer.drain()
        writer.close()

    async def _answer(self, head: str) -> bytes:
        asked = head.partition("\r\n")[0]
        if asked not in self._answers:
            self._answers[asked] = await asyncio.to_thread(self._from_sandbox, head)
        return self._answers[asked]

    def _from_sandbox(self, head: str) -> bytes:
        """Get the whole response to a call without a body. It stays compressed."""
        first, *lines = head.strip().split("\r\n")
        with closing(HTTPConnection(self._sandbox, timeout=10)) as connection:
            method, path, _ = first.split()
            connection.request(method, path, headers=dict(line.split(": ", 1) for line in lines))
            answer = connection.getresponse()
            body = answer.read()
        kept = [f"{name}: {value}" for name, value in answer.getheaders() if name.lower() not in HOP_BY_HOP]
        return "\r\n".join([f"HTTP/1.1 {answer.status} {answer.reason}", *kept, "", ""]).encode() + body


async def _cancel_connections() -> None:
    """Cancel the tasks that wait for the next call on a connection."""
    others = asyncio.all_tasks() - {asyncio.current_task()}
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)
