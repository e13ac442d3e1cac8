"""More than anybody types is answered calmly, and kept nowhere."""

from __future__ import annotations

import io
from collections.abc import Sequence

import pytest

from tests.servers import Server, Visitor

FORM = "application/x-www-form-urlencoded"


def test_a_body_that_is_too_long(visitor: Visitor) -> None:
    assert visitor.post("/sign-in", {"to": "portal", "portal": "a" * 65_536}).status_code == 413
    assert visitor.h1 == "That was too much at once"
    assert visitor.post("/sign-in", {"to": "portal", "portal": "a" * 60_000}).status_code == 422


def test_a_long_body_is_taken_in_before_the_answer(portal: Server) -> None:
    """A proxy that is still sending when the connection closes tells its visitor of a fault instead."""
    unread: list[int] = []
    for size in (100_000, 1_000_000, 3_000_000):
        body = Parts([b"a" * 50_000] * (size // 50_000))
        environ = {"wsgi.input": body, "CONTENT_LENGTH": str(size)}
        answer = portal.app.test_client().post("/sign-in", environ_overrides=environ)
        assert answer.status_code == 413
        unread.append(len(list(body.parts)) * 50_000)
    assert unread == [0, 0, 3_000_000 - 1_050_000], "a megabyte at most"


CUT, BROKEN, SENSELESS = [b"to=agents", b""], [b"to=agents", ConnectionError()], [RuntimeError("no size")]


@pytest.mark.parametrize(
    ("read", "length", "status"),
    [
        (CUT, "100", 400),
        (CUT, "100000", 413),
        (BROKEN, "100", 400),
        (BROKEN, "100000", 413),
        (SENSELESS, "100000", 413),
        (BROKEN, "", 400),
        (SENSELESS, "", 400),
    ],
)
def test_a_form_that_does_not_arrive_whole_is_nobodys_wish(
    portal: Server, log: io.StringIO, read: list[object], length: str, status: int
) -> None:
    """The connection ended, or there is no sense in the chunks: servers tell that in their own ways."""
    environ = {"wsgi.input": Parts(read), "CONTENT_LENGTH": length, "wsgi.input_terminated": True}
    answer = portal.app.test_client().post("/sign-in", environ_overrides=environ, content_type=FORM)
    assert answer.status_code == status
    assert "Traceback" not in log.getvalue()


class Parts:
    """A body as a server gives it."""

    def __init__(self, parts: Sequence[object]) -> None:
        self.parts = iter(parts)

    def read(self, _size: int = -1) -> object:
        part = next(self.parts)
        if isinstance(part, Exception):
            raise part
        return part


@pytest.mark.parametrize(("more", "status"), [(0, 302), (60_000, 302), (65_536, 413), (200_000, 413)])
def test_a_form_whose_length_is_not_told_beforehand(portal: Server, more: int, status: int) -> None:
    """It is never cut at the limit."""
    body = io.BytesIO(b"to=agents&x=" + b"a" * more)
    environ = {
        "wsgi.input": body,
        "CONTENT_LENGTH": "",
        "HTTP_TRANSFER_ENCODING": "chunked",
        "wsgi.input_terminated": True,
    }
    answer = portal.app.test_client().post("/sign-in", environ_overrides=environ, content_type=FORM)
    assert answer.status_code == status


@pytest.mark.parametrize(("fields", "status"), [(99, 422), (101, 413)])
def test_a_form_of_too_many_parts(fields: int, status: int, portal: Server, visitor: Visitor) -> None:
    parts = {f"field{number}": (None, "x") for number in range(fields)}
    assert visitor.http.post(f"{portal.url}/sign-in", files=parts, timeout=10).status_code == status


@pytest.mark.parametrize("path", ["/", "/search", "/health/live", "/nothing-here"])
def test_an_address_that_is_too_long(path: str, visitor: Visitor) -> None:
    assert visitor.get(f"{path}?q={'a' * 6142}").status_code in {200, 404}
    assert visitor.get(f"{path}?q={'a' * 6143}").status_code == 414
    assert visitor.h1 == "This address is too long"


def test_who_is_signed_in_can_go_on_from_there(visitor: Visitor) -> None:
    visitor.sign_in()
    assert visitor.get(f"/search?q={'a' * 7000}").status_code == 414
    assert visitor.soup.select_one("main a[href='/search']")
