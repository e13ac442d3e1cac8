"""A project without the workshop, or without the sandbox too: what is left out, and what no longer names it."""

from __future__ import annotations

import re
import subprocess
import sys
from functools import partial
from pathlib import Path

from .theirs import change

WORKSHOP = ("*workshop*",)
SANDBOX = ("sandbox/*", "tools/*", "docs/sandbox.md", "tests/sandbox/*", "tests/browser/*", ".devcontainer/*")
"""The tools and the browser's tests run on the sandbox; the dev container is for a class that works on it."""

Edits = dict[str, list[tuple[str, str]]]
"""By file: each pattern, in lines, and what stands there instead."""

NO_WORKSHOP: Edits = {
    "pyproject.toml": [(r'^"docs/workshop/.*\n', "")],
    ".env.example": [(r"^\n# The workshop.*\n#WORKSHOP=.*\n", "")],
    "README.md": [(r"^### (The workshop|A project of your own)\n(?:(?!#).*\n)*", "")],
}
NO_SANDBOX: Edits = {
    "pyproject.toml": [
        (r'"sandbox", |, "sandbox"|"tools", ', ""),
        (r'^\[\[tool\.importlinter\.contracts\]\]\nname = ".*sandbox.*\n(.+\n)*\n', ""),
        (r'^"(sandbox|tools)/.*\n', ""),
        (r"^markers = .*browser.*\n", ""),
    ],
    "Makefile": [
        (r"^export SANDBOX_PORT.*\n", ""),
        (r"## Open the portal on the sandbox \(PORT=8000 SANDBOX_PORT=8001\)", "## Open the portal (PORT=8000)"),
        (r' -m "not browser"', ""),
        (r" sandbox/templates", ""),
        (r"^(browser|bench|chaos|cluster|image):.*\n(\t.*\n)*\n", ""),
        (r"(?<=.) (browser|bench|chaos|cluster|image)\b(?=.*pins$)", ""),
    ],
    ".github/workflows/ci.yml": [(r"^.* -m tests\.start_plain\n", ""), (r' -m "not browser"', "")],
    ".ci/run": [
        (r'^step ".*make browser"\n.+\n\n', ""),
        (r'^step ".*make run.*\n.+\n\n', ""),
        (r'^step ".*make (bench|chaos|cluster).*\n(.+\n)+\n', ""),
        (r"^have (chromium|caddy).*\n", ""),
    ],
    ".env.example": [(r" Without SPARK_CLIENT_ID the portal runs on the embedded sandbox\.", "")],
    "README.md": [
        (r"^## Start\n(.*\n)*?(?=##)", "## Start\n\n{start}\n\n"),
        (r' -m "not browser"', ""),
        (r"^- What breaks.*\n(  .*\n)*", ""),
        (r"^Other ports are `PORT` and `SANDBOX_PORT`", "Another port is `PORT`"),
        (r"; without an id, development runs on the sandbox \| the sandbox's", " | "),
    ],
}

START = """You need Python 3.11 or newer, git, make, and a key from FBS: see below.

    make run     # opens the portal at http://localhost:8000
    make test    # runs the tests, on SQLite and on a real PostgreSQL

The first call installs what is needed into `.venv`, with pinned hashes. `make help` lists the other commands."""


def left_out(workshop: bool, sandbox: bool) -> tuple[str, ...]:
    """Patterns of the paths that are not copied."""
    return (*(WORKSHOP if workshop or sandbox else ()), *(SANDBOX if sandbox else ()))


def mend(path: Path) -> None:
    """Whatever names what is not there: configuration, the README, links, tests. Raises OSError."""
    if (path / "app" / "workshop").exists():
        return
    _unname(path, NO_WORKSHOP, "workshop|new-portal")
    if not (path / "sandbox").exists():
        _unname(path, NO_SANDBOX, "sandbox")
    for page in (path / "README.md", *(path / "docs").rglob("*.md")):
        change(page, partial(_without_dead_links, folder=page.parent))
    orphans = [sys.executable, "-B", "-m", "tests.dead_code"]
    subprocess.run(orphans, cwd=path, capture_output=True, check=True)  # noqa: S603 - our own module


def _unname(path: Path, edits: Edits, words: str) -> None:
    for file, changes in edits.items():
        change(path / file, partial(_edited, changes=changes))
    change(path / "README.md", partial(_without_mentions, words=words))


def _edited(text: str, changes: list[tuple[str, str]]) -> str:
    for pattern, instead in changes:
        text = re.sub(pattern, instead.replace("{start}", START), text, flags=re.MULTILINE)
    return text


def _without_mentions(text: str, words: str) -> str:
    """Without the paragraphs, items, rows and lines of code that name one of these words."""
    unit = r"^(?:\||    ).*\n|^(?:- )?(?!\||    |- |#).+\n(?:(?!\||    |- |#).+\n)*"
    return re.sub(
        unit, lambda found: "" if re.search(words, found[0], re.IGNORECASE) else found[0], text, flags=re.MULTILINE
    )


def _without_dead_links(text: str, folder: Path) -> str:
    """A link to a file that was left out becomes its plain text, a picture nothing."""

    def kept(link: re.Match[str]) -> str:
        if ":" in link["to"] or (folder / link["to"]).exists():
            return link[0]
        return "" if link["picture"] else link["text"]

    return re.sub(r"(?P<picture>!?)\[(?P<text>[^\]]*)\]\((?P<to>[^)#\s]+)(?:#[^)\s]*)?\)", kept, text)
