"""`python -m tests.start` checks `make run`: it serves a signed-in page, stops both servers, and starts again."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

import requests

from app.config import ROOT
from tests.servers import Visitor, free_port


def main() -> None:
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a background shell ignores Ctrl-C, and so would we
    port, sandbox_port = free_port(), free_port()
    for attempt in ("first", "second"):
        began = time.monotonic()
        with running(port, sandbox_port) as started:
            visitor = Visitor(f"http://localhost:{port}")
            visitor.sign_in()
            if visitor.path == "/terms/agree":  # not if the database holds an acceptance
                visitor.press("I agree", agree="yes")
            assert visitor.page.status_code == 200, visitor.page.text
            assert "Pat" in visitor.h1
            print(f"{attempt} start: a signed-in page after {time.monotonic() - began:.1f} s: “{visitor.h1}”")
        assert "Installing" not in started[0] or attempt == "first"
        assert f"http://localhost:{port}/" in started[0]
        assert "Pat Olsen" in started[0]


@contextmanager
def running(port: int, sandbox_port: int) -> Iterator[list[str]]:
    """Run `make run` until the block ends, then send Ctrl-C. Afterwards the list holds its output."""
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


if __name__ == "__main__":
    main()
