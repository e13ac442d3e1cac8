from __future__ import annotations

import json
import re
import string
import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from app.spark.errors import Unavailable
from app.telemetry.logs import REDACTED, redact

WORD = string.ascii_letters + string.digits
tokens = st.text(WORD, min_size=16, max_size=64).filter(lambda t: re.search(r"\d", t) and re.search(r"[a-z]", t, re.I))
cookies = st.text(WORD + "-_", min_size=24, max_size=64).filter(
    lambda t: all(re.search(kind, t) for kind in ("[a-z]", "[A-Z]", "[0-9]"))
)
passwords = st.text(min_size=4).filter(lambda text: text.strip() == text and text.isprintable())
plain = st.text(string.ascii_letters + string.digits + "!#$%*+-./:;<=>?@^_|~", min_size=3).map(
    lambda text: text + "qZ7"
)
around = st.text(max_size=30)
PLACES = (
    "Authorization: OAuth {0}", "Bearer {0}", "{{'Authorization': 'OAuth {0}'}}", "[('Authorization', 'Bearer {0}')]",
    "Cookie: a=1; portal_session={0}; b=2", "('Set-Cookie', '__Host-session={0}; Path=/')", "b'Cookie: x={0}\\r\\n'",
    "DELETE /v1/oauth2/token/{0}", "GET /auth/callback?code={0}&state=x", "code={0}&grant_type=x", "x&state={0}&y",
    "access_token={0}", "refresh_token: {0}", 'Tokens("token", "{0}")', "client_secret='{0}'", "SECRET_KEY={0}",
    "postgresql+psycopg://vow:{0}@db/portal", "redis://:{0}@cache:6379/0", "api_key = {0}", "smtp_password={0} x",
)  # fmt: skip
"""Where a secret of any look is known by its place."""


@given(around, tokens | cookies, around)
def test_what_looks_like_a_token_is_blanked_wherever_it_stands(before: str, token: str, after: str) -> None:
    assert token not in redact(f"{before} {token} {after}")
    assert token not in redact(f"{before}/{token}'{after}")


@pytest.mark.parametrize("place", PLACES)
@given(secret=plain)
def test_a_secret_is_known_by_its_place(place: str, secret: str) -> None:
    assert secret not in redact(place.format(secret))


@given(passwords)
@example("it's")
@example('with "quotes" and, a comma')
@example("back\\slash and 'quote'")
def test_a_password_is_blanked_as_python_and_json_write_it(password: str) -> None:
    sent = {"before": 1, "password": password, "after": [2]}
    for text in (repr(sent), json.dumps(sent), repr(json.dumps(sent)), json.dumps(json.dumps(sent))):
        start = redact(text).split("password", 1)[1]
        assert start.removeprefix('"').lstrip("\\'\":, ").startswith(REDACTED)
        assert len(re.findall(r"[^\W\d_]", start.replace(REDACTED, ""))) <= len("after")


@given(st.emails())
def test_an_e_mail_address_is_blanked(address: str) -> None:
    for text in (f"to {address}", f"<{address}>", f"{{'{address}': (550, b'no such user')}}"):
        assert address not in redact(text)
        assert address.rsplit("@", 1)[0] not in redact(text) or len(address.rsplit("@", 1)[0]) < 4


def test_a_token_with_many_dashes_is_blanked_and_a_name_with_many_words_stays() -> None:
    assert redact("the cookie aB3-dE5_gH7-jK9_mN1-pQ3-sT8") == f"the cookie {REDACTED}"
    assert redact("GET /homes/4-bedroom-house-in-grand-forks") == "GET /homes/4-bedroom-house-in-grand-forks"


def test_an_address_in_an_address_is_blanked() -> None:
    assert redact("next=pat%40example.com") == REDACTED or "pat" not in redact("next=pat%40example.com")


def test_a_secret_of_the_portal_is_blanked_without_any_sign_of_it() -> None:
    assert redact("could not say swordfish to Spark", ["swordfish"]) == f"could not say {REDACTED} to Spark"


@pytest.mark.parametrize(
    "text",
    [
        "GET /homes/20100000000000000001 200 64 ms, Spark 2 calls 57 ms, consumer 0f3a9c2b1d44",
        str(Unavailable("no answer", status=500, request_id="0123456789abcdef0123456789abcdef")),
        "GET listings (status 503, request 0123456789ABCDEF0123456789abcdef)",
        "the sessions table does not answer: OperationalError",
        "request 123e4567-e89b-12d3-a456-426614174000",
        'File "/srv/portal/.venv/lib/python3.11/site-packages/flask/app.py", line 1511, in full_dispatch_request',
        'connection to server at "127.0.0.1", port 5432 failed: Connection refused',
        "Listening at: http://127.0.0.1:8000,http://127.0.0.1:9100 (4242)",
        "2026-11-24T18:02:11.123+00:00",
    ],
)
def test_what_an_operator_has_to_read_stays(text: str) -> None:
    assert redact(text) == text


@pytest.mark.parametrize(
    "part",
    ["?", "a", "a1", "-a", "a@", "@", "%40", "://", "://a", "token=", "token", 'token="', "token='\\", "cookie:",
     "bearer ", " ", "\\", "'", '"', "code", "oauth2/token/", "(status 1, request ", "(status 1, code 1, request a"],
)  # fmt: skip
def test_a_hostile_text_is_blanked_at_once(part: str) -> None:
    began = time.thread_time()
    redact(part * (60_000 // len(part)))
    assert time.thread_time() - began < 0.5
