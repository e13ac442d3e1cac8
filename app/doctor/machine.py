"""What shows without Spark: the way of running, the secret, the database, the site's address, and who can act here."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import make_url
from sqlalchemy.exc import SQLAlchemyError

from app import mail, migrate
from app.database import Database
from app.settings import Settings

from .finding import Finding, Level

UPGRADE = "Run: flask --app wsgi db upgrade"
REASONS = {
    "password": "it refuses the name or the password",
    "does not exist": "it knows no such name or database",
    "not a database": "that file is something else",
    "onnection refused": "nothing listens there",
    "timeout": "it does not answer in time",
}
"""What a driver's message says, in words that repeat none of it: it may hold the name from DATABASE_URL."""


def environment(settings: Settings) -> Iterator[Finding]:
    spark = "on the sandbox" if settings.sandbox else f"with the Spark client id {settings.spark_client_id}"
    yield Finding("ok", "settings", f"{settings.app_env.capitalize()} {spark}.")


def secret(settings: Settings) -> Iterator[Finding]:
    given = bool(settings.secret_key.get_secret_value())
    old = f", and {len(settings.old_secrets)} older to read with" if settings.old_secrets else ""
    yield Finding("ok", "secret", f"SECRET_KEY is given{old}." if given else f"This machine makes its own{old}.")


def database(settings: Settings) -> Iterator[Finding]:
    url = make_url(settings.database)
    if url.drivername != "sqlite":
        yield from _schema(settings, f"PostgreSQL database “{url.database}”" + (f" at {url.host}" if url.host else ""))
        return
    file = Path(url.database or "").absolute()
    if settings.production:
        saw = "With SQLite this can be the portal's only machine."
        yield Finding("warning", "database", saw, "Use PostgreSQL as soon as there is a second one.")
    yield from _sqlite(settings, file)


def _sqlite(settings: Settings, file: Path) -> Iterator[Finding]:
    if not _writable(file):
        remedy = "Let the portal's system user write to that folder, or name another in DATABASE_URL."
        yield Finding("fault", "database", f"SQLite cannot write {file}.", remedy)
    elif file.exists():
        yield from _schema(settings, f"SQLite file {file}")
    elif settings.production:
        yield Finding("fault", "database", f"The SQLite file {file} is not there yet.", UPGRADE)
    else:
        yield Finding("ok", "database", f"The portal makes its SQLite file {file} as it starts.")


def _writable(file: Path) -> bool:
    """Whether SQLite can make or change the file, and its own ones beside it. A folder may still have to be made."""
    folder = next(parent for parent in file.parents if os.access(parent, os.F_OK))
    changeable = not os.access(file, os.F_OK) or os.access(file, os.R_OK | os.W_OK)
    return changeable and folder.is_dir() and os.access(folder, os.W_OK | os.X_OK)


def _schema(settings: Settings, where: str) -> Iterator[Finding]:
    opened = Database(settings.database)
    try:
        has, needs = migrate.revisions(opened)
    except SQLAlchemyError as error:
        why = next((why for sign, why in REASONS.items() if sign in str(error)), type(error).__name__)
        yield Finding("fault", "database", f"{where} cannot be used: {why}.", "Start it, or mend DATABASE_URL.")
        return
    finally:
        opened.engine.dispose()
    if has == needs or migrate.is_newer(has):
        newer = "" if has == needs else f", newer than the {needs} of this version"
        yield Finding("ok", "database", f"{where}, at revision {has}{newer}.")
        return
    level: Level = "fault" if settings.production else "warning"  # a start in development upgrades by itself
    yield Finding(level, "database", f"{where}: at revision {has or 'none'}, needs {needs}.", UPGRADE)


def address(settings: Settings) -> Iterator[Finding]:
    if settings.site.startswith("https://"):
        yield Finding("ok", "address", f"Visitors open {settings.site}/; the cookie is __Host-session, for https only.")
    else:
        why = "to a browser, localhost and 127.0.0.1 are two sites, and sign-in comes back to this one"
        yield Finding("ok", "address", f"Open {settings.site}/: {why}.")


def proxies(settings: Settings) -> Iterator[Finding]:
    if settings.trusted_proxies:
        yield Finding("ok", "proxies", f"{settings.trusted_proxies} before this portal tells who a visitor is.")
    elif settings.production:
        saw = "Behind a proxy all visitors look like one address, so that no limit can tell them apart."
        yield Finding("warning", "proxies", saw, "Set TRUSTED_PROXIES=1 for one proxy; never more than there are.")


def contact(settings: Settings) -> Iterator[Finding]:
    ways = " and ".join(filter(None, (settings.agent_email, settings.agent_phone)))
    if ways:
        yield Finding("ok", "agent", f"Visitors reach {settings.agent_name or 'their agent'} by {ways}.")
    else:
        yield Finding("warning", "agent", "Visitors cannot reach their agent.", "Set AGENT_EMAIL or AGENT_PHONE.")


def post(settings: Settings) -> Iterator[Finding]:
    """Whether the mail server answers and lets the portal in; no letter is sent."""
    if not settings.smtp_host:
        printed = Finding("ok", "mail", "There is no SMTP_HOST: messages to the agent are printed to the console.")
        closed = Finding("warning", "mail", "Visitors cannot write to their agent on the site.", "Set SMTP_HOST.")
        yield closed if settings.production else printed
        return
    where = f"{settings.smtp_host}:{settings.smtp_port} ({settings.smtp_security})"
    try:
        with mail.reached(settings) as server:
            server.noop()
    except mail.NotSent as error:
        yield Finding("fault", "mail", f"{where} cannot be used: {error}.", "Check the SMTP settings.")
    else:
        yield Finding("ok", "mail", f"{where} answers; messages come from {mail.sender(settings)}.")


def password_grant(settings: Settings) -> Iterator[Finding]:
    if settings.spark_password_grant:
        remedy = "Unset SPARK_PASSWORD_GRANT unless FBS has permitted it for your key."
        saw = "Consumers' passwords pass through this site."
        yield Finding("warning", "passwords", saw, remedy)


def single_session(settings: Settings) -> Iterator[Finding]:
    if settings.single_session:
        remedy = "Keep it to this machine; unset SPARK_ACCESS_TOKEN to have visitors sign in."
        yield Finding("warning", "single key", "Nobody signs in: every visitor acts as the key's owner.", remedy)


CHECKS = (
    (environment, ("APP_ENV", "SPARK_CLIENT_ID")),
    (secret, ("SECRET_KEY",)),
    (database, ("DATABASE_URL",)),
    (address, ("SPARK_REDIRECT_URI",)),
    (proxies, ("SPARK_REDIRECT_URI",)),
    (contact, ("AGENT_EMAIL",)),
    (post, ("SMTP_", "AGENT_EMAIL")),
    (password_grant, ()),
    (single_session, ("SPARK_ACCESS_TOKEN",)),
)
"""Each with the settings that it needs to be without fault."""
