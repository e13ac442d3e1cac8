"""`flask sessions`: how many there are, and out with those whose time is over."""

from __future__ import annotations

import click
from flask.cli import with_appcontext

from app import session

WORDS = {
    "consumer": "consumers signed in",
    "agent": "agents signed in",
    "key": "single-session key",
    "attempt": "sign-ins under way",
}


@click.command("sessions")
@with_appcontext
def command() -> None:
    """Count the sessions, and remove the expired ones."""
    store = session.interface().store
    removed, counts = store.delete_expired(), store.counts()
    for kind, words in WORDS.items():
        click.echo(f"{counts.get(kind, 0):>6}  {words}")
    click.echo(f"{removed:>6}  expired, removed now")
