"""Codes on demand, without the sign-in pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sandbox.people import DANA, MARCUS, Agent
from tests.sandbox.clients import CALLBACK, GRANT, Application

if TYPE_CHECKING:
    from flask.testing import FlaskClient


@pytest.mark.parametrize(
    ("asked", "given_name", "agent"),
    [
        ({"login": "pat@example.com", "portal": "danalee"}, "Pat", DANA),
        ({"login": "sam@example.com"}, "Sam", DANA),
        ({"login": "SAM@example.com", "portal": "MarcusWebb"}, "Sam", MARCUS),
    ],
)
def test_a_code_can_be_had_without_the_pages(
    client: FlaskClient, application: Application, asked: dict[str, str], given_name: str, agent: Agent
) -> None:
    code = client.post("/sandbox/codes", json=asked | {"redirect_uri": CALLBACK}).get_json()["code"]
    tokens = application.redeem(code).get_json()
    assert person_and_agent(application, tokens) == (given_name, agent.id)
    assert application.redeem(code).get_json()["error"] == "invalid_grant"


def test_a_code_can_be_for_the_person_and_agent_of_a_token(
    client: FlaskClient, application: Application, sam_with_marcus: str
) -> None:
    asked = {"access_token": sam_with_marcus, "redirect_uri": CALLBACK}
    for portal, agent in ((None, MARCUS), ("danalee", DANA)):
        code = client.post("/sandbox/codes", json=asked | {"portal": portal}).get_json()["code"]
        assert person_and_agent(application, application.redeem(code).get_json()) == ("Sam", agent.id)


def test_an_agents_code_opens_the_private_role(client: FlaskClient, application: Application) -> None:
    asked = {"login": "dana@example.com", "redirect_uri": CALLBACK}
    tokens = application.redeem(client.post("/sandbox/codes", json=asked).get_json()["code"]).get_json()
    assert application.call("/v1/my/listings", tokens["access_token"]).status_code == 200


def test_a_code_can_be_for_another_client(client: FlaskClient, application: Application) -> None:
    asked = {"login": "pat@example.com", "redirect_uri": CALLBACK, "client_id": "sandbox-idx"}
    code = client.post("/sandbox/codes", json=asked).get_json()["code"]
    assert application.redeem(code).get_json()["error"] == "invalid_grant"
    idx = {"client_id": "sandbox-idx", "client_secret": "sandbox-idx-secret", "code": code, "redirect_uri": CALLBACK}
    assert client.post(GRANT, json=idx | {"grant_type": "authorization_code"}).status_code == 200


@pytest.mark.parametrize(
    ("nonsense", "status", "named"),
    [
        ({"redirect_uri": "http://localhost:5000/elsewhere"}, 400, "redirect_uri"),
        ({"redirect_uri": None}, 400, "redirect_uri"),
        ({"login": "nobody@example.com"}, 404, "login"),
        ({"login": None}, 404, "login"),
        ({"login": None, "access_token": "made-up"}, 404, "access_token"),
        ({"portal": "nobody"}, 404, "portal"),
        ({"client_id": "someone-else"}, 404, "client_id"),
        ({"portal": "marcuswebb"}, 400, "agent"),
        ({"login": "nora@example.com"}, 400, "agent"),
        ({"login": "dana@example.com", "portal": "danalee"}, 400, "agent"),
    ],
)
def test_a_code_that_makes_no_sense_is_refused(
    client: FlaskClient, nonsense: dict[str, object], status: int, named: str
) -> None:
    asked = {"login": "pat@example.com", "redirect_uri": CALLBACK} | nonsense
    refused = client.post("/sandbox/codes", json=asked)
    assert refused.status_code == status
    assert named in refused.get_json()["error"]


def person_and_agent(application: Application, tokens: dict[str, str]) -> tuple[str, str]:
    """The given name of the person and the id of the agent."""
    [contact] = application.call("/v1/my/contact", tokens["access_token"]).get_json()["D"]["Results"]
    [system] = application.call("/v1/system", tokens["access_token"]).get_json()["D"]["Results"]
    return contact["GivenName"], system["Id"]
