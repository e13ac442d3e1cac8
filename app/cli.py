"""The commands `flask demo` and `flask sessions`."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from contextlib import suppress

import click
from flask import Flask, current_app
from flask.cli import with_appcontext
from werkzeug.serving import make_server

from app import session
from app.config import ROOT, Settings, current

NO_SANDBOX = (
    "There is no sandbox/ here to stand in for Spark. "
    "Set SPARK_CLIENT_ID, SPARK_CLIENT_SECRET and SPARK_REDIRECT_URI in .env: see docs/make-it-yours.md."
)
SESSION_KINDS = {
    "consumer": "consumers signed in",
    "agent": "agents signed in",
    "key": "single-session key",
    "attempt": "sign-ins under way",
}


@click.command("sessions")
@with_appcontext
def sessions() -> None:
    """Count the sessions, and remove the expired ones."""
    store = session.session_interface().store
    removed, counts = store.delete_expired(), store.count_by_kind()
    for kind, words in SESSION_KINDS.items():
        click.echo(f"{counts.get(kind, 0):>6}  {words}")
    click.echo(f"{removed:>6}  expired, removed now")


@click.command("demo")
@with_appcontext
def demo() -> None:
    """Start the portal and, unless SPARK_CLIENT_ID names the real Spark, the sandbox; Ctrl-C stops both."""
    settings = current()
    _require_free("PORT", settings.port)
    sandbox = _start_sandbox(settings) if settings.sandbox else None
    click.secho(f"\nOpen {settings.site}/   (Ctrl-C stops it)\n", bold=True)
    try:
        app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]  # the one behind the proxy
        make_server("127.0.0.1", settings.port, app, threaded=True).serve_forever()
    except KeyboardInterrupt:
        click.echo("\nStopped.")
    finally:
        if sandbox:
            sandbox.terminate()
            sandbox.wait()


def _start_sandbox(settings: Settings) -> subprocess.Popen[bytes]:
    """Start the sandbox in its own process, and wait until it answers. It prints who can sign in."""
    _require_free("SANDBOX_PORT", settings.sandbox_port)
    if not (ROOT / "sandbox" / "__init__.py").exists():
        raise click.ClickException(NO_SANDBOX)
    command = [sys.executable, "-m", "sandbox", "--with-parent", *_sandbox_options(settings)]
    sandbox = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE)  # noqa: S603 - our own module and settings
    for _ in range(100):
        with suppress(OSError), socket.create_connection(("127.0.0.1", settings.sandbox_port)):
            return sandbox
        if sandbox.poll() is not None:
            break
        time.sleep(0.1)
    sandbox.terminate()
    raise click.ClickException("The sandbox did not start.")


def _sandbox_options(settings: Settings) -> list[str]:
    """Behind a service that forwards ports, browsers reach both servers at addresses that only the settings know."""
    address = ["--address", settings.sign_in_url] if settings.spark_sign_in_url else []
    callback = ["--callback", settings.redirect_uri] if settings.spark_redirect_uri else []
    return ["--port", str(settings.sandbox_port), *address, *callback]


def _require_free(name: str, port: int) -> None:
    """Raises ClickException if something listens on the port of the setting `name`."""
    with socket.socket() as probe:
        if os.name == "posix":  # there it frees a port that was just closed; elsewhere it would share one in use
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            other = f"{name}={port + 10}"
            raise click.ClickException(f"Port {port} is taken. Choose another: make run {other}, or .env") from None
