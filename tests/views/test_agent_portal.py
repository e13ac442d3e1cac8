"""POST /agent: an agent makes a portal, and what may go wrong; over HTTP against the sandbox."""

from __future__ import annotations

import pytest
import requests

from tests.auth.conftest import Misbehave, misbehave
from tests.conftest import Start
from tests.servers import Server, Visitor
from tests.views.agents import iris, sign_in

__all__ = ["iris", "misbehave"]

FIELD = "input[name=DisplayName]"


def make(visitor: Visitor, name: str) -> None:
    visitor.press("Make the portal", DisplayName=name)


def test_an_agent_makes_a_portal_and_a_client_comes_in_by_its_link(iris: Visitor, portal: Server) -> None:
    make(iris, "IrisVangHomes")
    assert [answer.status_code for answer in iris.answers[-2:]] == [302, 200]
    assert iris.text("main .rest section").startswith("IrisVangHomes On")
    link = iris.soup.select("main code")[1].get_text()
    assert link == f"{portal.url}/p/irisvanghomes"
    lena = Visitor(portal.url)
    lena.get(link)
    lena.press("Continue")
    lena.press("Lena")
    lena.press("Allow")
    assert "Iris Vang" in lena.text("header")


@pytest.mark.parametrize("name", ["", "  ", "ab", "Iris Vang", "iris-vang", "Häuser", "a" * 41, '"><script>'])
def test_an_odd_name_is_named_beside_the_field_and_kept(name: str, iris: Visitor, sandbox: Server) -> None:
    make(iris, name)
    assert iris.page.status_code == 422
    assert iris.text("#name-problem") == ("Use 3 to 40 letters and digits, with nothing between them." if name.strip()
                                          else "Type a name for your portal.")  # fmt: skip
    assert str(iris.soup.select(FIELD)[0]["value"]) == name.strip()
    assert iris.text("title").startswith("Error: ")
    calls = requests.get(f"{sandbox.url}/sandbox/seen", timeout=5).json()
    assert not [call for call in calls if (call["method"], call["path"]) == ("POST", "/v1/portal")]


def test_a_taken_name_is_named_and_kept(iris: Visitor) -> None:
    make(iris, "DANALEE")
    assert iris.page.status_code == 422
    assert "Another portal has this name" in iris.text("#name-problem")
    assert iris.soup.select(FIELD)[0]["value"] == "DANALEE"


def test_a_portal_made_in_another_tab_is_just_shown(iris: Visitor, portal: Server) -> None:
    make(sign_in(Visitor(portal.url), "Iris"), "IrisVang")
    make(iris, "Another")
    assert iris.page.status_code == 200
    assert "IrisVang" in iris.text("main h2")


def test_a_key_that_may_not_make_portals_is_said_to_be_one(start_portal: Start, misbehave: Misbehave) -> None:
    idx = start_portal(spark_client_id="sandbox-idx", spark_client_secret="sandbox-idx-secret")
    visitor = sign_in(Visitor(idx.url), "Iris")
    for _ in range(2):
        make(visitor, "IrisVang")
        assert visitor.page.status_code == 422
        assert "read portals, not make them" in visitor.text("#name-problem")
        misbehave("api", "1500", path="/v1/portal")


def test_what_the_agent_cannot_help_is_an_error_page_that_leads_back(iris: Visitor, misbehave: Misbehave) -> None:
    for fault, status in (("1015", 403), ("500", 502), ("1505", 403)):
        misbehave("api", fault, path="/v1/portal")
        make(iris, "IrisVang")
        assert iris.page.status_code == status
        assert [link["href"] for link in iris.soup.select("main a")] == ["/agent"]
        iris.get("/agent")
    make(iris, "IrisVang")
    assert "IrisVang" in iris.text("main h2")


def test_a_name_typed_when_the_sign_in_ended_is_offered_again(iris: Visitor, sandbox: Server) -> None:
    requests.post(f"{sandbox.url}/sandbox/tokens/revoke", json={}, timeout=5)
    make(iris, "IrisVang")
    assert "What you had typed is kept." in iris.text("main")
    iris.press("Sign in as an agent")
    iris.press("Iris")
    iris.press("Allow")
    assert (iris.path, iris.soup.select(FIELD)[0]["value"]) == ("/agent", "IrisVang")
    iris.get("/agent")
    assert iris.soup.select(FIELD)[0]["value"] == ""


def test_a_form_without_its_token_makes_nothing(iris: Visitor) -> None:
    assert iris.post("/agent", {"DisplayName": "IrisVang"}).status_code == 400
    iris.get("/agent")
    assert iris.soup.select(FIELD)


@pytest.mark.parametrize("consumer", [True, False], ids=["a consumer", "nobody"])
def test_the_page_makes_nothing_for_others(consumer: bool, visitor: Visitor, sandbox: Server) -> None:
    if consumer:
        visitor.sign_in()
    answer = visitor.post("/agent", {"DisplayName": "PatsOwn"}, headers={"Sec-Fetch-Site": "same-origin"})
    assert (answer.status_code, visitor.h1) == (403, "Sign in again")
    assert visitor.get("/agent/card.svg", allow_redirects=False).headers["Location"] == "/agent"
    calls = requests.get(f"{sandbox.url}/sandbox/seen", timeout=5).json()
    assert not [call for call in calls if (call["method"], call["path"]) == ("POST", "/v1/portal")]


@pytest.mark.parametrize("what", ["500", "reset"])
def test_a_name_that_did_not_arrive_is_offered_again(what: str, iris: Visitor, misbehave: Misbehave) -> None:
    misbehave("api", what, path="/v1/portal")
    make(iris, "IrisVang")
    assert (iris.page.status_code, iris.h1) == (502, "flexmls is not answering")
    iris.get(str(iris.soup.select("main a.button")[0]["href"]))
    assert (iris.path, iris.soup.select(FIELD)[0]["value"]) == ("/agent", "IrisVang")


def test_a_name_typed_during_an_outage_is_offered_when_it_is_over(
    iris: Visitor, misbehave: Misbehave, sandbox: Server
) -> None:
    misbehave("api", "500", times=None)
    make(iris, "IrisVang")
    for _ in range(2):
        assert iris.get("/agent").status_code == 502
    requests.delete(f"{sandbox.url}/sandbox/switches", timeout=5)
    iris.get("/agent")
    assert iris.soup.select(FIELD)[0]["value"] == "IrisVang"


def test_no_browser_keeps_a_page_with_what_was_typed(iris: Visitor, sandbox: Server) -> None:
    requests.post(f"{sandbox.url}/sandbox/tokens/revoke", json={}, timeout=5)
    make(iris, "IrisVang")
    assert "IrisVang" in iris.page.text
    assert iris.page.headers["Cache-Control"] == "private, no-store"
