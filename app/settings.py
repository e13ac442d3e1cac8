"""Every setting of the portal: its name, type, default and rule. They come from the environment and from `.env`."""

from __future__ import annotations

import re
import secrets
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from flask import current_app
from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

ROOT = Path(__file__).parent.parent
INSTANCE = ROOT / "instance"
WORKSHOP = ROOT / "app" / "workshop" / "__init__.py"
LOOPBACK = {"localhost", "127.0.0.1", "::1"}
PORTAL_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,62}")
COLOR = re.compile(r"#[0-9a-fA-F]{6}|oklch\([0-9.% ]{1,40}\)")


class Settings(BaseSettings):
    """Names as in the environment, lower case here. Blank means "not set"."""

    model_config = SettingsConfigDict(env_file=ROOT / ".env", env_ignore_empty=True, extra="ignore", frozen=True)

    app_env: Literal["development", "production"] = "development"
    listen: str = "127.0.0.1"
    port: int = 8000
    sandbox_port: int = 8001
    secret_key: SecretStr = SecretStr("")
    secret_key_fallbacks: SecretStr = SecretStr("")
    database_url: SecretStr = SecretStr("")
    spark_client_id: str = ""
    spark_client_secret: SecretStr = SecretStr("")
    spark_redirect_uri: str = ""
    spark_portal: str = ""
    spark_sign_in_url: str = ""
    spark_api_url: str = ""
    spark_auth_scheme: Literal["OAuth", "Bearer"] = "OAuth"
    spark_user_agent: str = "VOW-Portal"
    spark_refresh_at: float = Field(default=0.5, gt=0, le=1)
    spark_password_grant: bool = False
    spark_access_token: SecretStr = SecretStr("")
    spark_refresh_token: SecretStr = SecretStr("")
    brand_name: str = ""
    brand_color: str = ""
    brand_logo: str = ""
    agent_name: str = ""
    agent_email: str = ""
    agent_phone: str = ""
    brokerage_name: str = ""
    terms_gate: bool = True
    results_cap: int = Field(default=500, ge=24)
    copyright_contact: str = ""
    smtp_host: str = ""
    smtp_port: int = 587
    smtp_security: Literal["starttls", "tls", "none"] = "starttls"
    smtp_user: str = ""
    smtp_password: SecretStr = SecretStr("")
    smtp_from: str = ""
    workshop: bool = False
    web_concurrency: int = Field(default=0, ge=0)
    web_threads: int = Field(default=8, ge=1, le=256)
    trusted_proxies: int = Field(default=0, ge=0, le=8)
    image_hosts: str = ""
    log_format: Literal["text", "json"] | None = None
    metrics_port: int = Field(default=0, ge=0, le=65535)

    @property
    def production(self) -> bool:
        return self.app_env == "production"

    @property
    def log_lines(self) -> Literal["text", "json"]:
        """How the log is written: for people in development, for programs in production, unless LOG_FORMAT says."""
        return self.log_format or ("json" if self.production else "text")

    @property
    def sandbox(self) -> bool:
        """Whether the embedded sandbox stands in for Spark: in development, as long as there is no client id."""
        return not self.production and not self.spark_client_id

    @property
    def client(self) -> tuple[str, str]:
        """The client id and secret."""
        if self.sandbox:
            return "sandbox-client", "sandbox-secret"
        return self.spark_client_id, self.spark_client_secret.get_secret_value()

    @property
    def single_session(self) -> tuple[str, str] | None:
        """The access and refresh token that came with a single-session key: nobody signs in, all act as its owner."""
        access = self.spark_access_token.get_secret_value()
        return (access, self.spark_refresh_token.get_secret_value()) if access else None

    @property
    def sign_in_url(self) -> str:
        return self._spark(self.spark_sign_in_url, "https://sparkplatform.com")

    @property
    def api_url(self) -> str:
        return self._spark(self.spark_api_url, "https://sparkapi.com")

    @property
    def redirect_uri(self) -> str:
        """Sent to Spark exactly as registered for the key."""
        return self.spark_redirect_uri or f"http://localhost:{self.port}/auth/callback"

    @property
    def site(self) -> str:
        """The portal's own origin, such as `https://homes.example`: where the redirect URI points."""
        parts = urlsplit(self.redirect_uri)
        return f"{parts.scheme}://{parts.netloc}"

    @property
    def sign_in_host(self) -> str:
        """What visitors are told about where they sign in, such as `sparkplatform.com`."""
        return urlsplit(self.sign_in_url).netloc

    @property
    def database(self) -> str:
        """A SQLAlchemy URL; `postgres://` and `postgresql://` both mean psycopg."""
        url = self.database_url.get_secret_value() or f"sqlite:///{INSTANCE / 'portal.db'}"
        return re.sub(r"^postgres(ql)?://", "postgresql+psycopg://", url)

    @property
    def secrets(self) -> tuple[str, ...]:
        """The secret that encrypts, then those that may still decrypt (SECRET_KEY_FALLBACKS, separated by commas)."""
        return (self.secret_key.get_secret_value() or _local_secret(), *self.old_secrets)

    @property
    def old_secrets(self) -> tuple[str, ...]:
        fallbacks = self.secret_key_fallbacks.get_secret_value().split(",")
        return tuple(filter(None, map(str.strip, fallbacks)))

    def _spark(self, url: str, default: str) -> str:
        return (url or (f"http://127.0.0.1:{self.sandbox_port}" if self.sandbox else default)).rstrip("/")


class DemoSettings(Settings):
    """For `flask demo` and the commands of the workshop: it is on, unless somebody says no or has deleted it."""

    workshop: bool = WORKSHOP.exists()


def current() -> Settings:
    """The settings of the portal that answers this request."""
    settings: Settings = current_app.extensions["settings"]
    return settings


def _local_secret() -> str:
    """A secret of this machine's own for development, made once and kept in `instance/`."""
    path = INSTANCE / "secret-key"
    if not path.exists():
        INSTANCE.mkdir(exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(32), encoding="ascii")
    return path.read_text(encoding="ascii")
