"""With WORKSHOP off there is no route, no capture and no cost; in production it cannot be on."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from blinker import ANY
from flask import got_request_exception, request_finished, request_started

from app.auth import views
from app.auth.signals import sign_in_finished
from app.config import ROOT, ConfigError, DemoSettings, Settings, load
from app.spark.transport import SparkOAuthSession, exchanged
from tests.conftest import Start
from tests.servers import Server, Visitor

PRODUCTION = {
    "app_env": "production",
    "secret_key": "x" * 32,
    "spark_client_id": "id",
    "spark_client_secret": "secret",
    "spark_redirect_uri": "https://homes.example/auth/callback",
    "agent_email": "dana@example.com",
}


def test_there_is_no_page_of_it_and_no_cookie(portal: Server, visitor: Visitor) -> None:
    visitor.sign_in()
    for path in ("/workshop/flow", "/workshop/flow.json", "/workshop/habits", "/workshop/lessons"):
        assert visitor.get(path).status_code == 404
    assert set(visitor.http.cookies.keys()) == {"portal_session"}
    assert not [rule for rule in portal.app.url_map.iter_rules() if "workshop" in rule.rule]


def test_nothing_listens(portal: Server) -> None:
    for signal in (request_started, request_finished, got_request_exception):
        heard = [receiver.__module__ for receiver in signal.receivers_for(portal.app)]
        assert not [module for module in heard if module.startswith("workshop")]
    assert portal.app.extensions["oauth_app"].client_cls is SparkOAuthSession
    assert portal.app.view_functions["auth.callback"] is views.callback
    assert "workshop" not in portal.app.extensions


def test_on_it_does_listen_and_replaces_nothing(start_portal: Start) -> None:
    app = start_portal(workshop="true").app
    heard = [receiver.__module__ for receiver in request_started.receivers_for(app)]
    assert "workshop.recorder" in heard
    for signal in (exchanged, sign_in_finished):
        assert "workshop.recorder" in [receiver.__module__ for receiver in signal.receivers_for(ANY)]
    assert app.extensions["oauth_app"].client_cls is SparkOAuthSession
    assert app.view_functions["auth.callback"] is views.callback


def test_not_even_its_code_is_read_so_nothing_of_it_listens(tmp_path: Path) -> None:
    script = "import sys, wsgi; print([name for name in sys.modules if name.startswith('workshop')])"
    database = f"sqlite:///{tmp_path / 'portal.db'}"
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, env=os.environ | {"DATABASE_URL": database, "WORKSHOP": "false"},
        capture_output=True, text=True, timeout=60, check=True,
    )  # fmt: skip
    assert done.stdout.strip() == "[]"


def test_production_refuses_to_start_with_it() -> None:
    assert load(_env_file=None, **PRODUCTION).workshop is False
    with pytest.raises(ConfigError, match="WORKSHOP: breaks sign-ins on purpose"):
        load(_env_file=None, **PRODUCTION, workshop="true")


def test_it_is_off_unless_asked_for_and_on_for_the_demo() -> None:
    assert load(_env_file=None).workshop is False
    assert load(DemoSettings, _env_file=None).workshop is True
    assert load(DemoSettings, _env_file=None, workshop="false").workshop is False
    assert issubclass(DemoSettings, Settings)
