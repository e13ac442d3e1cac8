"""The calm page on which every sign-in ends that did not finish."""

from __future__ import annotations

import re

from tests.live import Visitor


def failed(visitor: Visitor, status: int, words: str) -> None:
    """The calm page: its status, its words, a reference, nothing to keep and nothing to leak."""
    page = visitor.page
    assert page.status_code == status, page.text[:500]
    assert visitor.h1 == "Sign-in did not finish"
    assert words in " ".join(visitor.soup.get_text(" ").split())
    assert re.search(r"\b[0-9a-f]{8}\b", visitor.text("main"))
    assert page.headers["Cache-Control"] == "no-store"
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert "Traceback" not in page.text
    assert visitor.get("/home", allow_redirects=False).status_code == 302
