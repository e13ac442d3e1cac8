from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable

import pytest

from app.config import ROOT
from app.db import Database
from tests.conftest import SECRET, Start
from tests.refresh.spark import Spark
from tests.servers import Server, Visitor

PORT = "9464"
Metrics = Callable[[], dict[str, float]]


@pytest.fixture
def portal(start_portal: Start) -> Server:
    return start_portal(metrics_port=PORT, spark_password_grant="true")


@pytest.fixture
def metrics(portal: Server) -> Metrics:
    """What has been counted since the last look, by name and labels; sessions as they are."""
    seen: dict[str, float] = {}

    def new() -> dict[str, float]:
        before, now = dict(seen), values(asked(portal))
        seen.update(now)
        gauge = "portal_sessions"
        return {name: value - (0 if gauge in name else before.get(name, 0)) for name, value in now.items()}

    new()
    return new


def asked(portal: Server, path: str = "/metrics", port: str = PORT, status: int = 200) -> str:
    """Of the portal, as its server does for the listener on this port."""
    answer = portal.app.test_client().get(path, environ_overrides={"SERVER_PORT": port})
    assert answer.status_code == status
    return answer.text


def values(text: str) -> dict[str, float]:
    return {name: float(value) for name, value in re.findall(r"^([a-z].*) (\S+)$", text, re.MULTILINE)}


def test_without_a_port_nothing_is_loaded(database_url: str) -> None:
    code = "import sys; from app import create_app; create_app(); assert 'prometheus_client' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True, env={**os.environ, "DATABASE_URL": database_url})


def test_the_metrics_port_has_metrics_and_nothing_else(portal: Server) -> None:
    assert "portal_requests_total" in asked(portal)
    for path in ("/", "/home", "/health/live", "/static/css/portal.css", "/metrics/"):
        assert asked(portal, path, status=404) == "Only /metrics is here.\n"


def test_the_portals_port_has_no_metrics(portal: Server) -> None:
    stranger = Visitor(portal.url)
    assert stranger.get("/metrics", headers={"Host": f"127.0.0.1:{PORT}"}).status_code in {404, 421}
    assert "portal_requests" not in stranger.page.text


def test_a_visit_is_counted(visitor: Visitor, metrics: Metrics) -> None:
    visitor.sign_in()
    metrics()
    assert [visitor.get(path).status_code for path in ("/search", "/search", "/nothing")] == [200, 200, 404]
    counted = metrics()
    assert counted['portal_requests_total{endpoint="search.show",method="GET",status="200"}'] == 2
    assert counted['portal_requests_total{endpoint="none",method="GET",status="404"}'] == 1
    assert counted['portal_request_seconds_count{endpoint="search.show"}'] == 2
    assert 0 < counted['portal_request_seconds_sum{endpoint="search.show"}'] < 20
    assert counted['portal_spark_calls_total{service="GET listings",status="200"}'] >= 2
    assert counted['portal_spark_call_seconds_count{service="GET listings"}'] >= 2
    assert counted['portal_sessions{kind="consumer"}'] == 1


def test_times_are_counted_in_these_steps_of_seconds(portal: Server, visitor: Visitor) -> None:
    """Whoever watches the portal has charts and alarms that name them."""
    visitor.sign_in()
    visitor.get("/search")
    steps = ["0.025", "0.05", "0.1", "0.25", "0.5", "1.0", "2.5", "5.0", "10.0", "30.0", "+Inf"]
    for name, label in (("portal_request", 'endpoint="search.show"'), ("portal_spark_call", 'service="GET listings"')):
        lines = [line for line in values(asked(portal)) if line.startswith(f"{name}_seconds_bucket") and label in line]
        assert re.findall(r'\ble="(.+?)"', " ".join(lines)) == steps


