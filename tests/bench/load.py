"""Visitors for the long form, in a process of their own: `python -m tests.bench.load`, told and telling in JSON.

Each opens page after page, each on a new connection, as proxies do by default. What is sent is made beforehand and what
comes is only counted, so that the visitors cost little of what the portal needs.
"""

from __future__ import annotations

import json
import socket
import sys
import threading
import time
from dataclasses import dataclass, field


@dataclass
class Visits:
    """`times` in seconds, of the pages that came with status 200; `failed` counts the others."""

    times: list[float] = field(default_factory=list)
    failed: int = 0


def main() -> None:
    told = json.load(sys.stdin)
    visits = [Visits() for _ in told["cookies"]]
    port, path, began = told["port"], told["path"], time.perf_counter()
    until = began + told["seconds"]
    threads = [
        threading.Thread(target=_visit, args=(port, _request(path, cookie), until, mine))
        for cookie, mine in zip(told["cookies"], visits, strict=True)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    times = [seconds for mine in visits for seconds in mine.times]
    failed, took = sum(mine.failed for mine in visits), time.perf_counter() - began
    json.dump({"times": times, "failed": failed, "took": took}, sys.stdout)


def _visit(port: int, request: bytes, until: float, visits: Visits) -> None:
    room = bytearray(1 << 18)
    while (began := time.perf_counter()) < until:
        if _page(port, request, room):
            visits.times.append(time.perf_counter() - began)
        else:
            visits.failed += 1


def _page(port: int, request: bytes, room: bytearray) -> bool:
    """Whether the page came, whole: the server closes after it."""
    view, size = memoryview(room), 0
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=30) as connection:
            connection.sendall(request)
            while count := connection.recv_into(view[size:]):
                size += count
    except OSError:
        return False
    return room.startswith(b"HTTP/1.1 200")


def _request(path: str, cookie: str) -> bytes:
    lines = (f"GET {path} HTTP/1.1", "Host: homes.example", f"Cookie: {cookie}", "Connection: close", "", "")
    return "\r\n".join(lines).encode()


if __name__ == "__main__":
    main()
