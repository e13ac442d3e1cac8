"""What Spark's grant may answer: only the access token is certain, and nothing odd ends in a fault of ours."""

from __future__ import annotations

import io
import json
import time
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
import sqlalchemy as sa
from flask import Flask, Response

from app.db import Database, sessions
from app.session import Cipher
from tests.conftest import SECRET, Start
from tests.servers import Server, Visitor


@dataclass
class Grant:
    body: str = ""
    status: int = 200


@pytest.fixture
def grant() -> Grant:
    return Grant()


@pytest.fixture
def visitor(grant: Grant, start_portal: Start) -> Iterator[Visitor]:
    """A visitor of a portal whose grants answer as told."""
    app = Flask("grants")

    @app.post("/v1/oauth2/grant")
    def answer() -> Response:
        return Response(grant.body, grant.status, content_type="application/json")

    with Server().serving(app) as server:
        yield Visitor(start_portal(spark_api_url=server.url).url)


@pytest.mark.parametrize("status", [302, 400, 401, 403, 429, 500])
def test_a_token_in_an_answer_of_another_status_is_none(status: int, grant: Grant, visitor: Visitor) -> None:
    back = visitor.come_back()
    grant.body, grant.status = '{"access_token": "abc"}', status
    assert visitor.get(back).status_code == (503 if status == 429 else 502)
    assert visitor.get("/home", allow_redirects=False).status_code == 302


@pytest.mark.parametrize(
    "body",
    [
        '{"access_token": "abc", "expires_in": Infinity}', '{"access_token": "abc", "expires_in": 1e999}',
        '{"access_token": "abc", "expires_in": NaN}', '{"access_token": "abc", "expires_in": "soon"}',
        '{"access_token": "abc", "expires_in": [1]}', '{"access_token": "abc", "expires_at": 1e999}',
        '{"access_token": {"a": 1}}', '{"access_token": "a b"}', '{"access_token": "a\\r\\nX: y"}',
        '{"error": {"a": 1}}', '{"error": ["invalid_grant"]}', "[" * 100_000,
        '{"access_token": "abc", "x": ' + "[" * 100_000 + "]" * 100_000 + "}",
    ],
)  # fmt: skip
def test_an_odd_grant_ends_on_the_calm_page(body: str, grant: Grant, visitor: Visitor) -> None:
    back = visitor.come_back()
    grant.body = body
    assert visitor.get(back).status_code == 502
    assert visitor.h1 == "Sign-in did not finish"


@pytest.mark.parametrize(
    "rest",
    ['"expires_in": 1' + "0" * 400, '"expires_in": "1' + "0" * 400 + '"', '"expires_in": true', '"expires_in": null',
     '"refresh_token": "\\ud800"', '"refresh_token": {"a": 1}', '"refresh_token": ""', '"token_type": 7'],
)  # fmt: skip
def test_an_oddity_beside_the_access_token_is_left_out(
    rest: str, grant: Grant, visitor: Visitor, database: Database
) -> None:
    back = visitor.come_back()
    grant.body = f'{{"access_token": "abc", {rest}}}'
    assert visitor.get(back, allow_redirects=False).headers["Location"] == "/home"
    assert (row(database).refresh_token, row(database).renew_at) == (None, None)


def test_the_refresh_token_and_when_to_use_it_are_kept(grant: Grant, visitor: Visitor, database: Database) -> None:
    back = visitor.come_back()
    grant.body = json.dumps({"access_token": "abc", "refresh_token": "def", "expires_in": "3600"})
    visitor.get(back, allow_redirects=False)
    kept = row(database)
    assert Cipher([SECRET]).decrypt(kept.refresh_token, bytes(kept.id)) == b"def"
    assert kept.renew_at == pytest.approx(time.time() + 1800, abs=5)


def test_the_providers_words_about_a_grant_stay_out_of_the_log(
    grant: Grant, visitor: Visitor, log: io.StringIO
) -> None:
    back = visitor.come_back()
    grant.body = json.dumps({"error": "Hello\nWorld", "error_description": "Boo"})
    visitor.get(back)
    assert "World" not in log.getvalue()
    assert "Boo" not in log.getvalue() + visitor.page.text


def test_only_a_visit_calls_back(grant: Grant, visitor: Visitor) -> None:
    back = visitor.come_back()
    grant.body = '{"access_token": "abc"}'
    assert visitor.post(back).status_code == 405
    assert visitor.http.head(back, timeout=5).status_code == 400
    assert visitor.get(back, allow_redirects=False).headers["Location"] == "/home"


def row(database: Database) -> sa.Row[tuple[object, ...]]:
    with database.engine.connect() as connection:
        return connection.execute(sa.select(sessions)).one()


def test_without_a_new_refresh_token_the_old_one_is_used_ahead_of_time_again(
    grant: Grant, visitor: Visitor, database: Database
) -> None:
    back = visitor.come_back()
    grant.body = '{"access_token": "first", "refresh_token": "old", "expires_in": 3600}'
    visitor.get(back, allow_redirects=False)
    grant.body = '{"access_token": "next", "refresh_token": null, "expires_in": 3600}'
    for renewals in (1, 2):
        with database.write() as connection:
            connection.execute(sessions.update().values(renew_at=time.time() - 1))
        visitor.get("/home")
        kept = row(database)
        assert (kept.version, kept.renew_at) == (renewals, pytest.approx(time.time() + 1800, abs=5))


def test_without_any_refresh_token_nothing_is_renewed_ahead_of_time(
    grant: Grant, visitor: Visitor, database: Database
) -> None:
    back = visitor.come_back()
    grant.body = '{"access_token": "only", "expires_in": 0.01}'
    visitor.get(back, allow_redirects=False)
    visitor.get("/home")
    assert row(database).version == 0
