from __future__ import annotations

from threading import Timer
from typing import TYPE_CHECKING

import pytest
import requests

from tests.sandbox.clients import GRANT, PASSWORD_GRANT, Application, duration

if TYPE_CHECKING:
    from flask.testing import FlaskClient


def inject_fault(client: FlaskClient, **fault: object) -> None:
    assert client.post("/sandbox/switches", json=fault).status_code == 204


@pytest.mark.parametrize(
    ("what", "status", "spark_code"),
    [
        ("500", 500, 1026),
        ("503", 503, 1510),
        ("429", 429, 1550),
        ("refuse", 401, 1000),
        ("1010", 401, 1010),
        ("1015", 403, 1015),
        ("1019", 403, 1019),
        ("1500", 403, 1500),
        ("1505", 403, 1505),
        ("1550", 503, 1550),
    ],
)
def test_the_api_fails_as_switched(
    application: Application, token: str, what: str, status: int, spark_code: int
) -> None:
    inject_fault(application.client, where="api", what=what)
    failed = application.call("/v1/my/contact", token)
    assert (failed.status_code, failed.get_json()["D"]["Code"]) == (status, spark_code)
    assert application.call("/v1/my/contact", token).status_code == 200


@pytest.mark.parametrize(
    ("what", "status", "error"),
    [
        ("500", 500, "server_error"),
        ("503", 503, "temporarily_unavailable"),
        ("429", 429, "temporarily_unavailable"),
        ("refuse", 400, "invalid_grant"),
        ("401", 401, "invalid_client"),
    ],
)
def test_the_grant_fails_as_switched(client: FlaskClient, what: str, status: int, error: str) -> None:
    inject_fault(client, where="grant", what=what)
    failed = client.post(GRANT, json=PASSWORD_GRANT)
    assert (failed.status_code, failed.get_json()["error"]) == (status, error)
    assert client.post(GRANT, json=PASSWORD_GRANT).status_code == 200


def test_a_deletion_fails_as_switched(client: FlaskClient, application: Application, token: str) -> None:
    inject_fault(client, where="delete", what="503")
    assert application.call(f"/v1/oauth2/token/{token}", token, "DELETE").status_code == 503
    assert application.call("/v1/my/contact", token).status_code == 200


def test_a_401_of_the_api_may_lack_a_code(client: FlaskClient, application: Application, token: str) -> None:
    inject_fault(client, where="api", what="401")
    failed = application.call("/v1/my/contact", token)
    assert (failed.status_code, failed.get_json()) == (401, {"D": {"Success": False}})


@pytest.mark.parametrize(
    ("what", "seconds", "header"),
    [
        ("429", 2.5, "3"),
        ("429", None, "1"),
        ("429", 0, None),
        ("1550", 20, "20"),
        ("1550", None, "1"),
        ("503", 20, "20"),
        ("503", None, None),
    ],
)
def test_a_refusal_can_say_when_to_come_back(
    client: FlaskClient, application: Application, token: str, what: str, seconds: float | None, header: str | None
) -> None:
    inject_fault(client, where="api", what=what, seconds=seconds)
    assert application.call("/v1/my/contact", token).headers.get("Retry-After") == header


def test_the_grant_can_say_when_to_come_back(client: FlaskClient) -> None:
    inject_fault(client, where="grant", what="503", seconds=20)
    assert client.post(GRANT, json=PASSWORD_GRANT).headers["Retry-After"] == "20"


@pytest.mark.parametrize(
    ("what", "mimetype", "body"),
    [("html", "text/html", "<!doctype html>"), ("list", "application/json", "[]"), ("empty", "application/json", "")],
)
@pytest.mark.parametrize("where", ["grant", "api"])
def test_an_answer_can_be_of_the_wrong_kind(
    application: Application, where: str, what: str, mimetype: str, body: str
) -> None:
    token = application.sign_in("pat@example.com")["access_token"]
    inject_fault(application.client, where=where, what=what)
    grant = {"grant_type": "refresh_token", "refresh_token": "made-up"}
    odd = application.grant(**grant) if where == "grant" else application.call("/v1/my/contact", token)
    assert (odd.status_code, odd.mimetype) == (200, mimetype)
    assert odd.text.strip().startswith(body)


