"""Every setting of the portal: its name, type, default and rule. They come from the environment and from `.env`."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Iterator
from contextlib import suppress
from email.utils import parseaddr
from ipaddress import ip_address
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from flask import current_app
from pydantic import AfterValidator, Field, SecretStr, ValidationError
from pydantic_core import ErrorDetails
from pydantic_settings import BaseSettings, SettingsConfigDict
from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

ROOT = Path(__file__).parent.parent
INSTANCE = ROOT / "instance"
WORKSHOP = ROOT / "workshop" / "__init__.py"
LOOPBACK = {"localhost", "127.0.0.1", "::1"}
PORTAL_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,62}")
COLOR = re.compile(r"#[0-9a-fA-F]{6}|oklch\([0-9.% ]{1,40}\)")
IMAGE_HOST = re.compile(r"https://(\*\.)?[a-z0-9-]+(\.[a-z0-9-]+)+(:\d{1,5})?")
ATOM = r"[\w!#$%&'*+/=^`{|}~-]+"  # no question mark: it could begin an "encoded word" in a header
EMAIL_ADDRESS = re.compile(
    rf"(?=.{{1,64}}@){ATOM}(?:\.{ATOM})*@(?:[a-z0-9-]{{1,63}}\.)+[a-z0-9-]{{2,63}}", re.ASCII | re.IGNORECASE
)
"""Dots stand between atoms only (RFC 5322). Some mailboxes have others, but Python's e-mail headers reject those."""


class ConfigError(Exception):
    """The settings do not allow a start. The message lists every fault."""


def is_email_address(text: str | None) -> bool:
    """Whether mail can go there. Only ASCII, and nothing that a header could take for something else."""
    return text is not None and len(text) <= 254 and EMAIL_ADDRESS.fullmatch(text) is not None


def is_secure_url(url: str) -> bool:
    """Whether the URL is https, or http on this machine. A URL with a user name is not."""
    try:
        parts, _port = urlsplit(url), urlsplit(url).port
    except ValueError:
        return False
    local = parts.scheme == "http" and parts.hostname in LOOPBACK
    return bool(parts.hostname) and "@" not in parts.netloc and (parts.scheme == "https" or local)


def _is_database(database_url: SecretStr) -> bool:
    """PostgreSQL or a SQLite file. In memory, SQLite would give each thread sessions of its own."""
    url = make_url(_sqlalchemy_url(database_url))
    file = url.drivername == "sqlite" and url.database not in {None, "", ":memory:"}
    return file or url.drivername == "postgresql+psycopg"


def _rule(is_valid: Callable[[Any], object], remedy: str) -> AfterValidator:
    """A rule for one setting, unless that is blank. `is_valid` may return False or raise."""

    def check(value: object) -> object:
        with suppress(ValueError, ArgumentError):
            if not value or is_valid(value):
                return value
        raise ValueError(remedy)

    return AfterValidator(check)


BRAND_COLOR = _rule(COLOR.fullmatch, "give a colour such as #125b84 or oklch(45% .095 240).")
CALLBACK = _rule(
    lambda url: urlsplit(url).path == "/auth/callback",
    "its path must be /auth/callback, and exactly so registered for your key.",
)
DATABASE = _rule(_is_database, "give an address such as sqlite:////var/lib/portal.db or postgres://me@host/portal.")
IMAGE_HOSTS = _rule(
    lambda hosts: all(map(IMAGE_HOST.fullmatch, hosts.split())),
    "give https:// addresses with blanks between them, such as https://*.example.com.",
)
LISTEN = _rule(
    lambda address: address == "localhost" or ip_address(address),
    "give an IP address of this machine, such as 127.0.0.1; 0.0.0.0 is all of them.",
)
PORTAL = _rule(PORTAL_NAME.fullmatch, "give the portal's system name: lower-case letters, digits and hyphens.")
SECURE_URL = _rule(is_secure_url, "give an https:// address (http:// only for this machine).")
WORKSHOP_EXISTS = _rule(lambda _: WORKSHOP.exists(), "workshop/ was deleted here, so there is none to open.")


