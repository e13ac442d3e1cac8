"""Settings refuse a bad deployment, with every fault at once."""

from __future__ import annotations

import traceback
from pathlib import Path

import pytest

from app.config import ConfigError, Settings, load

PRODUCTION = {
    "app_env": "production",
    "secret_key": "x" * 40,
    "spark_client_id": "id",
    "spark_client_secret": "secret",
    "spark_redirect_uri": "https://homes.example/auth/callback",
    "agent_phone": "701-555-0142",
}


def given(**values: str) -> Settings:
    return load(_env_file=None, **values)


def test_without_a_client_id_development_runs_on_the_sandbox() -> None:
    settings = given()
    assert settings.sandbox
    assert settings.sign_in_url == settings.api_url == "http://127.0.0.1:8001"
    assert settings.redirect_uri == "http://localhost:8000/auth/callback"


def test_three_settings_lead_to_the_real_spark() -> None:
    settings = given(
        spark_client_id="id", spark_client_secret="secret", spark_redirect_uri="https://homes.example/auth/callback"
    )
    assert not settings.sandbox
    assert (settings.sign_in_url, settings.api_url) == ("https://sparkplatform.com", "https://sparkapi.com")
    assert settings.client == ("id", "secret")
    assert settings.site == "https://homes.example"


@pytest.mark.parametrize("name", ["spark_sign_in_url", "spark_api_url", "spark_redirect_uri"])
@pytest.mark.parametrize(
    "url",
    [
        "http://sparkapi.com/auth/callback",
        "http://localhost.evil.example/auth/callback",
        "ftp://x/auth/callback",
        "sparkapi.com",
        "http://[::1",
        "https://x:99999999/auth/callback",
        "https://me:secret@x/auth/callback",
    ],
)
def test_plain_http_is_refused_off_this_machine(name: str, url: str) -> None:
    with pytest.raises(ConfigError, match=name.upper()):
        given(**{name: url})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("listen", "example.com"), ("listen", "127.0.0.1:80"), ("listen", "unix:/run/portal"), ("metrics_port", "8000"),
        ("image_hosts", "cdn.example.com"), ("image_hosts", "https://a.example; script-src *"),
        ("image_hosts", "https://a.example,https://b.example"), ("image_hosts", "https://*"), ("image_hosts", "http://a.b"),
        ("web_threads", "0"), ("web_concurrency", "-1"), ("trusted_proxies", "many"),
    ],
)  # fmt: skip
def test_a_server_that_cannot_be_is_refused(name: str, value: str) -> None:
    with pytest.raises(ConfigError, match=name.upper()):
        given(**{name: value})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("listen", "0.0.0.0"), ("listen", "::1"), ("listen", "localhost"), ("metrics_port", "9100"),
        ("image_hosts", "https://*.example.com https://cdn.example.com:8443"), ("image_hosts", ""),
    ],
)  # fmt: skip
def test_a_server_that_can_be_is_fine(name: str, value: str) -> None:
    assert str(getattr(given(**{name: value}), name)) == value


@pytest.mark.parametrize("url", ["http://localhost:9/", "http://127.0.0.1:9", "http://[::1]:9", "https://api.example"])
def test_loopback_and_https_are_fine(url: str) -> None:
    assert given(spark_api_url=url).api_url == url.rstrip("/")


def test_production_lists_all_faults_at_once() -> None:
    with pytest.raises(ConfigError) as refused:
        given(app_env="production", secret_key="short", spark_redirect_uri="http://127.0.0.1/auth/callback")
    for name in ("SECRET_KEY", "SPARK_CLIENT_ID", "SPARK_REDIRECT_URI", "AGENT_EMAIL"):
        assert name in str(refused.value)
    assert "short" not in str(refused.value)


def test_a_wrong_type_hides_no_other_fault_and_each_is_named_once() -> None:
    with pytest.raises(ConfigError) as refused:
        given(
            app_env="production", port="many", database_url="mysql://me:db-password@db/portal", spark_portal="Dana Lee",
            spark_redirect_uri="http://homes.example/auth/callback", secret_key_fallbacks="short,another",
        )  # fmt: skip
    first, *faults = str(refused.value).splitlines()
    assert first == "The portal cannot start with these settings:"
    assert sorted(fault.split(":")[0] for fault in faults) == [
        "- AGENT_EMAIL or AGENT_PHONE",
        "- DATABASE_URL",
        "- PORT",
        "- SECRET_KEY",
        "- SECRET_KEY_FALLBACKS",
        "- SPARK_CLIENT_ID",
        "- SPARK_PORTAL",
        "- SPARK_REDIRECT_URI",
    ]
    assert "- SPARK_PORTAL: give the portal's system name: lower-case letters, digits and hyphens." in faults
    assert "- SPARK_REDIRECT_URI: give an https:// address (http:// only for this machine)." in faults
    assert "db-password" not in "".join(traceback.format_exception(refused.value))


