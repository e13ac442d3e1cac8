"""Consoles that are not UTF-8: what is written stays readable, and nothing fails over it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from sandbox.homes import QUIRKS
from tests.doctor.report import given
from tests.portability.checkout import check_out
from tests.servers import Server
from tests.start_plain import demo, home

FLASK = (sys.executable, "-m", "flask")
SANDBOX = (sys.executable, "-m", "sandbox", "--port", "0", "--with-parent")


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return check_out(tmp_path_factory.mktemp("checkout"))


@pytest.fixture(params=["ascii", "cp1252"])
def console(request: pytest.FixtureRequest) -> dict[str, str]:
    """The variables of a terminal from before UTF-8. Python also tells whose code leaves an encoding to chance.

    Flask would copy `.env` into the environment, which holds ASCII only there; the portal reads the file itself.
    """
    old = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONWARNDEFAULTENCODING": "1", "FLASK_SKIP_DOTENV": "1"}
    return old | {"PYTHONIOENCODING": request.param}


def test_the_commands_speak_there(checkout: Path, console: dict[str, str]) -> None:
    assert "this version needs" in said(checkout, console, *FLASK, "--app", "wsgi", "db", "current")
    assert "consumers signed in" in said(checkout, console, *FLASK, "--app", "wsgi", "sessions")
    assert "Pat Olsen" in said(checkout, console, *SANDBOX)


def test_the_doctor_is_readable_there(
    checkout: Path, console: dict[str, str], sandbox: Server, sqlite_url: str
) -> None:
    settings = {name.upper(): value for name, value in given(sandbox.url, sqlite_url).items()}
    words = said(checkout, console | settings, *FLASK, "--app", "wsgi", "doctor")
    assert "opened for the portal" in words
    assert re.search(r"Visitors reach [?Ł]ucja “Lu” Müller by", words)


def test_the_demo_prints_a_letter_there(checkout: Path, console: dict[str, str], tmp_path: Path) -> None:
    printed = tmp_path / "printed"
    with demo(*FLASK, folder=checkout, printed=printed, environment=console) as visitor:
        assert "Pat" in home(visitor)
        visitor.get(f"/ask?home={QUIRKS['million']}")
        visitor.press("Send to", message="Is “Elm → Oak” ✓ open? 家")
        assert "on its way" in visitor.h1
    assert "Elm ? Oak" in own_words(printed.read_bytes(), checkout, console)


def said(checkout: Path, console: dict[str, str], *command: str) -> str:
    """What a command that must succeed writes."""
    environment = os.environ | console
    done = subprocess.run(
        command, cwd=checkout, env=environment, stdin=subprocess.DEVNULL, capture_output=True, timeout=30, check=False
    )
    assert done.returncode == 0, done.stderr.decode()
    return own_words(done.stdout + done.stderr, checkout, console)


def own_words(printed: bytes, checkout: Path, console: dict[str, str]) -> str:
    """Click takes ASCII for a mistake, and writes UTF-8 there."""
    words = printed.decode(console["PYTHONIOENCODING"].replace("ascii", "utf-8"))
    assert "Traceback" not in words
    assert not [line for line in words.splitlines() if "EncodingWarning" in line and str(checkout) in line]
    return words
