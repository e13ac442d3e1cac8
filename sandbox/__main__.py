"""`python -m sandbox --port 8001`: the stand-in Spark Platform, on this machine only."""

from __future__ import annotations

import argparse
import os
import re
import sys
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

from sandbox import create_sandbox
from sandbox.people import DEMO_PEOPLE
from sandbox.server import LOOPBACK, bound_server

if TYPE_CHECKING:
    from werkzeug.serving import BaseWSGIServer


ORIGIN = r"https?://[^\s/?#@\\]+"


def main() -> None:
    options = parse_options()
    server = create_server(options)
    if options.with_parent:
        Thread(target=stop_with_parent, args=(server,), daemon=True).start()
    if not options.quiet:
        browsers = f", for browsers at {options.address}" if options.address else ""
        print(f"The sandbox is ready at http://{LOOPBACK}:{server.port}{browsers}. Who can sign in there:")
        print("\n".join(f"  {person.name:<14}  {person.about}" for person in DEMO_PEOPLE), flush=True)
    server.serve_forever()


def create_server(options: argparse.Namespace) -> BaseWSGIServer:
    """Exits with the reason if the port or the file cannot be used."""
    try:
        sandbox = create_sandbox(
            options.delay_ms / 1000, options.keep, address=options.address, callback=options.callback
        )
    except (OSError, ValueError) as error:
        sys.exit(f"The sandbox cannot use the file to keep things in: {error}.")
    try:
        return bound_server(sandbox, options.port)
    except OSError as error:
        sys.exit(f"The sandbox cannot use port {options.port}: {(error.strerror or str(error)).lower()}.")


def parse_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m sandbox", description="The stand-in Spark Platform.")
    parser.add_argument("--port", type=int, default=8001, help="port on 127.0.0.1 (default 8001; 0 takes a free one)")
    parser.add_argument("--delay-ms", type=float, default=0, help="hold back every answer of the API this long")
    parser.add_argument("--keep", type=Path, metavar="FILE", help="keep carts and saved searches in this file")
    parser.add_argument("--address", type=origin_url, metavar="URL", help="where browsers reach it, if not at the port")
    parser.add_argument("--callback", type=page_url, metavar="URL", help="one more registered redirect URI")
    parser.add_argument("--quiet", action="store_true", help="do not even say when it is ready")
    parser.add_argument("--with-parent", action="store_true", help="stop when standard input ends")
    return parser.parse_args()


def origin_url(text: str) -> str:
    if not re.fullmatch(f"{ORIGIN}/?", text):
        raise argparse.ArgumentTypeError("an https or http address without a path, please")
    return text.rstrip("/")


def page_url(text: str) -> str:
    if not re.fullmatch(rf"{ORIGIN}/[^\s?#]+", text):
        raise argparse.ArgumentTypeError("an https or http address with a path and no query, please")
    return text


def stop_with_parent(server: BaseWSGIServer) -> None:
    while os.read(sys.stdin.fileno(), 4096):
        pass
    server.shutdown()


if __name__ == "__main__":
    main()
