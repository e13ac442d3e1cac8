"""What is kept of a form that did not arrive."""

from __future__ import annotations

import pytest

from app.auth import saved_form
from app.session import current_session
from tests.servers import Server


def test_neither_a_password_nor_a_token_is_ever_kept(portal: Server) -> None:
    typed = {"login": "pat", "password": "a secret", "csrf_token": "t", "name": ""}
    with portal.app.test_request_context("/searches?save=1", method="POST", data=typed):
        saved_form.save()
        assert current_session()["draft"] == "/searches?save=1 login=pat"


@pytest.mark.parametrize(
    ("length", "kept"), [(saved_form.MAX_LENGTH - len("name="), True), (saved_form.MAX_LENGTH, False)]
)
def test_what_is_too_long_for_a_session_is_not_kept(length: int, kept: bool, portal: Server) -> None:
    with portal.app.test_request_context("/searches", method="POST", data={"name": "x" * length}):
        saved_form.save()
        assert ("draft" in current_session()) is kept
    assert bool(saved_form.session_data("/searches", "x" * (saved_form.MAX_LENGTH + 1))) is False


def test_a_form_without_a_page_of_its_own_keeps_nothing(portal: Server) -> None:
    with portal.app.test_request_context("/recent/clear", method="POST", data={"note": "Is the roof new?"}):
        saved_form.save()
        assert "draft" not in current_session()


def test_a_mere_look_leaves_what_was_typed(portal: Server) -> None:
    with portal.app.test_request_context("/searches", method="HEAD"):
        current_session()["draft"] = "/searches name=Mine"
        assert saved_form.restore() == {}
        assert current_session()["draft"]
