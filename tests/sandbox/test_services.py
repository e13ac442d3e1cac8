from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from sandbox.people import DEMO_PEOPLE
from tests.sandbox.clients import Application

if TYPE_CHECKING:
    from flask.testing import FlaskClient

CONSUMERS = ["/v1/my/contact", "/v1/consumers/me", "/v1/consumers/me/agents"]


def test_the_contact_is_the_consumer(application: Application) -> None:
    [contact] = application.read("/v1/my/contact", "pat@example.com")
    assert contact["DisplayName"] == "Pat Olsen"
    assert contact["PrimaryEmail"] == "pat@example.com"
    assert contact["ResourceUri"] == f"/v1/contacts/{contact['Id']}"
    assert re.fullmatch(r"\d{26}", contact["Id"])


def test_what_a_contact_has_not_is_missing_and_not_null(application: Application) -> None:
    [contact] = application.read("/v1/my/contact", "sam@example.com")
    assert "HomeStreetAddress" not in contact
    assert None not in contact.values()


def test_a_contact_can_be_narrowed(application: Application) -> None:
    [contact] = application.read("/v1/my/contact?_select=DisplayName", "pat@example.com")
    assert set(contact) == {"Id", "ResourceUri", "DisplayName"}


def test_each_agent_keeps_a_contact_of_their_own(application: Application, sam_with_marcus: str) -> None:
    [by_dana] = application.read("/v1/my/contact", "sam@example.com")
    answer = application.call("/v1/my/contact", sam_with_marcus)
    assert answer.get_json()["D"]["Results"][0]["Id"] != by_dana["Id"]


def test_a_consumers_account_has_empty_lists_and_no_office(application: Application) -> None:
    [account] = application.read("/v1/my/account", "pat@example.com")
    assert [account[name] for name in ("Emails", "Phones", "Websites", "Addresses")] == [[], [], [], []]
    assert account["GetEmailUpdates"] is False
    assert "Office" not in account


def test_an_agents_account_is_full(application: Application) -> None:
    [account] = application.read("/v1/my/account", "dana@example.com")
    assert account["Office"] == "Hawthorn Realty"
    assert account["Emails"] == [
        {
            "Id": "20110304150012887413000001",
            "Name": "Office E-Mail",
            "Primary": True,
            "Type": "Office",
            "Address": "dana@example.com",
        }
    ]


def test_a_consumer_record_has_null_for_the_last_login(application: Application) -> None:
    [record] = application.read("/v1/consumers/me", "pat@example.com")
    assert (record["Name"], record["Email"], record["LastLoginTimestamp"]) == ("Pat Olsen", "pat@example.com", None)


def test_every_linked_agent_is_listed_with_mail_phone_and_portrait(application: Application) -> None:
    dana, marcus = application.read("/v1/consumers/me/agents", "sam@example.com")
    assert (dana["Name"], marcus["Name"]) == ("Dana Lee", "Marcus Webb")
    assert dana["MlsId"] != marcus["MlsId"]
    assert marcus["PrimaryEmail"]["Address"] == "marcus@example.com"
    assert marcus["PrimaryPhone"]["Number"] == "218-555-0119"
    assert marcus["PortalEnabled"] is True


def test_a_portrait_can_be_fetched(application: Application, client: FlaskClient) -> None:
    [dana] = application.read("/v1/consumers/me/agents", "pat@example.com")
    portrait = client.get(dana["Images"][0]["Uri"], buffered=True)
    assert portrait.mimetype == "image/svg+xml"


@pytest.mark.parametrize("path", CONSUMERS)
def test_an_agent_has_no_consumer_services(application: Application, path: str) -> None:
    refused = application.call(path, application.sign_in("dana@example.com")["access_token"])
    assert (refused.status_code, refused.get_json()["D"]["Code"]) == (403, 1500)


def test_system_info_says_what_the_mls_demands(application: Application) -> None:
    [system] = application.read("/v1/system", "pat@example.com")
    demands = system["DisplayCompliance"][system["MlsId"]]
    assert demands["View"]["Summary"]["DisplayCompliance"] == ["ListOfficeName"]
    assert "ListAgentName" in demands["View"]["Detail"]["DisplayCompliance"]
    assert demands["DisclaimerTextOnly"].startswith("Information is deemed reliable")


def test_system_info_says_where_to_sign_in_and_what_time_it_is(application: Application) -> None:
    [system] = application.read("/v1/system", "pat@example.com")
    configuration = system["Configuration"][0]
    assert configuration["OAuth2ServiceEndpointPortal"] == "http://localhost/auth/vow/danalee"
    assert configuration["OAuth2ServiceEndpointPrivate"] == "http://localhost/oauth2"
    assert configuration["TimeZone"] == "America/Chicago"
    assert configuration["TimeZoneOffset"] in {"-0500", "-0600"}
    assert configuration["IdxDisclaimer"].startswith("<p>")


def test_an_agent_without_a_portal_has_the_bare_endpoint(application: Application) -> None:
    [system] = application.read("/v1/system", "iris@example.com")
    assert system["Configuration"][0]["OAuth2ServiceEndpointPortal"] == "http://localhost/auth/vow"


def test_one_mls_has_a_logo_and_the_other_has_none(
    application: Application, sam_with_marcus: str, client: FlaskClient
) -> None:
    [prairie] = application.read("/v1/system", "pat@example.com")
    logo = prairie["Configuration"][0]["IdxLogo"]
    assert client.get(logo, buffered=True).mimetype == "image/svg+xml"
    lakes = application.call("/v1/system", sam_with_marcus).get_json()["D"]["Results"][0]
    assert lakes["Configuration"][0]["IdxLogo"] == ""
    assert lakes["Configuration"][0]["MlsLogos"] == []


def test_an_unknown_path_is_a_404_in_the_envelope(application: Application) -> None:
    missing = application.call("/v1/nothing", application.sign_in("pat@example.com")["access_token"])
    assert (missing.status_code, missing.get_json()["D"]["Code"]) == (404, 404)


def test_a_wrong_method_is_a_405_in_the_envelope(application: Application) -> None:
    refused = application.call("/v1/consumers/me", application.sign_in("pat@example.com")["access_token"], "DELETE")
    assert (refused.status_code, refused.get_json()["D"]["Code"]) == (405, 405)
    assert "GET" in refused.headers["Allow"]


@pytest.mark.parametrize("body", [{"data": {"D": "x"}}, {"data": "{", "content_type": "application/json"}])
def test_a_body_that_is_not_json_is_refused(application: Application, body: dict[str, object]) -> None:
    refused = application.call("/v1/portal", application.sign_in("iris@example.com")["access_token"], "POST", **body)
    assert (refused.status_code, refused.get_json()["D"]["Code"]) == (400, 1035)


@pytest.mark.parametrize("path", ["/v1/system", "/v1/oauth2/grant", "/auth/vow", "/sandbox/seen", "/nothing"])
def test_every_answer_has_a_request_id(client: FlaskClient, path: str) -> None:
    assert re.fullmatch(r"[0-9a-f]{32}", client.get(path).headers["X-Request-Id"])


def test_the_demo_people_can_be_printed() -> None:
    assert {person.login for person in DEMO_PEOPLE} >= {"pat@example.com", "sam@example.com", "iris@example.com"}
    assert all(person.name and person.about for person in DEMO_PEOPLE)