class Settings(BaseSettings):
    """Names as in the environment, in lower case. A blank value counts as not set."""

    model_config = SettingsConfigDict(
        env_file=ROOT / ".env", env_ignore_empty=True, extra="ignore", frozen=True, hide_input_in_errors=True
    )

    app_env: Literal["development", "production"] = "development"
    listen: Annotated[str, LISTEN] = "127.0.0.1"
    port: int = 8000
    sandbox_port: int = 8001
    secret_key: SecretStr = SecretStr("")
    secret_key_fallbacks: SecretStr = SecretStr("")
    database_url: Annotated[SecretStr, DATABASE] = SecretStr("")
    spark_client_id: str = ""
    spark_client_secret: SecretStr = SecretStr("")
    spark_redirect_uri: Annotated[str, SECURE_URL, CALLBACK] = ""
    spark_portal: Annotated[str, PORTAL] = ""
    spark_sign_in_url: Annotated[str, SECURE_URL] = ""
    spark_api_url: Annotated[str, SECURE_URL] = ""
    spark_auth_scheme: Literal["OAuth", "Bearer"] = "OAuth"
    spark_user_agent: str = "VOW-Portal"
    spark_refresh_at: float = Field(default=0.5, gt=0, le=1)
    spark_password_grant: bool = False
    spark_access_token: SecretStr = SecretStr("")
    spark_refresh_token: SecretStr = SecretStr("")
    brand_name: str = ""
    brand_color: Annotated[str, BRAND_COLOR] = ""
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
    workshop: Annotated[bool, WORKSHOP_EXISTS] = False
    web_concurrency: int = Field(default=0, ge=0)
    web_threads: int = Field(default=8, ge=1, le=256)
    trusted_proxies: int = Field(default=0, ge=0, le=8)
    image_hosts: Annotated[str, IMAGE_HOSTS] = ""
    log_format: Literal["text", "json"] | None = None
    metrics_port: int = Field(default=0, ge=0, le=65535)

    @property
    def production(self) -> bool:
        return self.app_env == "production"

    @property
    def log_lines(self) -> Literal["text", "json"]:
        """Unless LOG_FORMAT is set: text for people in development, JSON for programs in production."""
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
        """The access and refresh token of a single-session key: nobody signs in, everybody acts as its owner."""
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
        """The host where visitors sign in, such as `sparkplatform.com`."""
        return urlsplit(self.sign_in_url).netloc

    @property
    def database(self) -> str:
        """The URL for SQLAlchemy."""
        return _sqlalchemy_url(self.database_url)

    @property
    def mail_from(self) -> str:
        """The address that e-mail comes from; blank if the settings have none."""
        return parseaddr(self.smtp_from)[1] or self.agent_email

    @property
    def secrets(self) -> tuple[str, ...]:
        """The secret that encrypts, then those that may still decrypt."""
        return (self.secret_key.get_secret_value() or _local_secret(), *self.old_secrets)

    @property
    def old_secrets(self) -> tuple[str, ...]:
        fallbacks = self.secret_key_fallbacks.get_secret_value().split(",")
        return tuple(filter(None, map(str.strip, fallbacks)))

    def _spark(self, url: str, default: str) -> str:
        return (url or (f"http://127.0.0.1:{self.sandbox_port}" if self.sandbox else default)).rstrip("/")


class DemoSettings(Settings):
    """For `flask demo` and the workshop's commands: the workshop is on, unless WORKSHOP says no or it was deleted."""

    workshop: Annotated[bool, WORKSHOP_EXISTS] = WORKSHOP.exists()


def current() -> Settings:
    """The settings of the portal that answers this request."""
    settings: Settings = current_app.extensions["settings"]
    return settings


def load(kind: type[Settings] = Settings, /, **overrides: object) -> Settings:
    """The settings, if they allow a start. Raises ConfigError with all faults at once."""
    settings, faults = try_load(kind, **overrides)
    if settings is None or faults:
        raise ConfigError("\n- ".join(("The portal cannot start with these settings:", *faults)))
    return settings


def try_load(kind: type[Settings] = Settings, /, **overrides: object) -> tuple[Settings | None, list[str]]:
    """The settings and every fault, each with its remedy. The settings are None if a value has the wrong type."""
    settings, errors = _validate(kind, overrides)
    faults = {str(error["loc"][0]).upper(): _remedy(error["msg"]) for error in errors}
    for name, remedy in _conflicts(settings):
        faults.setdefault(name, remedy)
    readable = all(error["type"] == "value_error" for error in errors)
    return _with_samples(settings) if readable else None, [f"{name}: {remedy}" for name, remedy in faults.items()]


