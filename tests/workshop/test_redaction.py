"""Whatever a browser, Spark or a plug-in sends, and wherever they put it: no secret gets into the workshop's record."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from urllib.parse import quote, urlencode

import pytest
import requests
from flask import Flask, Response, request
from hypothesis import HealthCheck, example, given
from hypothesis import settings as trying
from hypothesis import strategies as st
from werkzeug.test import EnvironBuilder

from app import create_app
from tests.conftest import settings
from workshop import browser_messages, spark_messages
from workshop.record import Message, Secret
from workshop.redaction import Fingerprints

SITE, SPARK = "http://localhost:8000", "http://127.0.0.1:8001"
PRINTS = Fingerprints()
FORM = "application/x-www-form-urlencoded"

letters, digits = "abcdefghijklmnopqrstuvwxyz", "0123456789"
words = st.one_of(
    st.text(letters + digits, min_size=23, max_size=23),  # as Spark's are
    st.text(letters, min_size=12, max_size=40),
    st.text(letters + "_", min_size=12, max_size=40),
    st.text(letters + letters.upper() + digits + "-_.~+/=", min_size=12, max_size=60),
)
secrets = st.one_of(words.map(lambda word: f"zq{word}"), st.text(digits, min_size=8, max_size=40))
"""Of every shape that a token may have, but no word of ours."""
NAMES = """
    code state error error_description to portal wanted csrf_token access_token refresh_token expires_in token_type
    grant_type redirect_uri client_id client_secret username password response_type _filter _limit _expand _orderby
    Success Message Code D
"""
name = st.sampled_from(NAMES.split())
quick = trying(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    database = f"sqlite:///{tmp_path_factory.mktemp('workshop')}/portal.db"
    app = create_app(settings(SITE, SPARK, database, workshop="true"))
    yield app
    app.extensions["database"].engine.dispose()


def kept(message: object) -> str:
    return json.dumps(asdict(message), ensure_ascii=False)  # type: ignore[call-overload]  # Message or Cookie


def places(secret: str, known: str) -> Iterator[EnvironBuilder]:
    """The secret in each part of a browser's request, under a name that is known and as a name."""
    for path in ("/auth/callback", "/sign-in", f"/homes/{quote(secret, safe='')}", f"/{quote(secret, safe='')}"):
        for values in ((known, secret), (secret, known), (secret, secret)):
            yield EnvironBuilder(path, query_string=urlencode([values]))
            yield EnvironBuilder(path, method="POST", data=urlencode([values]), content_type=FORM)
            cookies = f"portal_session={secret}; other={secret}; workshop={secret}"
            yield EnvironBuilder(path, headers=[("Cookie", cookies), ("Referer", secret)])
            yield EnvironBuilder(path, headers=[("Authorization", f"OAuth {secret}"), ("X-Own", secret)])
        yield EnvironBuilder(path, method="POST", data=secret, content_type="application/json")


@quick
@given(secrets, name)
@example("accessdeniedaccessdenied", "error")
def test_nothing_that_a_browser_sends_is_kept_as_it_is(app: Flask, secret: str, known: str) -> None:
    for builder in places(secret, known):
        with app.request_context(builder.get_environ()):
            message = browser_messages.from_request(PRINTS, request)
        assert secret not in kept(message)
        builder.close()


@quick
@given(secrets, name)
def test_nothing_that_the_portal_answers_is_kept_as_it_is(app: Flask, secret: str, known: str) -> None:
    query = f"?{known}={quote(secret)}&{quote(secret)}={known}"
    targets = [f"{SPARK}/auth/vow/{quote(secret)}", f"{SPARK}/auth/vow{query}", f"{SPARK}/{quote(secret)}{query}"]
    targets += [f"/{quote(secret)}", f"/search{query}", f"https://{quote(secret)}.example/{query}", f"//[{secret}"]
    for target in targets:
        answer = Response(secret, headers={"Location": target, "Cache-Control": secret, "X-Own": secret})
        answer.set_cookie("portal_session", secret, path=f"/{letters}")
        answer.set_cookie("other", secret)
        answer.headers.add("Set-Cookie", f"portal_session={secret}; SameSite={secret}; Path={secret}")
        with app.test_request_context():
            message, cookies = browser_messages.from_response(PRINTS, answer), browser_messages.cookies(PRINTS, answer)
        assert secret not in kept(message) + "".join(map(kept, cookies))


