"""`flask doctor`: what is in order, what is not, and what helps. It speaks where the portal cannot start, too."""

from __future__ import annotations

from collections.abc import Iterator

import click

from app import console, rules
from app.settings import Settings

from . import machine, spark
from .finding import Finding, due

COLORS = {"ok": "green", "warning": "yellow", "fault": "red"}


@click.command("doctor")
def command() -> None:
    """Check the settings, this machine and Spark; a line a check, and exit status 1 if there is a fault."""
    console.init()
    faulty = False
    for finding in examine(*rules.read()):
        click.secho(f"{finding.level:<9}", fg=COLORS[finding.level], nl=False)
        click.echo(f"{finding.about:<14}{finding.saw} {finding.remedy}".rstrip())
        faulty = faulty or finding.level == "fault"
    raise SystemExit(int(faulty))


def examine(settings: Settings | None, faults: list[str]) -> Iterator[Finding]:
    """Every finding, those of the settings first; None for settings that could not even be read ends it there.

    A check whose own setting is at fault is left out: it was said already.
    """
    for fault in faults:
        yield Finding("fault", "settings", fault)
    if settings is None:
        return
    for check in due(machine.CHECKS, faults):
        yield from check(settings)
    yield from spark.examine(settings, due(spark.CHECKS, faults))
