"""Name by name and place by place: what is listed shows its harmless values, and nothing that is put beside them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import asdict

import pytest
import requests
from flask import Flask, Response, request

from app import create_app
from tests.conftest import settings
from workshop import browser_messages, spark_messages
from workshop.record import Message
from workshop.redaction import Fingerprints, Rules

SITE, SPARK = "http://localhost:8000", "http://127.0.0.1:8001"
PRINTS = Fingerprints()
SECRET = "zqs3cr3ts3cr3ts3cr3tzq"
LISTS = [
    browser_messages._request_rules,
    browser_messages._redirect_rules,
    spark_messages._query_rules,
    spark_messages._grant_rules,
    spark_messages._granted_rules,
]
HARMLESS = {
    "to": "agent",
    "portal": "danalee",
    "error": "access_denied",
    "response_type": "code",
    "_limit": "24",
    "_page": "2",
    "_pagination": "count",
    "_expand": "Photos,Rooms",
    "grant_type": "refresh_token",
    "expires_in": "86400",
    "token_type": "bearer",
}
WRITTEN_BY_SOMEBODY = {"error_description", "username", "password"}


@pytest.fixture(scope="module", autouse=True)
def portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    database = f"sqlite:///{tmp_path_factory.mktemp('workshop')}/portal.db"
    app = create_app(settings(SITE, SPARK, database, workshop="true"))
    with app.test_request_context():
        yield app
    app.extensions["database"].engine.dispose()


def kept(*messages: object) -> str:
    return json.dumps([asdict(each) for each in messages])  # type: ignore[call-overload]  # Message or Cookie


@pytest.mark.parametrize("rules", LISTS)
def test_a_token_under_any_listed_name_is_not_shown(rules: Callable[[Fingerprints], Rules]) -> None:
    for name, rule in rules(PRINTS).items():
        assert SECRET not in str(rule(name, SECRET)), name
        assert "1234567890" not in str(rule(name, "1234567890")), name


@pytest.mark.parametrize("rules", LISTS)
def test_what_stands_beside_a_harmless_value_hides_both(rules: Callable[[Fingerprints], Rules]) -> None:
    for name, rule in rules(PRINTS).items():
        if harmless := HARMLESS.get(name):
            assert rule(name, harmless) == harmless
            for value in (f"{harmless}{SECRET}", f"{SECRET}{harmless}", f"{harmless},{SECRET}", f"{harmless} {SECRET}"):
                assert rule(name, value) == PRINTS.secret(name, value)


@pytest.mark.parametrize("rules", LISTS)
def test_of_what_somebody_wrote_not_even_the_length_is_kept(rules: Callable[[Fingerprints], Rules]) -> None:
    for name in WRITTEN_BY_SOMEBODY & {*rules(PRINTS)}:
        assert rules(PRINTS)[name](name, SECRET) == "(not kept)"


@pytest.mark.parametrize("value", ["abcdefg", "12345678", "1 2", "-1", "١٢٣", "12\n", "1e5", ""])
def test_a_number_is_up_to_seven_digits_and_nothing_else(value: str) -> None:
    assert PRINTS.number("_limit", "1234567") == "1234567"
    assert PRINTS.number("_limit", value) == PRINTS.secret("_limit", value)


def test_of_sparks_envelope_its_message_and_results_are_not_kept() -> None:
    message = answered({"D": {"Success": False, "Code": 1020, "Message": SECRET, "Results": [{"Id": SECRET}]}})
    assert message.values == (
        ("Success", "false"),
        ("Code", "1020"),
        ("Message", "(not kept)"),
        ("Results", "1, not shown"),
    )


def test_a_method_a_scheme_or_a_header_of_ones_own_is_not_shown() -> None:
    headers = {"Authorization": f"{SECRET} token", "X-SparkApi-User-Agent": SECRET, "Accept": SECRET}
    asked = requests.Request(SECRET, f"{SPARK}/v1/listings", headers=headers).prepare()
    message = spark_messages.from_request(PRINTS, asked)
    assert SECRET.lower() not in kept(message).lower()
    assert message.line[0] == "another method"
    assert message.value("Authorization: of another scheme") == PRINTS.secret("access_token", "token")


def test_a_browsers_own_method_is_not_shown(portal: Flask) -> None:
    with portal.test_request_context("/", method=SECRET):
        assert browser_messages.from_request(PRINTS, request).line == ("another method", browser_messages.NO_VIEW)


@pytest.mark.parametrize(
    ("wanted", "shown"),
    [
        ("/homes/" + SECRET, "/homes/<listing_id>"),
        (f"/search?q={SECRET}", "/search"),
        ("/" + SECRET, browser_messages.NO_VIEW),
        (f"//{SECRET}/", "no page of this site"),
        ("", ""),
    ],
)
def test_a_page_to_return_to_is_named_by_its_view(portal: Flask, wanted: str, shown: str) -> None:
    with portal.test_request_context("/sign-in", method="POST", data={"wanted": wanted}):
        assert browser_messages.from_request(PRINTS, request).value("wanted") == shown


@pytest.mark.parametrize(
    ("target", "shown"),
    [
        (f"/homes/{SECRET}", "/homes/<listing_id>"),
        (f"{SITE}/homes/{SECRET}", "/homes/<listing_id>"),
        (f"https://{SECRET}.example/search", "another site"),
        (f"{SPARK}/{SECRET}", "elsewhere"),
        (f"{SPARK}/auth/vow/danalee?state=a", f"{SPARK}/auth/vow/danalee"),
        (f"//[{SECRET}", "an address that cannot be read"),
    ],
)
def test_a_redirect_is_named_by_where_it_leads(target: str, shown: str) -> None:
    assert browser_messages.from_response(PRINTS, Response(headers={"Location": target})).value("Location") == shown


def test_a_cookies_own_name_and_attributes_are_not_shown() -> None:
    answer = Response()
    answer.headers.add("Set-Cookie", f"{SECRET}=a; SameSite={SECRET}; Path=/{SECRET}; HttpOnly")
    answer.headers.add("Set-Cookie", "a[b]=damaged; =; ;")
    answer.set_cookie("workshop", "whose-record-it-is")
    (cookie, *_) = browser_messages.cookies(PRINTS, answer)
    assert (cookie.value.name, cookie.flags) == ("another cookie", ("HttpOnly",))
    assert "whose-record-it-is" not in kept(*browser_messages.cookies(PRINTS, answer))
    assert PRINTS.secret("another cookie", "whose-record-it-is") not in [
        each.value for each in browser_messages.cookies(PRINTS, answer)
    ]


def answered(body: object) -> Message:
    answer = requests.Response()
    answer.status_code, answer._content = 200, json.dumps(body).encode()
    return spark_messages.from_response(PRINTS, requests.Request("GET", f"{SPARK}/v1/listings").prepare(), answer)
