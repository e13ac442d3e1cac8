"""`flask demo`, as `make run` calls it. That it serves a signed-in page is checked by tests/start.py."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from app.config import ROOT


@pytest.mark.parametrize("name", ["PORT", "SANDBOX_PORT"])
def test_a_taken_port_is_said_plainly_and_can_be_chosen(name: str, tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        taken = other.getsockname()[1]
        ports = {"PORT": "0", "SANDBOX_PORT": "0", name: str(taken)}
        done = subprocess.run(
            [sys.executable, "-m", "flask", "--app", "wsgi", "demo"],
            cwd=ROOT,
            env=os.environ | ports | {"DATABASE_URL": f"sqlite:///{tmp_path / 'demo.db'}"},
            capture_output=True,
            text=True,
            timeout=30,
            check=False,
        )
    assert done.returncode == 1
    assert f"Port {taken} is taken" in done.stderr
    assert f"make run {name}=" in done.stderr
    assert "Traceback" not in done.stderr
