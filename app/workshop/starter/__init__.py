"""`flask new-portal`: a project of one's own, made from this one.

Only texts and settings become theirs. The code stays word for word, so that updates can be merged.
"""

from __future__ import annotations

from pathlib import Path

import click

from app.settings import PORTAL_NAME, ROOT

from . import files, less, repository, theirs
from .names import Names


def _line(_context: click.Context, _parameter: click.Parameter, value: str) -> str:
    """These names stand in one line each of `.env`, TOML and Markdown; `${` would be replaced when `.env` is read."""
    if not value.strip() or len(value) > 80 or not value.isprintable() or "${" in value:
        raise click.BadParameter("give one line of 1 to 80 characters, without ${.")
    return value.strip()


def _portal(_context: click.Context, _parameter: click.Parameter, value: str) -> str:
    if value and not PORTAL_NAME.fullmatch(value):
        raise click.BadParameter("give the portal's system name: lower-case letters, digits and hyphens.")
    return value


def _remote(_context: click.Context, _parameter: click.Parameter, value: str) -> str:
    if value.startswith("-") or not value.isprintable() or " " in value:
        raise click.BadParameter("give the address of a git repository.")
    return value


def _folder(_context: click.Context, _parameter: click.Parameter, value: Path) -> Path:
    folder = value.resolve()
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise click.BadParameter(f"{folder} is there already, and not an empty folder.")
    if folder.is_relative_to(ROOT):
        raise click.BadParameter("choose a folder outside this project.")
    return folder


@click.command("new-portal")
@click.argument("path", type=click.Path(path_type=Path), callback=_folder)
@click.option("--brand", required=True, callback=_line, help="What visitors see: Harbor Homes.")
@click.option("--owner", required=True, callback=_line, help="Who holds the copyright: Harbor Realty LLC.")
@click.option("--portal", default="", callback=_portal, help="The system name of the agent's portal on Spark.")
@click.option("--remote", default="", callback=_remote, help="The address of your own git repository.")
@click.option("--without-workshop", is_flag=True, help="Leave out the lessons, the inspector and this command.")
@click.option("--without-sandbox", is_flag=True, help="Leave out the sandbox too; the workshop needs it.")
def command(path: Path, remote: str, without_workshop: bool, without_sandbox: bool, **given: str) -> None:
    """Make a project of your own at PATH, with your names in it."""
    names = Names(**given)
    try:
        files.copy(ROOT, path, less.left_out(without_workshop, without_sandbox))
        less.mend(path)
        theirs.sign(path, names, repository.origin(ROOT))
        versioned = repository.begin(path, remote)
    except OSError as error:
        raise click.ClickException(f"The project could not be written: {error}") from None
    click.echo(
        f"{names.brand} is in {path}{'' if versioned else ' (git was not found: run `git init` there later)'}. Next:"
    )
    click.echo(f"  cd {path}")
    click.echo("  make test    # does everything pass? Without make, see Start in README.md")
    click.echo(f"  make run     # {'needs your keys in .env' if without_sandbox else 'opens it on the sandbox'}")
    click.echo("  Read docs/make-it-yours.md: your looks, real keys, and how to take updates.")
