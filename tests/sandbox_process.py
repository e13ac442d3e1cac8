"""The sandbox in a process of its own, so that its work does not count as the portal's."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from app.config import ROOT


@contextmanager
def sandbox_process(*options: str) -> Iterator[str]:
    """Run `python -m sandbox` with these options until the block ends, and yield its URL."""
    command = [sys.executable, "-m", "sandbox", "--port", "0", "--with-parent", *options]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        url = re.search(r"http://127\.0\.0\.1:\d+", process.stdout.readline())
        assert url, "the sandbox did not start"
        try:
            yield url[0]
        finally:
            process.terminate()
