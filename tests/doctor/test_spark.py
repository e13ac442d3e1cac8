"""What the doctor asks Spark."""

from __future__ import annotations

import socket
import time
from types import SimpleNamespace

import pytest
import requests
from flask import Flask, redirect
from werkzeug import Response

from tests.doctor.report import Ask
from tests.servers import Server, free_port


def key_token(sandbox: Server) -> str:
    """An access token of a consumer, as a single-session key has one of its owner."""
    asked = {"client_id": "sandbox-client", "client_secret": "sandbox-secret", "grant_type": "password"}
    person = {"username": "pat@example.com", "password": "sandbox"}
    token: str = requests.post(f"{sandbox.url}/v1/oauth2/grant", json=asked | person, timeout=5).json()["access_token"]
    return token


@pytest.mark.parametrize("changed", [{"spark_client_secret": "wrong-secret"}, {"spark_client_id": "another"}])
def test_a_wrong_key_is_a_fault(ask: Ask, changed: dict[str, str]) -> None:
    report = ask(**changed)
    assert report.line("client").startswith("fault")
    assert "SPARK_CLIENT_SECRET" in report.line("client")
    assert report.status == 1


@pytest.mark.parametrize("switched", ["500", "html", "empty", "list"])
def test_a_trial_of_the_key_that_tells_nothing_is_only_a_warning(ask: Ask, sandbox: Server, switched: str) -> None:
    requests.post(f"{sandbox.url}/sandbox/switches", json={"where": "grant", "what": switched}, timeout=5)
    report = ask()
    assert report.line("client").startswith("warning")
    assert report.status == 0


def test_a_redirect_uri_that_is_not_registered_is_named_to_the_letter(ask: Ask) -> None:
    report = ask(spark_redirect_uri="http://[::1]:8000/auth/callback")
    assert report.line("redirect URI").startswith("fault")
    assert report.line("redirect URI").endswith(" http://[::1]:8000/auth/callback")
    assert report.status == 1


@pytest.mark.parametrize(
    ("status", "error", "level"),
    [
        (302, "redirect_uri_mismatch", "fault"),
        (302, "unauthorized_client", "warning"),
        (302, "", "ok"),
        (404, "", "fault"),
        (429, "", "warning"),
        (503, "", "warning"),
    ],
)
def test_the_sign_in_page_is_judged_by_where_it_leads(ask: Ask, status: int, error: str, level: str) -> None:
    other = Flask("another_spark")

    @other.get("/auth/vow")
    def vow() -> Response:
        to = f"https://spark.example/sign-in?error={error}" if error else "https://spark.example/sign-in"
        return redirect(to) if status == 302 else Response("", status)

    with Server().serving(other) as server:
        report = ask(spark_sign_in_url=server.url, spark_portal="")
    assert report.line("redirect URI").startswith(level)
    assert report.status == int(level == "fault")


def test_an_unknown_portal_is_a_fault(ask: Ask) -> None:
    report = ask(spark_portal="nobody")
    assert report.line("portal").startswith("fault")
    assert "SPARK_PORTAL" in report.line("portal")
    assert report.status == 1


@pytest.mark.parametrize("switched", ["html", "503", "401"])
def test_what_answers_unlike_spark_is_a_warning(ask: Ask, sandbox: Server, switched: str) -> None:
    requests.post(f"{sandbox.url}/sandbox/switches", json={"where": "api", "what": switched}, timeout=5)
    assert ask().line("Spark").startswith("warning")


@pytest.mark.parametrize(("apart", "level"), [(30, "ok"), (-120, "warning"), (120, "warning"), (-3600, "fault")])
def test_a_clock_that_is_off_is_told(ask: Ask, monkeypatch: pytest.MonkeyPatch, apart: int, level: str) -> None:
    monkeypatch.setattr("app.doctor.spark.time", SimpleNamespace(time=lambda: time.time() + apart))
    assert ask().line("clock").startswith(level)


def test_without_a_network_it_ends_in_seconds(ask: Ask) -> None:
    away, began = f"http://127.0.0.1:{free_port()}", time.monotonic()
    report = ask(spark_api_url=away, spark_sign_in_url=away)
    assert report.line("Spark").startswith("fault")
    assert away in report.line("Spark")
    assert report.status == 1
    assert time.monotonic() - began < 5


def test_a_host_that_says_nothing_is_asked_once(ask: Ask) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        away, began = f"http://127.0.0.1:{silent.getsockname()[1]}", time.monotonic()
        report = ask(spark_api_url=away, spark_sign_in_url=away)
    assert report.line("Spark").startswith("fault")
    assert time.monotonic() - began < 5


def test_a_sandbox_that_is_not_started_is_no_fault(ask: Ask) -> None:
    away = f"http://127.0.0.1:{free_port()}"
    report = ask(spark_client_id="", spark_api_url=away, spark_sign_in_url=away)
    assert report.line("Spark").startswith("warning")
    assert "make run" in report.line("Spark")
    assert report.status == 0


def test_a_single_session_key_is_a_warning_and_tells_what_the_mls_demands(ask: Ask, sandbox: Server) -> None:
    token = key_token(sandbox)
    report = ask(spark_access_token=token, secret_key_fallbacks="older-secret")
    assert report.line("single key").startswith("warning")
    assert report.line("MLS").startswith("ok")
    for shown in ("Prairie MLS", "disclaimer is there", "results must show ListOfficeName;", "IDXLogo"):
        assert shown in report.line("MLS")
    assert token not in report.text
    assert "1 older" in report.line("secret")


def test_a_token_that_spark_refuses_is_a_warning(ask: Ask) -> None:
    report = ask(spark_access_token="key-tok")
    assert report.line("MLS").startswith("warning")
    assert "code 1000" in report.line("MLS")
