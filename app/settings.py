"""Every setting of the portal: its name, type, default and rule. They come from the environment and from `.env`."""

from __future__ import annotations

import re
import secrets
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from pydantic import SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

ROOT = Path(__file__).parent.parent
INSTANCE = ROOT / "instance"
LOOPBACK = {"localhost", "127.0.0.1", "::1"}
PORTAL_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,62}")
COLOR = re.compile(r"#[0-9a-fA-F]{6}|oklch\([0-9.% ]{1,40}\)")


class BadSettings(Exception):
    """The settings do not allow a start; the message lists every fault."""


class Settings(BaseSettings):
    """Names as in the environment, lower case here. Blank means "not set"."""

    model_config = SettingsConfigDict(env_file=ROOT / ".env", env_ignore_empty=True, extra="ignore", frozen=True)

    app_env: Literal["development", "production"] = "development"
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
    brand_name: str = ""
    brand_color: str = ""
    brand_logo: str = ""
    agent_name: str = ""
    agent_email: str = ""
    agent_phone: str = ""
    brokerage_name: str = ""

    @property
    def production(self) -> bool:
        return self.app_env == "production"

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


def load(**overrides: object) -> Settings:
    """The settings, if they allow a start. Raises BadSettings with all faults at once."""
    try:
        settings = Settings(**overrides)  # type: ignore[arg-type]  # pydantic checks what the environment gives
    except ValidationError as error:
        faults = [f"{str(fault['loc'][0]).upper()}: {fault['msg']}." for fault in error.errors(include_input=False)]
    else:
        faults = [*_faults(settings), *(_production_faults(settings) if settings.production else ())]
        blank = {name: value for name, value in _sample(settings).items() if not getattr(settings, name)}
        settings = settings.model_copy(update=blank)
    if faults:
        raise BadSettings(
            "The portal cannot start with these settings:\n" + "\n".join(f"- {fault}" for fault in faults)
        )
    return settings


def _sample(settings: Settings) -> dict[str, str]:
    """Whose site it is as long as nobody says: on the sandbox, that of its agent Dana Lee."""
    if not settings.sandbox:
        return {"brand_name": "VOW Portal"}
    return {
        "brand_name": "Hawthorn & Lee",
        "agent_name": "Dana Lee",
        "agent_email": "dana@example.com",
        "agent_phone": "701-555-0142",
        "brokerage_name": "Hawthorn Realty",
    }


def safe(url: str) -> bool:
    """https, or any scheme as long as nothing leaves this machine."""
    try:
        parts, _port = urlsplit(url), urlsplit(url).port
    except ValueError:
        return False
    local = parts.scheme == "http" and parts.hostname in LOOPBACK
    return bool(parts.hostname) and "@" not in parts.netloc and (parts.scheme == "https" or local)


def _faults(settings: Settings) -> list[str]:
    urls = {
        "SPARK_SIGN_IN_URL": settings.sign_in_url,
        "SPARK_API_URL": settings.api_url,
        "SPARK_REDIRECT_URI": settings.redirect_uri,
    }
    faults = [
        f"{name}: give an https:// address (http:// only for this machine)."
        for name, url in urls.items()
        if not safe(url)
    ]
    if safe(settings.redirect_uri) and urlsplit(settings.redirect_uri).path != "/auth/callback":
        faults.append("SPARK_REDIRECT_URI: its path must be /auth/callback, and exactly so registered for your key.")
    if settings.spark_client_id and not settings.client[1]:
        faults.append("SPARK_CLIENT_SECRET: is missing; it came with the client id.")
    if settings.spark_portal and not PORTAL_NAME.fullmatch(settings.spark_portal):
        faults.append("SPARK_PORTAL: give the portal's system name: lower-case letters, digits and hyphens.")
    if settings.brand_color and not COLOR.fullmatch(settings.brand_color):
        faults.append("BRAND_COLOR: give a colour such as #125b84 or oklch(45% .095 240).")
    return faults


def _production_faults(settings: Settings) -> list[str]:
    given = [("SECRET_KEY", settings.secret_key.get_secret_value())]
    given += [("SECRET_KEY_FALLBACKS", key) for key in settings.old_secrets]
    faults = [
        f'{name}: use at least 32 random characters: python -c "import secrets; print(secrets.token_urlsafe(32))"'
        for name, key in given
        if len(key) < 32
    ]
    if not settings.spark_client_id:
        faults.append("SPARK_CLIENT_ID: is missing; the sandbox is for development only.")
    if not settings.redirect_uri.startswith("https://"):
        faults.append("SPARK_REDIRECT_URI: must be the https:// address of this site's /auth/callback.")
    if not (settings.agent_email or settings.agent_phone):
        faults.append("AGENT_EMAIL or AGENT_PHONE: visitors must be able to reach their agent.")
    return faults


def _local_secret() -> str:
    """A secret of this machine's own for development, made once and kept in `instance/`."""
    path = INSTANCE / "secret-key"
    if not path.exists():
        INSTANCE.mkdir(exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(32), encoding="ascii")
    return path.read_text(encoding="ascii")