def test_a_production_without_a_secret_key_makes_none(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("app.config.INSTANCE", tmp_path / "instance")
    with pytest.raises(ConfigError, match="SECRET_KEY"):
        given(**(PRODUCTION | {"secret_key": ""}))
    assert not (tmp_path / "instance").exists()


def test_a_short_old_secret_is_a_fault() -> None:
    with pytest.raises(ConfigError, match="SECRET_KEY_FALLBACKS"):
        given(**PRODUCTION, secret_key_fallbacks="short")


def test_a_secret_of_this_machine_is_made_once_for_its_owner_only(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("app.config.INSTANCE", tmp_path)
    made = given().secrets
    assert made == given().secrets
    assert len(made[0]) >= 32
    assert (tmp_path / "secret-key").stat().st_mode & 0o077 == 0


def test_a_good_production_starts() -> None:
    assert given(**PRODUCTION).production


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("spark_portal", "Dana Lee"),
        ("brand_color", "red;} body{display:none"),
        ("spark_auth_scheme", "Basic"),
        ("app_env", "staging"),
        ("port", "many"),
        ("database_url", "mysql://db/portal"),
        ("database_url", "postgres://db:x/portal"),
        ("database_url", "portal.db"),
        ("database_url", "sqlite://"),
        ("database_url", "sqlite:///:memory:"),
        ("spark_redirect_uri", "https://homes.example/callback"),
    ],
)
def test_a_wrong_value_is_named(name: str, value: str) -> None:
    with pytest.raises(ConfigError, match=name.upper()):
        given(**{name: value})


MAIL = {"smtp_host": "mail.example.com", "smtp_from": "Portal <portal@homes.example>"}


@pytest.mark.parametrize(
    ("name", "changed"),
    [
        ("SMTP_FROM", {"smtp_from": ""}),
        ("SMTP_FROM", {"smtp_from": "the portal"}),
        ("SMTP_PASSWORD", {"smtp_user": "portal"}),
        ("SMTP_USER", {"smtp_password": "a password"}),
        ("SMTP_SECURITY", {"smtp_security": "none"}),
    ],
)
def test_a_mail_server_that_cannot_be_used_is_named(name: str, changed: dict[str, str]) -> None:
    with pytest.raises(ConfigError, match=name):
        given(**MAIL | changed)


@pytest.mark.parametrize("changed", [{}, {"smtp_host": "127.0.0.1", "smtp_security": "none"}])
def test_a_mail_server_may_be_elsewhere_encrypted_or_on_this_machine(changed: dict[str, str]) -> None:
    assert given(**MAIL | changed).smtp_host


def test_a_client_id_needs_its_secret() -> None:
    with pytest.raises(ConfigError, match="SPARK_CLIENT_SECRET"):
        given(spark_client_id="id")


def test_a_fault_never_prints_a_secret() -> None:
    with pytest.raises(ConfigError) as refused:
        given(**PRODUCTION, secret_key_fallbacks="an-old-one", app_env2="x", port="hunter2-is-secret")
    assert "hunter2" not in str(refused.value)


@pytest.mark.parametrize("scheme", ["postgres", "postgresql"])
def test_both_spellings_of_postgres_work(scheme: str) -> None:
    assert given(database_url=f"{scheme}://me@db/portal").database == "postgresql+psycopg://me@db/portal"


def test_secrets_rotate_by_one_setting() -> None:
    assert given(secret_key="new", secret_key_fallbacks=" old , older,").secrets == ("new", "old", "older")
    assert "new" not in repr(given(secret_key="new"))


def test_the_tokens_of_a_single_session_key_are_in_no_printed_settings() -> None:
    settings = given(spark_access_token="an-access-token", spark_refresh_token="a-refresh-token")
    assert settings.single_session == ("an-access-token", "a-refresh-token")
    assert "-token" not in f"{settings!r} {settings}"
