"""Assertions about the error page of a failed sign-in."""

from __future__ import annotations

import re

from tests.servers import Visitor


def assert_sign_in_failed(visitor: Visitor, status: int, words: str) -> None:
    """The page has its status, its text and a reference. Nothing is cached, leaked or signed in."""
    page = visitor.page
    assert page.status_code == status, page.text[:500]
    assert visitor.h1 == "Sign-in did not finish"
    assert words in " ".join(visitor.soup.get_text(" ").split())
    assert re.search(r"\b[0-9a-f]{8}\b", visitor.text("main"))
    assert page.headers["Cache-Control"] == "no-store"
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert "Traceback" not in page.text
    assert visitor.get("/home", allow_redirects=False).status_code == 302
