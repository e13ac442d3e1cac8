"""What is counted for Prometheus, and where it is read: `/metrics` on a port of its own, which has nothing else.

Nothing here is about a person, and no label takes a value that a visitor can choose. Loaded only if there is a
METRICS_PORT. The processes of a server put their counts together in the folder PROMETHEUS_MULTIPROC_DIR, which has to
be named before this is loaded.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import TYPE_CHECKING, cast

from flask import Flask
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector
from sqlalchemy.exc import SQLAlchemyError
from werkzeug import Response

from app.served import Served, served
from app.session import SessionStore, SqlSessionInterface
from app.settings import Settings
from app.sign_in.signals import SignIn, renewal_ended, sign_in_ended
from app.spark.heard import Call, answered

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

METHODS = {"GET", "HEAD", "POST", "OPTIONS"}
KINDS = ("consumer", "agent", "key", "attempt", "expired")
SECONDS = (0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)

own = CollectorRegistry()
requests = Counter("portal_requests", "Requests answered", ("endpoint", "method", "status"), registry=own)
pages = Histogram("portal_request_seconds", "Time to answer", ("endpoint",), registry=own, buckets=SECONDS)
calls = Counter("portal_spark_calls", "Calls to Spark", ("service", "status"), registry=own)
waits = Histogram("portal_spark_call_seconds", "Time until Spark's answer", ("service",), registry=own, buckets=SECONDS)
renewals = Counter("portal_token_refreshes", "Renewals of tokens", ("result",), registry=own)
sign_ins = Counter("portal_sign_ins", "Sign-ins that ended", ("endpoint", "result"), registry=own)


def init_app(app: Flask) -> None:
    """Count from now on, and answer on the metrics' port before anything of the portal does."""
    settings: Settings = app.extensions["settings"]
    served.connect(_request)
    answered.connect(_call)
    renewal_ended.connect(_renewal)
    sign_in_ended.connect(_sign_in)
    store = cast("SqlSessionInterface", app.session_interface).store
    app.wsgi_app = Listener(app.wsgi_app, settings.metrics_port, store)  # type: ignore[method-assign]  # Flask means it


class Listener:
    """In front of the portal: decides by the port that the server took the request from, which no header can change."""

    def __init__(self, portal: WSGIApplication, port: int, store: SessionStore) -> None:
        self._portal, self._port, self._store = portal, str(port), store

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        if environ["SERVER_PORT"] != self._port:
            return self._portal(environ, start_response)
        return self._answer(environ)(environ, start_response)

    def _answer(self, environ: WSGIEnvironment) -> Response:
        if environ["PATH_INFO"] != "/metrics":
            return Response("Only /metrics is here.\n", 404)
        return Response(read(self._store), content_type=CONTENT_TYPE_LATEST)


def read(store: SessionStore) -> bytes:
    """All counts of all processes, and how many sessions there are; without those while the database is away."""
    counted, present = own, CollectorRegistry()
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
        MultiProcessCollector(counted := CollectorRegistry())  # type: ignore[no-untyped-call]  # it has no types
    present.register(Sessions(store))
    return generate_latest(counted) + generate_latest(present)


class Sessions(Collector):
    def __init__(self, store: SessionStore) -> None:
        self._store = store

    def collect(self) -> Iterable[GaugeMetricFamily]:
        family = GaugeMetricFamily("portal_sessions", "Rows of the sessions table", labels=["kind"])
        try:
            counts = self._store.counts()
        except SQLAlchemyError:
            return
        for kind in KINDS:
            family.add_metric([kind], counts.get(kind, 0))
        yield family


def _request(page: Served) -> None:
    endpoint, method = page.endpoint or "none", page.method if page.method in METHODS else "other"
    requests.labels(endpoint, method, page.status).inc()
    pages.labels(endpoint).observe(page.seconds)


def _call(call: Call) -> None:
    calls.labels(call.service, call.status or "none").inc()
    waits.labels(call.service).observe(call.seconds)


def _renewal(result: str) -> None:
    renewals.labels(result).inc()


def _sign_in(ended: SignIn) -> None:
    sign_ins.labels(ended.way or "unknown", ended.result).inc()
