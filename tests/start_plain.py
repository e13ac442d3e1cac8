"""`python -m tests.start_plain` checks `flask --app wsgi demo`: it serves a signed-in page, and stops its sandbox."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from app.config import ROOT
from tests.servers import Visitor, free_port
from tests.start import wait_for

FLASK = str(Path(sys.executable).with_name("flask"))


def main() -> None:
    with TemporaryDirectory() as folder, demo(FLASK, folder=ROOT, printed=Path(folder, "printed")) as visitor:
        print(f"A signed-in page: {home(visitor)}")


@contextmanager
def demo(*flask: str, folder: Path, printed: Path, environment: Mapping[str, str] | None = None) -> Iterator[Visitor]:
    """Start a portal with `flask` in the folder, and yield a visitor. Its output goes to the file."""
    port, sandbox_port = free_port(), free_port()
    variables = os.environ | (environment or {}) | {"PORT": str(port), "SANDBOX_PORT": str(sandbox_port)}
    command = [*flask, "--app", "wsgi", "demo"]
    with (
        printed.open("wb") as file,
        subprocess.Popen(command, cwd=folder, env=variables, stdout=file, stderr=file, text=True) as started,
    ):
        try:
            wait_for(port, started)
            yield Visitor(f"http://localhost:{port}")
        except SystemExit:
            sys.exit(printed.read_text(encoding="utf-8", errors="replace"))
        finally:
            started.terminate()
    require_closed(sandbox_port)


def home(visitor: Visitor) -> str:
    """Sign in, accept the terms if asked, and return the heading of the page."""
    visitor.sign_in()
    if visitor.path == "/terms/agree":
        visitor.press("I agree", agree="yes")
    assert visitor.page.status_code == 200, visitor.page.text
    return visitor.h1


def require_closed(port: int) -> None:
    """The sandbox stops within a few seconds after its portal."""
    for _ in range(50):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            return
        time.sleep(0.1)
    raise AssertionError(f"port {port} is still served")


if __name__ == "__main__":
    main()
