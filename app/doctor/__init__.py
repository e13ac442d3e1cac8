"""`flask doctor`: checks the settings, this machine and Spark. It runs even where the portal cannot start."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import click
from flask import Flask
from sqlalchemy import make_url
from sqlalchemy.exc import SQLAlchemyError

from app import mail
from app.config import Settings, try_load
from app.db import Database, schema_version
from app.doctor import spark
from app.doctor.spark import Check, Level, without_faults

COLORS = {"ok": "green", "warning": "yellow", "fault": "red"}
UPGRADE = "Run: flask --app wsgi db upgrade"
DATABASE_ERRORS = {
    "password": "it refuses the name or the password",
    "does not exist": "it knows no such name or database",
    "not a database": "that file is something else",
    "onnection refused": "nothing listens there",
    "timeout": "it does not answer in time",
}
"""Our words by a part of the driver's message. The message itself may contain the user name of DATABASE_URL."""


@click.command("doctor")
def command() -> None:
    """Check the settings, this machine and Spark; a line a check, and exit status 1 if there is a fault."""
    faulty = False
    for check in run(*try_load()):
        click.secho(f"{check.level:<9}", fg=COLORS[check.level], nl=False)
        click.echo(f"{check.subject:<14}{check.message} {check.remedy}".rstrip())
        faulty = faulty or check.level == "fault"
    raise SystemExit(int(faulty))


def standalone_app() -> Flask:
    """An app with this command only: it needs no portal, and changes nothing."""
    app = Flask(__name__)
    app.cli.add_command(command)
    return app


def run(settings: Settings | None, faults: list[str]) -> Iterator[Check]:
    """All checks, beginning with the faults of the settings. If a setting has the wrong type, those are all.

    A check that depends on a faulty setting does not run.
    """
    for fault in faults:
        yield Check("fault", "settings", fault)
    if settings is None:
        return
    for check in without_faults(CHECKS, faults):
        yield from check(settings)
    yield from spark.run(settings, faults)


def check_environment(settings: Settings) -> Iterator[Check]:
    mode = "on the sandbox" if settings.sandbox else f"with the Spark client id {settings.spark_client_id}"
    yield Check("ok", "settings", f"{settings.app_env.capitalize()} {mode}.")


def check_secret(settings: Settings) -> Iterator[Check]:
    old = f", and {len(settings.old_secrets)} older to read with" if settings.old_secrets else ""
    source = "SECRET_KEY is given" if settings.secret_key else "This machine makes its own"
    yield Check("ok", "secret", f"{source}{old}.")


def check_database(settings: Settings) -> Iterator[Check]:
    url = make_url(settings.database)
    if url.drivername != "sqlite":
        host = f" at {url.host}" if url.host else ""
        yield _check_schema(settings, f"PostgreSQL database “{url.database}”{host}")
        return
    if settings.production:
        message = "With SQLite this can be the portal's only machine."
        yield Check("warning", "database", message, "Use PostgreSQL as soon as there is a second one.")
    yield _check_sqlite(settings, Path(url.database or "").absolute())


def _check_sqlite(settings: Settings, file: Path) -> Check:
    if not _is_writable(file):
        remedy = "Let the portal's system user write to that folder, or name another in DATABASE_URL."
        return Check("fault", "database", f"SQLite cannot write {file}.", remedy)
    if file.exists():
        return _check_schema(settings, f"SQLite file {file}")
    if settings.production:
        return Check("fault", "database", f"The SQLite file {file} is not there yet.", UPGRADE)
    return Check("ok", "database", f"The portal makes its SQLite file {file} as it starts.")


def _is_writable(file: Path) -> bool:
    """Whether SQLite can create or change the file, and its journal beside it. The folder need not exist yet."""
    folder = next(parent for parent in file.parents if os.access(parent, os.F_OK))
    changeable = not os.access(file, os.F_OK) or os.access(file, os.R_OK | os.W_OK)
    return changeable and folder.is_dir() and os.access(folder, os.W_OK | os.X_OK)


