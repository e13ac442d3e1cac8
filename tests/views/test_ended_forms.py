"""A form that meets a sign-in that Spark has ended, in a process that knows nothing of its sender yet."""

from __future__ import annotations

import pytest
import requests

from sandbox.homes import QUIRKS
from tests.caches import forget_page_contexts
from tests.servers import Server, Visitor

HOME = QUIRKS["million"]
TEXT = "Is the garage heated?"
FORMS = {
    "/ask": {"message": TEXT, "to": "Dana Lee"},
    f"/ask?home={HOME}": {"message": TEXT, "to": "Dana Lee"},
    "/saved": {"home": HOME, "do": "save", "note": TEXT},
    "/searches?save=1&place=Fargo": {"name": TEXT},
    "/searches/1/rename": {"name": TEXT},
    "/searches/1/delete": {"name": TEXT},
}


@pytest.mark.parametrize("address", FORMS)
def test_what_was_typed_is_not_lost_with_the_sign_in(address: str, visitor: Visitor, sandbox: Server) -> None:
    visitor.sign_in()
    token = str(visitor.soup.select("input[name=csrf_token]")[0]["value"])
    forget_page_contexts()
    requests.post(f"{sandbox.url}/sandbox/tokens/revoke", timeout=5)
    same = {"Sec-Fetch-Site": "same-origin"}
    visitor.post(address, {"csrf_token": token} | FORMS[address], headers=same)
    assert visitor.page.status_code == 403
    assert "What you had typed is kept." in visitor.text(".notice")
    visitor.press("Continue", to="portal", portal="danalee")
    visitor.press("Pat")
    visitor.press("Allow")
    assert visitor.page.url == f"{visitor.home}{address}"
