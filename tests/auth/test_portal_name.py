from __future__ import annotations

import pytest

from app.auth.next_url import parse_portal_name


@pytest.mark.parametrize(
    "text",
    [
        "danalee", " DanaLee \n", "DANALEE", "https://sparkplatform.com/auth/vow/danalee",
        "https://sparkplatform.com/auth/vow/DanaLee/?x=1#y", "sparkplatform.com/auth/vow/danalee",
        "https://portal.flexmls.com/r/login/danalee", "portal.flexmls.com/r/login/danalee/signup/?client_id=1",
        "http://localhost:8000/p/danalee", "https://portal.flexmls.com/danalee",
    ],
)  # fmt: skip
def test_a_name_or_a_pasted_link_gives_the_name(text: str) -> None:
    assert parse_portal_name(text) == "danalee"


@pytest.mark.parametrize(
    "text",
    ["", "   ", "dana lee", "-dana", "dana_lee", "dana@example.com", "https://", "http://[::1", "https://sparkplatform.com",
     "ä" * 5, "a" * 64, "danalee?x=1", "javascript:alert(1)", "dana\x00lee", "/"],
)  # fmt: skip
def test_anything_else_gives_none(text: str) -> None:
    assert parse_portal_name(text) is None
