"""What gunicorn serves for the long form, by BENCH_KIND: the portal, or what it is compared with.

The portal is as it is, but for three things: it trusts the certificate of the stand-in for Spark too, it lets visitors
read faster than people do, and it counts.
"""

from __future__ import annotations

import atexit
import json
import os
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Engine, event

from app import create_app
from app.pages import pace
from app.settings import load

from .certificate import trust

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

counts: Counter[str] = Counter()
"""Of this process: requests, statements, and connections to the database."""


def served(kind: str) -> WSGIApplication:
    return _bare if kind == "bare" else _counted(_portal(kind))


def _portal(kind: str) -> WSGIApplication:
    trust(Path(os.environ["BENCH_TRUSTED"]))
    pace.PAGES = replace(pace.PAGES, most=10**9)
    settings = load()
    app = create_app(settings)
    if kind != "portal":  # by its name alone: what it imports shall not count as the portal's memory
        import_module("tests.bench.common").take_on(app, settings, kind)
    return app


def _counted(app: WSGIApplication) -> WSGIApplication:
    event.listen(Engine, "before_cursor_execute", lambda *_: counts.update(statements=1))
    event.listen(Engine, "connect", lambda *_: counts.update(connections=1))
    told = Path(os.environ["BENCH_COUNTS"])
    atexit.register(lambda: told.joinpath(str(os.getpid())).write_text(json.dumps(counts), encoding="utf-8"))

    def counting(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        counts.update(requests=1)
        return app(environ, start_response)

    return counting


def _bare(_environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    start_response("200 OK", [("Content-Type", "text/plain"), ("Content-Length", "5")])
    return [b"hello"]


app = served(os.environ["BENCH_KIND"])
