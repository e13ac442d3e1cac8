"""`python -m tests.refresh.portal_process` runs one process of a portal. Settings come from the environment."""

from __future__ import annotations

import argparse
import time
from threading import Thread
from unittest.mock import patch

from app import create_app, rate_limit
from app.auth import refresh
from app.config import load
from app.rate_limit import Limit
from app.session import LEASE_SECONDS, TokenStore
from sandbox.__main__ import stop_with_parent
from sandbox.server import bound_server


def main() -> None:
    options, right = parsed_options(), time.time
    with (
        patch.object(time, "time", lambda: right() + options.clock),
        patch.object(TokenStore.lease, "__defaults__", (options.lease,)),
        patch.object(refresh, "LEASE_SECONDS", options.lease),
        patch.object(rate_limit, "PAGES", Limit("pages", 10_000, 60)),
    ):
        serve()


def parsed_options() -> argparse.Namespace:
    """All options are in seconds."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--clock", type=float, default=0, help="how far the clock is ahead of the right time")
    parser.add_argument("--lease", type=float, default=LEASE_SECONDS, help="how long a request has to renew the tokens")
    return parser.parse_args()


def serve() -> None:
    server = bound_server(create_app(load(_env_file=None)))
    Thread(target=stop_with_parent, args=(server,), daemon=True).start()
    print(f"http://127.0.0.1:{server.port}", flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main()
