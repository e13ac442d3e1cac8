"""The learner's `exchange.py`, against a sandbox of the test's own."""

from __future__ import annotations

from collections.abc import Callable
from types import ModuleType
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
import requests

from tests.servers import Server, Visitor


@pytest.fixture
def exchange(load: Callable[[str], ModuleType], sandbox: Server, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.setenv("SPARK", sandbox.url)
    return load("exchange")


@pytest.fixture
def code(exchange: ModuleType, sandbox: Server) -> str:
    """A code as Pat Olsen's browser brings it back."""
    asked = {"response_type": "code", "client_id": exchange.CLIENT_ID, "redirect_uri": exchange.REDIRECT_URI}
    pat = Visitor(sandbox.url)
    pat.get(f"/auth/vow/danalee?{urlencode(asked)}")
    pat.press("Pat")
    back = pat.press("Allow", False).headers["Location"]
    return parse_qs(urlsplit(back).query)["code"][0]


def seen(sandbox: Server) -> list[dict[str, Any]]:
    calls: list[dict[str, Any]] = requests.get(f"{sandbox.url}/sandbox/seen", timeout=10).json()
    return calls


def test_the_address_leads_to_the_page_of_the_portal(exchange: ModuleType, sandbox: Server) -> None:
    address = exchange.authorization_address("danalee", "a-state")
    assert address.startswith(f"{sandbox.url}/auth/vow/danalee?"), (
        f"exchange.py: authorization_address must give SPARK, /auth/vow/, the portal and a query; not {address!r}."
    )
    page = requests.get(address, timeout=10)
    assert "Who is signing in?" in page.text, (
        f"exchange.py: Spark does not ask who signs in, but says {page.status_code}. "
        "Look at response_type, client_id and redirect_uri in the query."
    )


def test_the_state_goes_along_as_it_is(exchange: ModuleType) -> None:
    state = "two words & more"
    sent = parse_qs(urlsplit(exchange.authorization_address("danalee", state)).query).get("state")
    assert sent == [state], f"exchange.py: the query must have state={state!r}, percent-encoded (urlencode does it)."


def test_the_code_is_found_in_the_address(exchange: ModuleType) -> None:
    found = exchange.code_from(f"{exchange.REDIRECT_URI}?code=abc123&state=ours", "ours")
    assert found == "abc123", (
        f"exchange.py: code_from must give abc123 for ...?code=abc123&state=ours; it gives {found!r}."
    )


def test_an_answer_with_another_state_or_none_is_refused(exchange: ModuleType) -> None:
    for query in ("code=abc123&state=another", "code=abc123"):
        refusal = fault_of(lambda query=query: exchange.code_from(f"{exchange.REDIRECT_URI}?{query}", "ours"))
        assert isinstance(refusal, ValueError), (
            f"exchange.py: code_from must raise ValueError for ...?{query} if our state is 'ours'; "
            "else somebody else's code would sign us in."
        )


def test_an_error_instead_of_a_code_is_refused(exchange: ModuleType) -> None:
    refusal = fault_of(lambda: exchange.code_from(f"{exchange.REDIRECT_URI}?error=access_denied&state=ours", "ours"))
    assert isinstance(refusal, ValueError), (
        "exchange.py: code_from must raise ValueError for ...?error=access_denied: it means that Pat did not allow it."
    )


def test_the_code_is_exchanged_for_tokens(exchange: ModuleType, code: str, sandbox: Server) -> None:
    granted = exchange.exchange(code)
    grants = [call for call in seen(sandbox) if call["path"] == "/v1/oauth2/grant"]
    assert grants, "exchange.py: exchange has not sent anything to SPARK/v1/oauth2/grant."
    assert grants[0]["content_type"] == "application/json", (
        "exchange.py: Spark takes the grant as JSON: requests.post(address, json=asked)."
    )
    assert {"access_token", "refresh_token", "expires_in"} <= granted.keys(), (
        f"exchange.py: exchange must give what Spark answers; it gives only {sorted(granted)}."
    )


def test_a_code_that_is_refused_gives_no_tokens(exchange: ModuleType, sandbox: Server) -> None:
    refusal = fault_of(lambda: exchange.exchange("made-up"))
    assert isinstance(refusal, ValueError), "exchange.py: exchange must raise ValueError if the status is not 200."


def test_the_first_call_tells_who_signed_in(exchange: ModuleType, code: str, sandbox: Server) -> None:
    contact = exchange.first_call(token_for(code, exchange, sandbox))
    calls = [call for call in seen(sandbox) if call["path"] == "/v1/my/contact"]
    assert calls, "exchange.py: first_call has not asked for SPARK/v1/my/contact."
    assert calls[0]["scheme"] == "OAuth", (
        f"exchange.py: first_call must send Authorization: OAuth <token>; its scheme is {calls[0]['scheme']}."
    )
    assert contact.get("DisplayName") == "Pat Olsen", (
        f"exchange.py: first_call must give the first of D.Results, with Pat's DisplayName; it gives {contact!r}."
    )


def token_for(code: str, exchange: ModuleType, sandbox: Server) -> str:
    """By a way of our own, so that each function is judged alone."""
    asked = {
        "client_id": "sandbox-client",
        "client_secret": "sandbox-secret",
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": exchange.REDIRECT_URI,
    }
    return str(requests.post(f"{sandbox.url}/v1/oauth2/grant", json=asked, timeout=10).json()["access_token"])


def fault_of(act: Callable[[], object]) -> Exception | None:
    try:
        act()
    except Exception as fault:
        return fault
    return None
