"""Processor time for a signed-in page, in one process that serves one request at a time.

The WSGI application is called directly, with production's settings. The sandbox runs in a process of its own. Compare
figures only if they come from the same machine: run both versions one after the other.
"""

from __future__ import annotations

import logging
import os
import statistics
import tempfile
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from werkzeug.test import create_environ, run_wsgi_app

from app import create_app
from app.config import load
from tests.sandbox_process import sandbox_process
from tests.servers import access_token
from tools.bench.page_limit import lift_page_limit
from tools.bench.server import HOST, production
from tools.bench.sessions import Sessions

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

PATHS = ("/privacy", "/search", "/home")
ROUNDS, WARM_UP = 300, 30
"""The first visits fill the caches, so they are not counted."""


def measure() -> None:
    logging.disable()  # log lines would hide the figures
    with sandbox_process() as spark, tempfile.TemporaryDirectory() as folder:
        settings = production(f"sqlite:///{folder}/portal.db", spark)
        (cookie,) = Sessions(settings["DATABASE_URL"], access_token(spark)).exactly(1)
        lift_page_limit()
        os.environ.update(settings)
        app = create_app(load(_env_file=None))
        print(f"{'CPU ms a page':14} median  fastest tenth")
        for path in PATHS:
            times = sorted(cpu_ms(page(app, path, cookie)))
            print(f"{path:14} {statistics.median(times):6.2f} {times[len(times) // 10]:14.2f}", flush=True)
        app.extensions["database"].engine.dispose()


def page(app: WSGIApplication, path: str, cookie: str) -> Callable[[], str]:
    """Make one request for this page. It returns the status."""
    environ = create_environ(path, f"https://{HOST}", headers={"Cookie": cookie})

    def get() -> str:
        body, status, _ = run_wsgi_app(app, dict(environ), buffered=True)
        b"".join(body)
        return status

    return get


def cpu_ms(get: Callable[[], str]) -> list[float]:
    """Processor milliseconds of this process for each request, with its threads for Spark calls."""
    for _ in range(WARM_UP):
        assert get() == "200 OK", get()
    times = []
    for _ in range(ROUNDS):
        began = time.process_time()
        get()
        times.append((time.process_time() - began) * 1000)
    return times