def bodies(secret: str, known: str) -> Iterator[bytes]:
    for value in (secret, [secret], {known: secret}, {secret: known}, {known: {known: secret}}, {known: [secret]}):
        yield json.dumps(value).encode()
        yield json.dumps({"D": value}).encode()
        yield json.dumps({"D": {"Results": value, known: value}}).encode()
    yield secret.encode()
    yield f"{known}={secret}&{secret}={known}".encode()


@quick
@given(secrets, name)
def test_nothing_that_goes_to_spark_or_comes_from_it_is_kept_as_it_is(app: Flask, secret: str, known: str) -> None:
    hidden = quote(secret, safe="")
    paths = ("/v1/oauth2/grant", f"/v1/oauth2/token/{hidden}", f"/v1/listings/{hidden}", f"/{hidden}/v1/listings", "")
    for path in paths:
        for body in bodies(secret, known):
            asked = _sent(f"{SPARK}{path}?{known}={hidden}&{hidden}={known}", body, secret)
            answer = _answer(body, secret)
            with app.test_request_context():
                messages = (
                    spark_messages.from_request(PRINTS, asked),
                    spark_messages.from_response(PRINTS, asked, answer),
                )
            assert secret not in "".join(map(kept, messages))


@pytest.mark.parametrize("error", [requests.Timeout, requests.ConnectionError, ValueError, OSError])
def test_a_fault_is_told_without_its_words(error: type[Exception]) -> None:
    assert spark_messages.fault(error("https://sparkapi.com/v1/oauth2/token/s3cr3t")) in {
        "timed out",
        "no connection",
        "failed",
    }


def test_a_password_leaves_not_even_its_length(app: Flask) -> None:
    asked = _sent(f"{SPARK}/v1/oauth2/grant", b'{"grant_type": "password", "username": "pat", "password": "hush"}', "x")
    with app.test_request_context():
        message = spark_messages.from_request(PRINTS, asked)
    assert message.value("password") == message.value("username") == "(not kept)"
    assert message.value("grant_type") == "password"


def test_equal_secrets_have_equal_marks_and_others_have_others() -> None:
    first, same, other = (PRINTS.secret("state", value) for value in ("a-value", "a-value", "b-value"))
    assert first == same == Secret("state", 7, first.mark)
    assert first.mark != other.mark
    assert len(first.mark) == 7


def test_marks_of_another_process_are_others() -> None:
    assert Fingerprints().secret("state", "a-value") != Fingerprints().secret("state", "a-value")


def test_what_is_known_to_be_harmless_is_shown(app: Flask) -> None:
    asked = _sent(f"{SPARK}/v1/listings?_limit=24&_expand=Photos,Rooms&_filter=City", b"", "token")
    with app.test_request_context("/auth/callback?error=access_denied&state=abc&x=1"):
        browser = browser_messages.from_request(PRINTS, request)
        spark = spark_messages.from_request(PRINTS, asked)
    assert browser == Message(
        ("GET", "/auth/callback"), (), (("error", "access_denied"), ("state", PRINTS.secret("state", "abc"))), 1
    )
    assert spark.line == ("POST", "127.0.0.1:8001/", "v1", "listings")
    assert spark.values[:2] == (("_limit", "24"), ("_expand", "Photos,Rooms"))
    assert spark.headers[0] == ("Authorization: OAuth", PRINTS.secret("access_token", "token"))


def _sent(url: str, body: bytes, secret: str) -> requests.PreparedRequest:
    headers = {"Authorization": f"OAuth {secret}", "Content-Type": secret, "Accept": secret, "X-Own": secret}
    headers = {name: value.strip() for name, value in headers.items()}
    return requests.Request("POST", url, headers=headers, data=body).prepare()


def _answer(body: bytes, secret: str) -> requests.Response:
    answer = requests.Response()
    answer.status_code, answer._content = 200, body
    answer.headers.update({"Content-Type": secret, "Retry-After": secret, "X-Request-Id": secret})
    return answer
