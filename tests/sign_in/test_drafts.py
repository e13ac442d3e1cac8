"""What is kept of a form that did not arrive."""

from __future__ import annotations

import pytest

from app.session import current
from app.sign_in import drafts
from tests.servers import Server


def test_neither_a_password_nor_a_token_is_ever_kept(portal: Server) -> None:
    typed = {"login": "pat", "password": "a secret", "csrf_token": "t", "name": ""}
    with portal.app.test_request_context("/searches?save=1", method="POST", data=typed):
        drafts.keep()
        assert current()["draft"] == "/searches?save=1 login=pat"


@pytest.mark.parametrize(("length", "kept"), [(drafts.LONGEST - len("name="), True), (drafts.LONGEST, False)])
def test_what_is_too_long_for_a_session_is_not_kept(length: int, kept: bool, portal: Server) -> None:
    with portal.app.test_request_context("/searches", method="POST", data={"name": "x" * length}):
        drafts.keep()
        assert ("draft" in current()) is kept
    assert bool(drafts.kept("/searches", "x" * (drafts.LONGEST + 1))) is False


def test_a_form_without_a_page_of_its_own_keeps_nothing(portal: Server) -> None:
    with portal.app.test_request_context("/recent/clear", method="POST", data={"note": "Is the roof new?"}):
        drafts.keep()
        assert "draft" not in current()


def test_a_mere_look_leaves_what_was_typed(portal: Server) -> None:
    with portal.app.test_request_context("/searches", method="HEAD"):
        current()["draft"] = "/searches name=Mine"
        assert drafts.offered() == {}
        assert current()["draft"]
