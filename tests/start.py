"""`make run`, as on a fresh machine: does it really serve a signed-in page, end both servers, and start again fast?"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

import requests

from app.settings import ROOT
from tests.live import Visitor


def main() -> None:
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a background shell ignores Ctrl-C, and hands that on
    port, sandbox_port = free_port(), free_port()
    for attempt in ("first", "second"):
        began = time.monotonic()
        with running(port, sandbox_port) as started:
            visitor = Visitor(f"http://localhost:{port}")
            visitor.sign_in()
            if visitor.path == "/terms/agree":  # not again, if the database knows
                visitor.press("I agree", agree="yes")
            assert visitor.page.status_code == 200, visitor.page.text
            assert "Pat" in visitor.h1
            print(f"{attempt} start: a signed-in page after {time.monotonic() - began:.1f} s: “{visitor.h1}”")
        assert "Installing" not in started[0] or attempt == "first"
        assert f"http://localhost:{port}/" in started[0]
        assert "Pat Olsen" in started[0]


@contextmanager
def running(port: int, sandbox_port: int) -> Iterator[list[str]]:
    """`make run` until the block ends, then Ctrl-C; afterwards the list holds what it printed."""
    printed: list[str] = []
    ports = {"PORT": str(port), "SANDBOX_PORT": str(sandbox_port)}
    command = ["make", "run"]
    with subprocess.Popen(
        command,
        cwd=ROOT,
        env=os.environ | ports,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    ) as make:
        try:
            wait_for(port, make)
            yield printed
        finally:
            os.killpg(make.pid, signal.SIGINT)
            printed.append(make.communicate(timeout=20)[0])
    for closed in (port, sandbox_port):
        assert not answers(closed), f"port {closed} is still served after Ctrl-C"


def wait_for(port: int, make: subprocess.Popen[str]) -> None:
    for _ in range(600):
        if answers(port):
            return
        if make.poll() is not None:
            sys.exit(f"make run ended early:\n{make.communicate()[0]}")
        time.sleep(0.1)
    sys.exit("make run did not answer within a minute")


def answers(port: int) -> bool:
    try:
        return requests.get(f"http://localhost:{port}/health/live", timeout=2).ok
    except requests.RequestException:
        return False


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


if __name__ == "__main__":
    main()
