"""`python -m tools.bench.load`: visitors for the long form. It reads and writes JSON on standard input and output.

Each visitor loads page after page, each on a new connection, as proxies do by default. Requests are built beforehand,
and responses are not parsed, so the visitors leave the processor to the portal.
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
    """`times` holds the seconds for each page with status 200. `failed` counts the other pages."""

    times: list[float] = field(default_factory=list)
    failed: int = 0


def main() -> None:
    task = json.load(sys.stdin)
    visits = [Visits() for _ in task["cookies"]]
    port, path, began = task["port"], task["path"], time.perf_counter()
    until = began + task["seconds"]
    threads = [
        threading.Thread(target=_visit, args=(port, _request(path, cookie), until, mine))
        for cookie, mine in zip(task["cookies"], visits, strict=True)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    times = [seconds for mine in visits for seconds in mine.times]
    failed, took = sum(mine.failed for mine in visits), time.perf_counter() - began
    json.dump({"times": times, "failed": failed, "took": took}, sys.stdout)


def _visit(port: int, request: bytes, until: float, visits: Visits) -> None:
    buffer = bytearray(1 << 18)
    while (began := time.perf_counter()) < until:
        if _page(port, request, buffer):
            visits.times.append(time.perf_counter() - began)
        else:
            visits.failed += 1


def _page(port: int, request: bytes, buffer: bytearray) -> bool:
    """Load one page until the server closes the connection. Return whether its status was 200."""
    view, size = memoryview(buffer), 0
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=30) as connection:
            connection.sendall(request)
            while count := connection.recv_into(view[size:]):
                size += count
    except OSError:
        return False
    return buffer.startswith(b"HTTP/1.1 200")


def _request(path: str, cookie: str) -> bytes:
    lines = (f"GET {path} HTTP/1.1", "Host: homes.example", f"Cookie: {cookie}", "Connection: close", "", "")
    return "\r\n".join(lines).encode()


if __name__ == "__main__":
    main()