def test_a_spark_that_does_not_answer_is_counted(visitor: Visitor, metrics: Metrics, spark: Spark) -> None:
    visitor.sign_in()
    spark.misbehave("api", "503", path="/v1/listings", times=None)
    visitor.get("/search")
    assert metrics()['portal_spark_calls_total{service="GET listings",status="503"}'] >= 1
    spark.behave()


@pytest.fixture
def spark(sandbox: Server) -> Spark:
    return Spark(sandbox)


def test_sign_ins_are_counted_by_where_they_lead_and_how_they_end(visitor: Visitor, metrics: Metrics) -> None:
    visitor.sign_in(portal="danalee")
    visitor.press("Sign out")
    visitor.sign_in(portal=None, agent="Dana")
    visitor.press("Sign out")
    visitor.go_to_spark()
    visitor.press("Pat")
    visitor.press("Don’t allow")
    visitor.get("/auth/callback?code=abc&state=abc")
    counted = {name: count for name, count in metrics().items() if "sign_ins_total" in name and count}
    assert counted == {
        'portal_sign_ins_total{endpoint="portal",result="ok"}': 1,
        'portal_sign_ins_total{endpoint="vow",result="ok"}': 1,
        'portal_sign_ins_total{endpoint="portal",result="refused"}': 1,
        'portal_sign_ins_total{endpoint="unknown",result="not-started-here"}': 1,
    }


def test_agents_and_passwords_are_counted_apart(portal: Server, visitor: Visitor, metrics: Metrics) -> None:
    visitor.get("/agent")
    visitor.press("Sign in")
    visitor.press("Dana")
    visitor.press("Allow")
    for password in ("wrong", "sandbox"):
        consumer = Visitor(portal.url)
        consumer.get("/sign-in/password")
        consumer.press("Sign in", name="pat@example.com", password=password)
    counted = {name: count for name, count in metrics().items() if "sign_ins_total" in name and count}
    assert counted == {
        'portal_sign_ins_total{endpoint="agent",result="ok"}': 1,
        'portal_sign_ins_total{endpoint="password",result="refused"}': 1,
        'portal_sign_ins_total{endpoint="password",result="ok"}': 1,
    }


def test_renewals_are_counted_by_how_they_end(visitor: Visitor, metrics: Metrics, spark: Spark) -> None:
    name = 'portal_token_refreshes_total{{result="{}"}}'.format
    visitor.sign_in()
    spark.expire()
    visitor.get("/search")
    assert metrics()[name("renewed")] == 1
    spark.expire()
    spark.misbehave("grant", "500", times=None)
    visitor.get("/search")
    assert metrics()[name("unavailable")] == 1
    spark.behave()
    spark.misbehave("grant", "refuse", times=1)
    visitor.get("/search")
    assert metrics()[name("refused")] == 1


def test_no_visitor_can_choose_a_label(visitor: Visitor, metrics: Metrics) -> None:
    visitor.http.request("BREW", f"{visitor.home}/coffee", timeout=5)
    visitor.get("/homes/20100000000000000001/pat@example.com")
    assert not {name for name, count in metrics().items() if count and re.search("BREW|coffee|2010|example", name)}


def test_the_metrics_tell_nothing_about_a_person(portal: Server, visitor: Visitor) -> None:
    visitor.sign_in("Pat", portal="danalee")
    visitor.get("/search")
    text, cookie = asked(portal), next(iter(visitor.http.cookies)).value or "no cookie"
    for word in ("danalee", "Pat", "Olsen", "@", cookie, "sandbox-secret", SECRET):
        assert word not in text
    assert not re.search(r"\d{20}|[0-9a-f]{12}", re.sub(r" \S+$", "", text, flags=re.MULTILINE))


def test_without_a_database_the_sessions_are_missing_and_the_rest_is_there(portal: Server, database: Database) -> None:
    assert 'portal_sessions{kind="attempt"} 0.0' in asked(portal)
    with database.write() as connection:
        connection.exec_driver_sql("alter table sessions rename to gone")
    assert "portal_requests_total" in asked(portal)
    assert "portal_sessions{" not in asked(portal)