def _check_schema(settings: Settings, where: str) -> Check:
    database = Database(settings.database)
    try:
        schema = schema_version(database)
    except SQLAlchemyError as error:
        why = next((why for sign, why in DATABASE_ERRORS.items() if sign in str(error)), type(error).__name__)
        return Check("fault", "database", f"{where} cannot be used: {why}.", "Start it, or mend DATABASE_URL.")
    finally:
        database.engine.dispose()
    if schema.status != "old":
        newer = f", newer than the {schema.required} of this version" if schema.status == "newer" else ""
        return Check("ok", "database", f"{where}, at revision {schema.current}{newer}.")
    level: Level = "fault" if settings.production else "warning"  # in development, the portal upgrades it at the start
    return Check(level, "database", f"{where}: at revision {schema.current}, needs {schema.required}.", UPGRADE)


def check_address(settings: Settings) -> Iterator[Check]:
    if settings.site.startswith("https://"):
        message = f"Visitors open {settings.site}/; the cookie is __Host-session, for https only."
    else:
        why = "to a browser, localhost and 127.0.0.1 are two sites, and sign-in comes back to this one"
        message = f"Open {settings.site}/: {why}."
    yield Check("ok", "address", message)


def check_proxies(settings: Settings) -> Iterator[Check]:
    if settings.trusted_proxies:
        yield Check("ok", "proxies", f"{settings.trusted_proxies} before this portal tells who a visitor is.")
    elif settings.production:
        message = "Behind a proxy all visitors look like one address, so that no limit can tell them apart."
        yield Check("warning", "proxies", message, "Set TRUSTED_PROXIES=1 for one proxy; never more than there are.")


def check_contact(settings: Settings) -> Iterator[Check]:
    ways = " and ".join(filter(None, (settings.agent_email, settings.agent_phone)))
    if ways:
        yield Check("ok", "agent", f"Visitors reach {settings.agent_name or 'their agent'} by {ways}.")
    else:
        yield Check("warning", "agent", "Visitors cannot reach their agent.", "Set AGENT_EMAIL or AGENT_PHONE.")


def check_mail(settings: Settings) -> Iterator[Check]:
    if settings.smtp_host:
        yield _check_mail_server(settings)
    elif settings.production:
        yield Check("warning", "mail", "Visitors cannot write to their agent on the site.", "Set SMTP_HOST.")
    else:
        yield Check("ok", "mail", "There is no SMTP_HOST: messages to the agent are printed to the console.")


def _check_mail_server(settings: Settings) -> Check:
    """Whether the mail server answers and accepts the login. No e-mail is sent."""
    where = f"{settings.smtp_host}:{settings.smtp_port} ({settings.smtp_security})"
    try:
        with mail.smtp_connection(settings) as server:
            server.noop()
    except mail.MailError as error:
        return Check("fault", "mail", f"{where} cannot be used: {error}.", "Check the SMTP settings.")
    return Check("ok", "mail", f"{where} answers; messages come from {settings.mail_from}.")


def check_password_grant(settings: Settings) -> Iterator[Check]:
    if settings.spark_password_grant:
        remedy = "Unset SPARK_PASSWORD_GRANT unless FBS has permitted it for your key."
        yield Check("warning", "passwords", "Consumers' passwords pass through this site.", remedy)


def check_single_session(settings: Settings) -> Iterator[Check]:
    if settings.single_session:
        remedy = "Keep it to this machine; unset SPARK_ACCESS_TOKEN to have visitors sign in."
        yield Check("warning", "single key", "Nobody signs in: every visitor acts as the key's owner.", remedy)


CHECKS = (
    (check_environment, ("APP_ENV", "SPARK_CLIENT_ID")),
    (check_secret, ("SECRET_KEY",)),
    (check_database, ("DATABASE_URL",)),
    (check_address, ("SPARK_REDIRECT_URI",)),
    (check_proxies, ("SPARK_REDIRECT_URI",)),
    (check_contact, ("AGENT_EMAIL",)),
    (check_mail, ("SMTP_", "AGENT_EMAIL")),
    (check_password_grant, ()),
    (check_single_session, ("SPARK_ACCESS_TOKEN",)),
)
"""Each check with the settings that it depends on, by the beginnings of their names."""