def test_a_grant_can_lack_its_access_token_or_all_else(client: FlaskClient) -> None:
    inject_fault(client, where="grant", what="no_access_token")
    inject_fault(client, where="grant", what="bare")
    assert set(client.post(GRANT, json=PASSWORD_GRANT).get_json()) == {"refresh_token", "expires_in"}
    assert set(client.post(GRANT, json=PASSWORD_GRANT).get_json()) == {"access_token"}


def test_a_slow_call_takes_its_time(client: FlaskClient, application: Application, token: str) -> None:
    inject_fault(client, where="api", what="slow", seconds=0.2)
    assert duration(lambda: application.call("/v1/my/contact", token)) >= 0.2
    assert duration(lambda: application.call("/v1/my/contact", token)) < 0.2


def test_a_switch_can_be_for_some_paths_and_for_many_times(
    client: FlaskClient, application: Application, token: str
) -> None:
    inject_fault(client, where="api", what="503", path="/v1/my", times=2)
    paths = ["/v1/system", "/v1/my/contact", "/v1/my/account", "/v1/my/contact"]
    assert [application.call(path, token).status_code for path in paths] == [200, 503, 503, 200]


def test_a_switch_without_an_end_lasts_until_cleared(client: FlaskClient, application: Application, token: str) -> None:
    inject_fault(client, where="api", what="500", times=None)
    assert [application.call("/v1/system", token).status_code for _ in range(3)] == [500, 500, 500]
    assert client.delete("/sandbox/switches").status_code == 204
    assert application.call("/v1/system", token).status_code == 200


@pytest.mark.parametrize(
    "nonsense",
    [
        {},
        {"where": "api"},
        {"where": "nowhere", "what": "500"},
        {"where": "api", "what": "nothing"},
        {"where": "api", "what": "bare"},
        {"where": "api", "what": "slow", "seconds": "long"},
        {"where": "api", "what": "slow", "seconds": -1},
        {"where": "api", "what": "429", "seconds": float("nan")},
        {"where": "api", "what": "slow", "often": 2},
    ],
)
def test_a_switch_that_makes_no_sense_is_refused(client: FlaskClient, nonsense: dict[str, object]) -> None:
    refused = client.post("/sandbox/switches", json=nonsense)
    assert refused.status_code == 400
    assert refused.get_json()["error"]


@pytest.mark.parametrize("what", ["1010", "1015", "1019", "1500", "1505", "1550"])
def test_the_codes_of_spark_are_not_for_the_grant(client: FlaskClient, what: str) -> None:
    refused = client.post("/sandbox/switches", json={"where": "grant", "what": what})
    assert (refused.status_code, refused.get_json()) == (400, {"error": f"{what} is for the API only"})


def test_a_reset_closes_the_connection_without_an_answer(server_url: str) -> None:
    with requests.Session() as session:
        session.post(f"{server_url}/sandbox/switches", json={"where": "grant", "what": "reset"})
        with pytest.raises(requests.ConnectionError):
            session.post(server_url + GRANT, json=PASSWORD_GRANT)
        assert session.post(server_url + GRANT, json=PASSWORD_GRANT).status_code == 200


def test_clearing_lets_go_of_a_hanging_call(server_url: str) -> None:
    with requests.Session() as session:
        session.post(f"{server_url}/sandbox/switches", json={"where": "grant", "what": "hang"})
        with pytest.raises(requests.ReadTimeout):
            session.post(server_url + GRANT, json=PASSWORD_GRANT, timeout=0.2)
        clear = Timer(0.2, requests.delete, [f"{server_url}/sandbox/switches"], {"timeout": 5})
        session.post(f"{server_url}/sandbox/switches", json={"where": "grant", "what": "hang"})
        clear.start()
        with pytest.raises(requests.ConnectionError):
            session.post(server_url + GRANT, json=PASSWORD_GRANT, timeout=5)
        clear.join()
