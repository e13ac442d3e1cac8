"""The application that gunicorn serves for the long form. BENCH_KIND names it: the portal, or one to compare with.

The portal differs from production in three ways. It trusts the certificate of the Spark replay, its page limit is off,
and it counts requests, statements and connections.
"""

from __future__ import annotations

import atexit
import json
import os
from collections import Counter
from collections.abc import Iterable
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Engine, event

from app import create_app
from app.config import load
from tools.bench.certificate import trust
from tools.bench.page_limit import lift_page_limit

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

counts: Counter[str] = Counter()
"""Requests, database statements and database connections of this process."""


def application(kind: str) -> WSGIApplication:
    return _bare if kind == "bare" else _counted(_portal(kind))


def _portal(kind: str) -> WSGIApplication:
    trust(Path(os.environ["BENCH_TRUSTED"]))
    lift_page_limit()
    settings = load()
    app = create_app(settings)
    if kind != "portal":  # imported only here, so that the portal's memory does not include it
        import_module("tools.bench.samples").adopt_habits(app, settings, kind)
    return app


def _counted(app: WSGIApplication) -> WSGIApplication:
    event.listen(Engine, "before_cursor_execute", lambda *_: counts.update(statements=1))
    event.listen(Engine, "connect", lambda *_: counts.update(connections=1))
    folder = Path(os.environ["BENCH_COUNTS"])
    atexit.register(lambda: folder.joinpath(str(os.getpid())).write_text(json.dumps(counts), encoding="utf-8"))

    def counting(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        counts.update(requests=1)
        return app(environ, start_response)

    return counting


def _bare(_environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    start_response("200 OK", [("Content-Type", "text/plain"), ("Content-Length", "5")])
    return [b"hello"]


app = application(os.environ["BENCH_KIND"])
