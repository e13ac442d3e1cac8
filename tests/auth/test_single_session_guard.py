"""Whom a portal on a single-session key lets in, what it leaves out, and where no token is found."""

from __future__ import annotations

import io
import json

import pytest
import sqlalchemy as sa

from app.config import ConfigError, load
from app.db import Database, sessions
from tests.auth.conftest import Misbehave
from tests.auth.test_single_session import (
    Key,
    database_url,
    expire,
    held,
    key,
    new_key,
    opens,
    portal,
    row,
    says_it_has_ended,
)
from tests.conftest import Start
from tests.servers import Server, Visitor

__all__ = ["database_url", "key", "new_key", "portal"]


@pytest.mark.parametrize(
    ("address", "host"),
    [
        ("127.0.0.1", "evil.example"), ("127.0.0.1", "localhost.evil.example"), ("127.0.0.1", "10.0.0.5:8000"),
        ("127.0.0.1", "0.0.0.0"), ("127.0.0.1", "[::1"), ("127.0.0.1", "127.0.0.1@evil.example"), ("127.0.0.1", ""),
        ("10.0.0.5", "localhost"), ("2001:db8::1", "localhost"), ("", "localhost"),
    ],
)  # fmt: skip
def test_nobody_else_gets_a_page(address: str, host: str, portal: Server) -> None:
    client = portal.app.test_client()
    for path in ("/", "/home", "/search", "/health/live", "/static/icon.svg", "/nothing"):
        answer = client.get(path, headers={"Host": host}, environ_base={"REMOTE_ADDR": address})
        assert (answer.status_code, answer.mimetype) == (403, "text/plain"), path
        assert "single-session key" in answer.text
        assert "Location" not in answer.headers


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "[::1]"])
def test_this_machine_is_let_in_by_each_of_its_names(host: str, portal: Server) -> None:
    client = portal.app.test_client()
    for address in ("127.0.0.1", "::1"):
        answer = client.get("/home", headers={"Host": f"{host}:9"}, environ_base={"REMOTE_ADDR": address})
        assert answer.status_code == 200


def test_a_forwarded_address_counts_for_nothing(portal: Server) -> None:
    claims = {"X-Forwarded-For": "127.0.0.1", "X-Forwarded-Host": "localhost", "Host": "evil.example"}
    client = portal.app.test_client()
    assert client.get("/home", headers=claims).status_code == 403
    answer = client.get("/home", headers=claims | {"Host": "localhost"}, environ_base={"REMOTE_ADDR": "10.0.0.5"})
    assert answer.status_code == 403


@pytest.mark.parametrize("header", ["Forwarded", "Via", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-IP"])
def test_a_proxy_or_tunnel_on_this_machine_lets_nobody_in(header: str, portal: Server) -> None:
    answer = portal.app.test_client().get("/home", headers={"Host": "127.0.0.1", header: "203.0.113.9"})
    assert (answer.status_code, answer.mimetype) == (403, "text/plain")


def test_nobody_signs_in_or_out(start_portal: Start, key: Key, sandbox: Server, database: Database) -> None:
    portal = start_portal(**key, spark_password_grant="true")
    visitor = opens(portal)
    tokens = held(database)
    for path in ("/sign-out", "/agent", "/sign-in/password", "/p/danalee", "/auth/callback?code=a&state=b"):
        assert visitor.get(path, allow_redirects=False).headers["Location"] == "/home", path
    typed = {"to": "agents", "name": "sam@example.com", "password": "sandbox"}
    for path in ("/sign-out", "/sign-in", "/sign-in/password", "/agent"):
        assert visitor.post(path, typed, allow_redirects=False).headers["Location"] == "/home", path
    assert held(database) == tokens
    opens(portal)


def test_no_page_offers_to_sign_in_or_out(portal: Server) -> None:
    visitor = opens(portal)
    for path in ("/home", "/search", "/account", "/nothing"):
        visitor.get(path)
        assert not visitor.soup.select("form[action^='/sign-'], a[href^='/sign-']"), path


def test_a_cookie_of_somebody_who_was_signed_in_before_opens_nothing_else(start_portal: Start, key: Key) -> None:
    visitor = Visitor(start_portal().url)
    visitor.sign_in("Sam", portal=None, agent="Marcus")
    portal = start_portal(**key)
    visitor.home = portal.url
    visitor.get("/home")
    assert "Pat" in visitor.h1


def test_a_production_site_does_not_start_with_such_a_key(key: Key) -> None:
    with pytest.raises(ConfigError, match="SPARK_ACCESS_TOKEN: every visitor would act as the key's owner"):
        load(_env_file=None, app_env="production", **key)


def test_a_refresh_token_alone_is_a_fault(key: Key) -> None:
    with pytest.raises(ConfigError, match="SPARK_REFRESH_TOKEN: needs SPARK_ACCESS_TOKEN"):
        load(_env_file=None, spark_refresh_token=key["spark_refresh_token"])


def test_the_tokens_are_encrypted_in_the_database(portal: Server, key: Key, database: Database) -> None:
    opens(portal)
    kept = str(dict(row(database)._mapping)).encode()
    for token in (*key.values(), *held(database)):
        assert token.encode() not in kept


def test_no_token_is_in_a_page_or_in_the_log(
    portal: Server, key: Key, sandbox: Server, database: Database, log: io.StringIO, misbehave: Misbehave
) -> None:
    visitor = opens(portal)
    tokens = {*key.values(), *held(database)}
    expire(sandbox)
    for path in ("/home", "/search", "/nothing", "/account"):
        visitor.get(path)
    tokens |= {*held(database)}
    expire(sandbox)
    misbehave("grant", "refuse", times=None)
    says_it_has_ended(visitor)
    texts = [answer.text + json.dumps(dict(answer.headers)) for answer in visitor.answers]
    assert len(tokens) == 6
    assert not [text for text in (*texts, log.getvalue()) for token in tokens if token in text]


def test_without_the_key_nothing_of_it_stays(start_portal: Start, key: Key, database: Database) -> None:
    start_portal(**key)
    assert database.one(sa.select(sessions.c.role))
    start_portal()
    assert database.one(sa.select(sessions.c.role)) is None
