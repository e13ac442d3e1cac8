"""Where Windows' registry says that scripts are plain text, browsers would not run them (`nosniff`)."""

from __future__ import annotations

import mimetypes
from collections.abc import Iterator

import pytest
import requests

from app.config import ROOT
from tests.conftest import Start

FILES = sorted(file.relative_to(ROOT).as_posix() for file in (ROOT / "static").rglob("*.*"))


@pytest.fixture
def _odd_registry() -> Iterator[None]:
    """What some programs leave behind there."""
    for ending in (".js", ".css", ".svg"):
        mimetypes.add_type("text/plain", ending)
    yield
    mimetypes.init()


@pytest.mark.usefixtures("_odd_registry")
def test_static_files_keep_their_types(start_portal: Start) -> None:
    portal = start_portal()
    kinds = {file: requests.get(f"{portal.url}/{file}", timeout=5).headers["Content-Type"] for file in FILES}
    assert {kind for kind in kinds.values() if kind.startswith("text/plain")} == set()
    assert kinds["static/js/portal.js"] == "text/javascript; charset=utf-8"
