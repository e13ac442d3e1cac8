from __future__ import annotations

from urllib.parse import urljoin, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.auth.next_url import safe_next_url

EVIL = [
    "//evil.example", "/\\evil.example", "///evil.example", "\\\\evil.example", "https:evil.example",
    "https://evil.example", "http:/evil.example", "evil.example",
    "javascript:alert(1)", "/\t/evil.example", "/\n/evil.example",
    " //evil.example", "/ /evil", "", "/..//evil.example\\", "/%0a/x\r\nSet-Cookie: a=b", "/é", "/" + "a" * 2000,
]  # fmt: skip


@pytest.mark.parametrize("address", EVIL)
def test_nothing_outside_this_site_is_a_return_address(address: str) -> None:
    assert safe_next_url(address) is None


@pytest.mark.parametrize("address", ["/sign-out", "/auth/callback?code=1", "/static/x", "/p/danalee", "/health/live"])
def test_what_is_no_page_is_no_return_address(address: str) -> None:
    assert safe_next_url(address) is None


@pytest.mark.parametrize("address", ["/home", "/search?sort=price&page=3", "/homes/20060725224713296297000000", "/"])
def test_an_own_page_is_kept_whole(address: str) -> None:
    assert safe_next_url(address) == address


def test_none_is_none() -> None:
    assert safe_next_url(None) is None


@given(st.text(alphabet="/\\:.@?#%ab \t\n\r", max_size=12))
def test_what_is_accepted_stays_on_this_site_in_any_parser(address: str) -> None:
    accepted = safe_next_url(address)
    if accepted is not None:
        joined = urlsplit(urljoin("https://homes.example/", accepted.replace("\\", "/")))
        assert (joined.scheme, joined.netloc) == ("https", "homes.example")
