"""Metrics for Prometheus: `/metrics` on a port of its own, which serves nothing else.

No metric is about a person, and no label takes a value that a visitor can choose. This module is loaded only if
METRICS_PORT is set. The processes of a server share their counts in the folder PROMETHEUS_MULTIPROC_DIR, which must be
named before this module is loaded.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import cast
from wsgiref.types import StartResponse, WSGIEnvironment

from flask import Flask
from prometheus_client import CollectorRegistry, Counter, Histogram, make_wsgi_app
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector
from sqlalchemy.exc import SQLAlchemyError
from werkzeug import Response

from app.auth.signals import SignInOutcome, sign_in_finished, token_refreshed
from app.session import SessionStore, SqlSessionInterface
from app.spark.transport import ApiCall, call_finished
from app.telemetry.request_stats import RequestStats, request_measured

METHODS = {"GET", "HEAD", "POST", "OPTIONS"}
KINDS = ("consumer", "agent", "key", "attempt", "expired")
SECONDS = (0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)

own = CollectorRegistry()
requests = Counter("portal_requests", "Requests answered", ("endpoint", "method", "status"), registry=own)
pages = Histogram("portal_request_seconds", "Time to answer", ("endpoint",), registry=own, buckets=SECONDS)
calls = Counter("portal_spark_calls", "Calls to Spark", ("service", "status"), registry=own)
waits = Histogram("portal_spark_call_seconds", "Time until Spark's answer", ("service",), registry=own, buckets=SECONDS)
refreshes = Counter("portal_token_refreshes", "Renewals of tokens", ("result",), registry=own)
sign_ins = Counter("portal_sign_ins", "Sign-ins that ended", ("endpoint", "result"), registry=own)


def init_app(app: Flask) -> None:
    """Count from now on. The port decides who answers, before the portal: no header can change it."""
    request_measured.connect(_count_request)
    call_finished.connect(_count_call)
    token_refreshed.connect(_count_refresh)
    sign_in_finished.connect(_count_sign_in)
    port = str(app.extensions["settings"].metrics_port)
    portal, metrics = app.wsgi_app, make_wsgi_app(_registry(cast("SqlSessionInterface", app.session_interface).store))
    elsewhere = Response("Only /metrics is here.\n", 404)

    def by_port(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        if environ["SERVER_PORT"] != port:
            return portal(environ, start_response)
        return (metrics if environ["PATH_INFO"] == "/metrics" else elsewhere)(environ, start_response)

    app.wsgi_app = by_port  # type: ignore[method-assign]  # Flask's own way to wrap


def _registry(store: SessionStore) -> CollectorRegistry:
    """The counts of all processes, and the number of sessions."""
    registry = CollectorRegistry()
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]  # it has no types
    else:
        registry.register(own)
    registry.register(Sessions(store))
    return registry


class Sessions(Collector):
    def __init__(self, store: SessionStore) -> None:
        self._store = store

    def collect(self) -> Iterable[GaugeMetricFamily]:
        """Nothing while the database is away."""
        family = GaugeMetricFamily("portal_sessions", "Rows of the sessions table", labels=["kind"])
        try:
            counts = self._store.count_by_kind()
        except SQLAlchemyError:
            return
        for kind in KINDS:
            family.add_metric([kind], counts.get(kind, 0))
        yield family


def _count_request(stats: RequestStats) -> None:
    endpoint, method = stats.endpoint or "none", stats.method if stats.method in METHODS else "other"
    requests.labels(endpoint, method, stats.status).inc()
    pages.labels(endpoint).observe(stats.seconds)


def _count_call(call: ApiCall) -> None:
    calls.labels(call.service, call.status or "none").inc()
    waits.labels(call.service).observe(call.seconds)


def _count_refresh(result: str) -> None:
    refreshes.labels(result).inc()


def _count_sign_in(sign_in: SignInOutcome) -> None:
    sign_ins.labels(sign_in.way or "unknown", sign_in.result).inc()
