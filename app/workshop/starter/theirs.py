"""What says whose project it is: the licence, the package's name, the README's first lines, the settings."""

from __future__ import annotations

import re
import secrets
import tomllib
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from .names import Names, dotenv, markdown, toml


def sign(path: Path, names: Names, commit: str) -> None:
    """Put these names into the copy at `path`. Raises OSError."""
    began = _began(path, commit)
    change(path / "LICENSE", lambda text: _license(text, names))
    change(path / "pyproject.toml", lambda text: _package(text, names))
    change(path / "README.md", lambda text: _first_lines(text, names, began))
    change(path / ".env.example", lambda text: _settings(text, names, (path / "sandbox").exists()))
    _write_env(path)


def change(file: Path, how: Callable[[str], str]) -> None:
    file.write_text(how(file.read_text(encoding="utf-8")), encoding="utf-8", newline="\n")


def _began(path: Path, commit: str) -> str:
    """What this is a copy of: `vow-portal 0.1.0 (46bbc9b)`."""
    project = tomllib.loads((path / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return f"{project['name']} {project['version']}{f' ({commit})' if commit else ''}"


def _license(text: str, names: Names) -> str:
    """The notice of those who wrote it must stay."""
    ours = f"Copyright (c) {datetime.now(UTC).year} {names.owner}\n"
    return _put(text, r"^(?=Copyright)", ours)


def _package(text: str, names: Names) -> str:
    about = f"The portal of {names.owner} for home buyers on the Spark Platform (flexmls)"
    for key, value in {"name": names.slug, "version": "0.1.0", "description": about}.items():
        text = _put(text, rf"^{key} = .*$", f"{key} = {toml(value)}")
    return text


def _first_lines(text: str, names: Names, began: str) -> str:
    ours = f"""# {markdown(names.brand)}

Here the clients of {markdown(names.owner)} sign in with their account on the
[Spark Platform](https://sparkplatform.com/docs) (flexmls), and see the homes that this opens. It began as {began};
[docs/make-it-yours.md](docs/make-it-yours.md) tells what to change first, and how to take updates.

"""
    return _put(text, r"\A# .*\n\n(.+\n)+\n", ours)


def _settings(text: str, names: Names, sandbox: bool) -> str:
    text = _set(text, f"BRAND_NAME={dotenv(names.brand)}")
    text = _set(text, f"SPARK_USER_AGENT={names.slug}")
    if not names.portal:
        return text
    return _set(text, f"{'#' if sandbox else ''}SPARK_PORTAL={names.portal}")  # the sandbox has portals of its own


def _set(text: str, line: str) -> str:
    """In place of the line of the same name, which may be commented out, or at the end."""
    name = line.lstrip("#").partition("=")[0]
    changed = _put(text, rf"^#?{name}=.*$", line)
    return changed if f"\n{line}\n" in changed else f"{text}\n{line}\n"


def _put(text: str, pattern: str, instead: str) -> str:
    """In the first place that fits, word for word: a backslash in a name is no escape here."""
    return re.sub(pattern, lambda _: instead, text, count=1, flags=re.MULTILINE)


def _write_env(path: Path) -> None:
    """The settings with a secret that nobody has seen, for this machine's user only."""
    example = (path / ".env.example").read_text(encoding="utf-8")
    (path / ".env").touch(mode=0o600)
    change(path / ".env", lambda _: _set(example, f"SECRET_KEY={secrets.token_urlsafe(32)}"))
