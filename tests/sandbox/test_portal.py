from __future__ import annotations

import pytest

from sandbox.people import IRIS, MARCUS
from tests.sandbox.clients import Application, Visitor


def test_the_portal_is_that_of_the_chosen_agent(application: Application, sam_with_marcus: str) -> None:
    [portal] = application.read("/v1/portal", "pat@example.com")
    assert (portal["Name"], portal["DisplayName"], portal["RequiredFields"]) == (
        "danalee",
        "DanaLee",
        ["Address", "Phone"],
    )
    answer = application.call("/v1/portal", sam_with_marcus).get_json()
    assert answer["D"]["Results"][0]["OwnerId"] == MARCUS.id


def test_an_agent_without_a_portal_gets_no_results(application: Application) -> None:
    assert application.read("/v1/portal", "iris@example.com") == []


def test_an_agent_makes_a_portal(application: Application, browser: Visitor) -> None:
    token = application.sign_in("iris@example.com")["access_token"]
    wanted = {"DisplayName": "Iris Vang Homes", "Enabled": True, "RequiredFields": ["Phone"]}
    created = application.call("/v1/portal", token, "POST", json={"D": wanted})
    assert created.status_code == 201
    [portal] = application.call("/v1/portal", token).get_json()["D"]["Results"]
    assert [portal["ResourceUri"]] == [one["ResourceUri"] for one in created.get_json()["D"]["Results"]]
    assert (portal["Name"], portal["OwnerId"], portal["RequiredFields"]) == ("irisvanghomes", IRIS.id, ["Phone"])
    assert browser.open("/auth/vow/irisvanghomes").status == 200


def test_a_consumer_signs_in_at_a_new_portal_at_once(application: Application, browser: Visitor) -> None:
    token = application.sign_in("iris@example.com")["access_token"]
    application.call("/v1/portal", token, "POST", json={"D": {"AutoName": True, "DisplayName": "DanaLee"}})
    [portal] = application.call("/v1/portal", token).get_json()["D"]["Results"]
    code = browser.sign_in(f"/auth/vow/{portal['Name']}", "Lena Ortiz", "Allow")
    consumer = application.redeem(code).get_json()["access_token"]
    assert application.call("/v1/portal", consumer).get_json()["D"]["Results"] == [portal]


def test_a_name_has_plain_letters_and_digits_only(application: Application) -> None:
    token = application.sign_in("iris@example.com")["access_token"]
    application.call("/v1/portal", token, "POST", json={"D": {"DisplayName": "Iris’ Häuser 24/7"}})
    assert application.call("/v1/portal", token).get_json()["D"]["Results"][0]["Name"] == "irishuser247"


@pytest.mark.parametrize(
    ("login", "wanted", "status", "spark_code"),
    [
        ("pat@example.com", {"DisplayName": "Pats"}, 405, 1018),
        ("dana@example.com", {"DisplayName": "Second"}, 409, 1110),
        ("iris@example.com", {"DisplayName": "Dana Lee"}, 409, 1055),
        ("iris@example.com", {"DisplayName": "DANA-LEE"}, 409, 1055),
        ("dana@example.com", {"AutoName": True}, 409, 1110),
        ("iris@example.com", {}, 400, 1050),
        ("iris@example.com", None, 400, 1050),
    ],
)
def test_a_portal_that_cannot_be_made_is_refused(
    application: Application, login: str, wanted: object, status: int, spark_code: int
) -> None:
    token = application.sign_in(login)["access_token"]
    refused = application.call("/v1/portal", token, "POST", json={"D": wanted})
    assert (refused.status_code, refused.get_json()["D"]["Code"]) == (status, spark_code)


@pytest.mark.parametrize("wanted", [{"AutoName": True}, {"AutoName": True, "DisplayName": "danalee"}])
def test_the_system_can_find_a_name(application: Application, wanted: dict[str, object]) -> None:
    token = application.sign_in("iris@example.com")["access_token"]
    assert application.call("/v1/portal", token, "POST", json={"D": wanted}).status_code == 201
    assert application.call("/v1/portal", token).get_json()["D"]["Results"][0]["Name"] != "danalee"
