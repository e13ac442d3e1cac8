"""The long form. It takes about five minutes on two processors. `docs/performance.md` explains what it measures."""

from __future__ import annotations

import statistics
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from tests.sandbox_process import sandbox_process
from tests.servers import access_token
from tools.bench.bare_call import bare_call, seconds
from tools.bench.certificate import trust
from tools.bench.goals import Goals
from tools.bench.replay import Replay
from tools.bench.server import Measured, Server, gunicorn, production
from tools.bench.sessions import Sessions
from tools.bench.tables import heading, line
from tools.postgres import postgres

DELAYS, VISITORS, LIVE = (0, 50, 200), (1, 4, 16, 64), (1, 10, 100, 10_000)
"""Spark's delay in milliseconds, visitors at once, and live sessions in the table."""
KINDS = {"portal": "the portal", "cookie": "token in the cookie, unpooled", "stock": "Flask-Session, unpooled"}
SERVERS = ((2, 16), (3, 8), (4, 8), (2, 32))
SECONDS, WARM_UP = 2.0, 4.0


class Bench:
    """All servers share one replay of Spark. Each server starts with a database of its own."""

    def __init__(self, spark: Replay, access_token: str, folder: Path) -> None:
        self.spark, self.token, self.folder, self.goals = spark, access_token, folder, Goals()

    def run(self, postgres_url: str) -> bool:
        sqlite = f"sqlite:///{self.folder}/portal.db"
        self.bare_page(sqlite)
        call = self.bare_calls()
        results = {kind: self.pages(kind, sqlite, (1, 16) if kind == "cookie" else VISITORS) for kind in KINDS}
        self.sessions({"SQLite": sqlite, "PostgreSQL": postgres_url})
        for kind in ("portal", "stock"):
            self.pages(kind, postgres_url, visitors=(16,))
        self.servers(sqlite)
        self.goals.ratio(results["portal"][50, 1].p50, call)
        self.goals.throughput(results["portal"], results["stock"])
        return self.goals.report()

    def bare_page(self, url: str) -> None:
        heading("A bare WSGI page on the same server: what server and visitors cost by themselves")
        Sessions(url, self.token)  # this upgrades the schema; a server does not start without
        with gunicorn("bare", self.folder, production(url, self.spark.url)) as server:
            for visitors in VISITORS:
                line(f"{visitors:2} visitors at once", server.load([""] * visitors, SECONDS))

    def bare_calls(self) -> float:
        """Return the median at 50 ms."""
        heading("The bare call for the listings, on one connection")
        trust(self.spark.certificate)
        medians = {}
        for delay in DELAYS:
            self.spark.delay, call = delay / 1000, bare_call(self.spark.url, self.token)
            times = sorted(seconds(call) * 1000 for _ in range(25))[:-1]  # the first call opens the connection
            medians[delay] = statistics.median(times)
            print(f"Spark {delay:3} ms: {medians[delay]:6.1f} ms")
        return medians[50]

    def pages(self, kind: str, url: str, visitors: tuple[int, ...] = VISITORS) -> dict[tuple[int, int], Measured]:
        heading(f"/search, {KINDS[kind]}, {url.partition(':')[0].partition('+')[0]}")
        results = {}
        with self.served(kind, url) as (server, cookies):
            for delay in DELAYS:
                for number in visitors:
                    results[delay, number] = self.measured(server, cookies[:number], delay)
            self.memory(server, kind)
        self.counts(server)
        return results

    def sessions(self, urls: dict[str, str]) -> None:
        for name, url in urls.items():
            heading(f"The portal with live sessions in the table, 16 visitors, Spark 50 ms, {name}")
            with self.served("portal", url) as (server, _):
                rates = [self.with_sessions(server, Sessions(url, self.token), live) for live in LIVE]
            self.goals.flat(name, rates)

    def with_sessions(self, server: Server, table: Sessions, live: int) -> Measured:
        cookies = table.exactly(live)
        self.spark.delay = 0.05
        visitors = [cookies[number % len(cookies)] for number in range(16)]
        server.load(visitors, 1)
        better = max((server.load(visitors, SECONDS) for _ in range(2)), key=lambda measured: measured.rate)
        return line(f"{live} sessions", better)

    def servers(self, url: str) -> None:
        for workers, threads in SERVERS:
            heading(f"gunicorn, {workers} workers × {threads} threads")
            with self.served("portal", url, workers, threads) as (server, cookies):
                for delay in (50, 200):
                    for number in (16, 64):
                        self.measured(server, cookies[:number], delay)
                print(f"memory a worker: {', '.join(f'{size:.0f}' for size in server.memory)} MB")

    @contextmanager
    def served(self, kind: str, url: str, *size: int) -> Iterator[tuple[Server, list[str]]]:
        """Start a server, sign 64 visitors in, and fill the caches that last an hour."""
        cookies = Sessions(url, self.token).exactly(64)
        self.spark.delay = 0
        with gunicorn(kind, self.folder, production(url, self.spark.url, self.spark.trusted), *size) as server:
            own = cookies if kind == "portal" else [server.sign_in(self.token) for _ in cookies]
            server.load(own, WARM_UP)
            yield server, own

    def measured(self, server: Server, cookies: list[str], delay: int) -> Measured:
        self.spark.delay, connections = delay / 1000, self.spark.connections
        found = server.load(cookies, SECONDS)
        new = (self.spark.connections - connections) / max(found.pages, 1)
        return line(f"Spark {delay:3} ms, {len(cookies):2} at once", found, f"{new:.2f} connections to Spark a page")

    def memory(self, server: Server, kind: str) -> None:
        sizes = server.memory
        print(f"memory a worker: {', '.join(f'{size:.0f}' for size in sizes)} MB")
        if kind == "portal":
            self.goals.memory(max(sizes))

    def counts(self, server: Server) -> None:
        requests = server.counts["requests"]
        statements, connections = (server.counts[name] / requests for name in ("statements", "connections"))
        print(f"{statements:.2f} statements and {connections:.3f} connections to the database a page")


def passed() -> bool:
    with ExitStack() as running:
        folder = Path(running.enter_context(tempfile.TemporaryDirectory(prefix="portal-bench-")))
        database = running.enter_context(postgres())
        source = running.enter_context(sandbox_process())
        spark = running.enter_context(Replay(source, folder).serving())
        return Bench(spark, access_token(source), folder).run(database.sqlalchemy_url)
