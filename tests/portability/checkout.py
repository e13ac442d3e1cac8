"""A copy of the project as another system may check it out."""

from __future__ import annotations

import shutil
from pathlib import Path

from app.config import ROOT

PARTS = [part for part in ("app", "sandbox", "workshop", "templates", "static", "migrations") if (ROOT / part).exists()]
ENV = "BRAND_NAME=Müller & Söhne\nAGENT_NAME=Łucja “Lu” Müller\nAGENT_PHONE=701-555-0142\n"


def check_out(to: Path, line_end: str = "\n") -> Path:
    """Copy what the portal and the sandbox need, with an `.env` that starts with a byte order mark."""
    for part in PARTS:
        shutil.copytree(ROOT / part, to / part, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "wsgi.py", to)
    (to / ".env").write_text(ENV, encoding="utf-8-sig")
    for file in (path for path in to.rglob("*") if path.is_file()):
        end_lines(file, line_end)
    return to


def end_lines(file: Path, line_end: str) -> None:
    content = file.read_bytes()
    if b"\0" not in content and not content.startswith(b"%PDF"):
        file.write_bytes(content.replace(b"\r\n", b"\n").replace(b"\n", line_end.encode()))
