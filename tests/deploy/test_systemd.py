"""The systemd unit, as far as systemd judges it without running it."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from app.config import ROOT

UNIT = ROOT / "deploy" / "portal.service"
pytestmark = pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="needs systemd")


@pytest.fixture
def unit(tmp_path: Path) -> Path:
    """The unit, for where this project and its environment are and a system user who exists."""
    text = UNIT.read_text(encoding="utf-8").replace("/opt/portal/.venv/bin", str(Path(sys.executable).parent))
    text = re.sub(r"^(User|Group)=portal$", r"\1=daemon", text.replace("/opt/portal", str(ROOT)), flags=re.MULTILINE)
    path = tmp_path / "portal.service"
    path.write_text(text, encoding="utf-8")
    return path


def test_systemd_understands_every_line(unit: Path) -> None:
    assert analyze("verify", "--man=no", str(unit)) == ""


def test_the_portal_may_do_little(unit: Path) -> None:
    said = analyze("security", "--offline=yes", str(unit))
    exposure = float(re.findall(r"Overall exposure level for portal.service: ([\d.]+)", said)[0])
    assert exposure <= 1.5, said


def analyze(*arguments: str) -> str:
    done = subprocess.run(["systemd-analyze", "--no-pager", *arguments], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout + done.stderr