def _validate(kind: type[Settings], overrides: dict[str, object]) -> tuple[Settings, list[ErrorDetails]]:
    """The settings and the errors of single ones. Defaults stand in for those, so that the other rules run as well."""
    try:
        return kind(**overrides), []  # type: ignore[arg-type]  # pydantic checks the types
    except ValidationError as error:
        errors = error.errors(include_input=False)
    names = [str(error["loc"][0]) for error in errors]
    defaults = {name: kind.model_fields[name].get_default() for name in names}
    return kind(**overrides | defaults), errors  # type: ignore[arg-type]  # as above


def _remedy(message: str) -> str:
    """Our own words, or pydantic's as a sentence."""
    return message.removeprefix("Value error, ").rstrip(".") + "."


def _conflicts(settings: Settings) -> Iterator[tuple[str, str]]:
    """Settings that do not go together, and what to do about each.

    This is no model validator, because pydantic skips those as soon as one field is at fault.
    """
    if settings.spark_client_id and not settings.spark_client_secret:
        yield "SPARK_CLIENT_SECRET", "is missing; it came with the client id."
    if settings.spark_refresh_token and not settings.spark_access_token:
        yield "SPARK_REFRESH_TOKEN", "needs SPARK_ACCESS_TOKEN beside it; both came with your key."
    if settings.smtp_host and not is_email_address(settings.mail_from):
        yield "SMTP_FROM", "give the address that messages come from, such as portal@homes.example.com."
    if bool(settings.smtp_user) != bool(settings.smtp_password):
        yield "SMTP_USER and SMTP_PASSWORD", "give both, or neither."
    if settings.smtp_security == "none" and settings.smtp_host not in {"", *LOOPBACK}:
        yield "SMTP_SECURITY", "use starttls or tls; none is for a mail server on this machine."
    if settings.metrics_port and settings.metrics_port == settings.port:
        yield "METRICS_PORT", "give another than PORT; it is not for visitors."
    if settings.production:
        yield from _production_faults(settings)


def _production_faults(settings: Settings) -> Iterator[tuple[str, str]]:
    """What development allows and production does not, and what to do about each."""
    remedy = 'use at least 32 random characters: python -c "import secrets; print(secrets.token_urlsafe(32))"'
    if len(settings.secret_key) < 32:
        yield "SECRET_KEY", remedy
    if any(len(secret) < 32 for secret in settings.old_secrets):
        yield "SECRET_KEY_FALLBACKS", remedy
    if not settings.spark_client_id:
        yield "SPARK_CLIENT_ID", "is missing; the sandbox is for development only."
    if settings.spark_access_token:
        yield "SPARK_ACCESS_TOKEN", "every visitor would act as the key's owner; for development only."
    if settings.workshop:
        yield "WORKSHOP", "breaks sign-ins on purpose and shows how they went; for development only."
    if not settings.redirect_uri.startswith("https://"):
        yield "SPARK_REDIRECT_URI", "must be the https:// address of this site's /auth/callback."
    if not (settings.agent_email or settings.agent_phone):
        yield "AGENT_EMAIL or AGENT_PHONE", "visitors must be able to reach their agent."


SAMPLE_AGENT = {
    "brand_name": "Hawthorn & Lee",
    "agent_name": "Dana Lee",
    "agent_email": "dana@example.com",
    "agent_phone": "701-555-0142",
    "brokerage_name": "Hawthorn Realty",
}
"""The sandbox's agent. The site is hers where the settings name nobody."""


def _with_samples(settings: Settings) -> Settings:
    samples = SAMPLE_AGENT if settings.sandbox else {"brand_name": "VOW Portal"}
    return settings.model_copy(update={name: value for name, value in samples.items() if not getattr(settings, name)})


def _sqlalchemy_url(database_url: SecretStr) -> str:
    """`postgres://` and `postgresql://` both mean psycopg; blank means a SQLite file in `instance/`."""
    url = database_url.get_secret_value() or f"sqlite:///{INSTANCE / 'portal.db'}"
    return re.sub(r"^postgres(ql)?://", "postgresql+psycopg://", url)


def _local_secret() -> str:
    """A secret for development on this machine, made once and kept in `instance/`."""
    path = INSTANCE / "secret-key"
    if not path.exists():
        INSTANCE.mkdir(exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(32), encoding="ascii")
    return path.read_text(encoding="ascii")
