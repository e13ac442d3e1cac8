"""Which settings allow a start: the rules, and every fault at once."""

from __future__ import annotations

import re
from ipaddress import ip_address
from urllib.parse import urlsplit

from pydantic import ValidationError
from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from app.mail import is_address, sender
from app.settings import COLOR, LOOPBACK, PORTAL_NAME, WORKSHOP, Settings

IMAGE_HOST = re.compile(r"https://(\*\.)?[a-z0-9-]+(\.[a-z0-9-]+)+(:\d{1,5})?")


class BadSettings(Exception):
    """The settings do not allow a start; the message lists every fault."""


def load(kind: type[Settings] = Settings, /, **overrides: object) -> Settings:
    """The settings, if they allow a start. Raises BadSettings with all faults at once."""
    settings, found = read(kind, **overrides)
    if settings is None or found:
        raise BadSettings("The portal cannot start with these settings:\n" + "\n".join(f"- {fault}" for fault in found))
    return settings


def read(kind: type[Settings] = Settings, /, **overrides: object) -> tuple[Settings | None, list[str]]:
    """The settings (None if a value is of the wrong kind) and every fault that shows without the network."""
    try:
        settings = kind(**overrides)  # type: ignore[arg-type]  # pydantic checks what the environment gives
    except ValidationError as error:
        faults = [f"{str(fault['loc'][0]).upper()}: {fault['msg']}." for fault in error.errors(include_input=False)]
        return None, faults
    faults = [*_faults(settings), *(_production_faults(settings) if settings.production else ())]
    blank = {name: value for name, value in _sample(settings).items() if not getattr(settings, name)}
    return settings.model_copy(update=blank), faults


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


def _speaks(database: str) -> bool:
    """Not SQLite in memory: each thread would have sessions of its own."""
    try:
        url = make_url(database)
    except (ArgumentError, ValueError):
        return False
    kept = url.drivername == "sqlite" and url.database not in {None, "", ":memory:"}
    return kept or url.drivername == "postgresql+psycopg"


def _unsafe_addresses(settings: Settings) -> list[str]:
    urls = {
        "SPARK_SIGN_IN_URL": settings.sign_in_url,
        "SPARK_API_URL": settings.api_url,
        "SPARK_REDIRECT_URI": settings.redirect_uri,
    }
    wrong = [name for name, url in urls.items() if not safe(url)]
    return [f"{name}: give an https:// address (http:// only for this machine)." for name in wrong]


def _faults(settings: Settings) -> list[str]:
    faults = _unsafe_addresses(settings)
    if safe(settings.redirect_uri) and urlsplit(settings.redirect_uri).path != "/auth/callback":
        faults.append("SPARK_REDIRECT_URI: its path must be /auth/callback, and exactly so registered for your key.")
    if settings.spark_client_id and not settings.client[1]:
        faults.append("SPARK_CLIENT_SECRET: is missing; it came with the client id.")
    if settings.spark_refresh_token.get_secret_value() and not settings.single_session:
        faults.append("SPARK_REFRESH_TOKEN: needs SPARK_ACCESS_TOKEN beside it; both came with your key.")
    if not _speaks(settings.database):
        faults.append(
            "DATABASE_URL: give an address such as sqlite:////var/lib/portal.db or postgres://me@host/portal."
        )
    if settings.spark_portal and not PORTAL_NAME.fullmatch(settings.spark_portal):
        faults.append("SPARK_PORTAL: give the portal's system name: lower-case letters, digits and hyphens.")
    if settings.workshop and not WORKSHOP.exists():
        faults.append("WORKSHOP: app/workshop/ was deleted here, so there is none to open.")
    faults += _mail_faults(settings)
    faults += _server_faults(settings)
    if settings.brand_color and not COLOR.fullmatch(settings.brand_color):
        faults.append("BRAND_COLOR: give a colour such as #125b84 or oklch(45% .095 240).")
    return faults


def _server_faults(settings: Settings) -> list[str]:
    faults = []
    if not _is_listened_at(settings.listen):
        faults.append("LISTEN: give an IP address of this machine, such as 127.0.0.1; 0.0.0.0 is all of them.")
    if settings.metrics_port and settings.metrics_port == settings.port:
        faults.append("METRICS_PORT: give another than PORT; it is not for visitors.")
    if not all(map(IMAGE_HOST.fullmatch, settings.image_hosts.split())):
        faults.append("IMAGE_HOSTS: give https:// addresses with blanks between them, such as https://*.example.com.")
    return faults


def _is_listened_at(address: str) -> bool:
    try:
        ip_address(address)
    except ValueError:
        return address == "localhost"
    return True


def _mail_faults(settings: Settings) -> list[str]:
    faults = []
    if settings.smtp_host and not is_address(sender(settings)):
        faults.append("SMTP_FROM: give the address that messages come from, such as portal@homes.example.com.")
    if bool(settings.smtp_user) != bool(settings.smtp_password.get_secret_value()):
        faults.append("SMTP_USER and SMTP_PASSWORD: give both, or neither.")
    if settings.smtp_host and settings.smtp_security == "none" and settings.smtp_host not in LOOPBACK:
        faults.append("SMTP_SECURITY: use starttls or tls; none is for a mail server on this machine.")
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
    if settings.single_session:
        faults.append("SPARK_ACCESS_TOKEN: every visitor would act as the key's owner; for development only.")
    if settings.workshop:
        faults.append("WORKSHOP: breaks sign-ins on purpose and shows how they went; for development only.")
    if not settings.redirect_uri.startswith("https://"):
        faults.append("SPARK_REDIRECT_URI: must be the https:// address of this site's /auth/callback.")
    if not (settings.agent_email or settings.agent_phone):
        faults.append("AGENT_EMAIL or AGENT_PHONE: visitors must be able to reach their agent.")
    return faults
