"""The pages of the workshop as a learner follows them: a copy of the project, its commands, and what they print."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from app.config import Settings
from tests import project
from tests.servers import free_port
from workshop.lessons import PAGES

FENCE = re.compile(r"^```(sh|text)\b *([a-z]*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
NOBODY = "-c user.name=Nobody -c user.email=nobody@example.com"
PAGES_OF_LESSONS = sorted(page.name for page in PAGES.glob("[0-9]*-*.md"))


@dataclass(frozen=True)
class Step:
    """A block of commands, how it ends (`fails`, `serves` or nothing), and the lines that it prints."""

    commands: str
    ending: str
    lines: list[str] = field(default_factory=list)


def steps(page: str) -> list[Step]:
    found: list[Step] = []
    listening = False
    for kind, word, body in FENCE.findall((PAGES / page).read_text(encoding="utf-8")):
        if kind == "sh":
            found.append(Step(body, word))
        elif listening and word != "shown":
            found[-1].lines.extend(filter(str.strip, body.splitlines()))
        listening = kind == "sh"
    return found


def copy_of_the_project(folder: Path) -> Path:
    """A clone with one commit, and with this environment as `.venv`."""
    project.copy_to(folder)
    for words in ("init --quiet --initial-branch main", "add --all", f"{NOBODY} commit --quiet --message Portal"):
        subprocess.run(["git", *words.split()], cwd=folder, check=True)
    (folder / ".venv").symlink_to(sys.prefix)
    return folder


class Classroom:
    """One learner at one copy of the project, with ports of their own."""

    def __init__(self, project: Path) -> None:
        self.project, self.ports = project, {"8000": str(free_port()), "8001": str(free_port())}
        ours = {name.upper() for name in Settings.model_fields} | {"FLASK_RUN_FROM_CLI", "VIRTUAL_ENV"}
        kept = {name: value for name, value in os.environ.items() if name not in ours and "PYTEST" not in name}
        path = f"{project / '.venv' / 'bin'}{os.pathsep}{kept['PATH']}"
        self.environment = kept | {"PATH": path, "PORT": self.ports["8000"], "SANDBOX_PORT": self.ports["8001"]}

    def follow(self, page: str) -> None:
        """Do what the page says, from top to bottom; fails where it is not as the page says."""
        with ExitStack() as running:
            for step in steps(page):
                serves = step.ending == "serves"
                printed = running.enter_context(self._serving(step)) if serves else self._run(step)
                for line in step.lines:
                    missing = None if self._like(line).search(_spaced(printed)) else line
                    assert missing is None, f"{step.commands}does not print {line!r}, but:\n{printed}"

    def mapped(self, text: str) -> str:
        """With this classroom's ports in place of the ones that the pages name."""
        return re.sub("8000|8001", lambda port: self.ports[port[0]], text)

    def _like(self, line: str) -> re.Pattern[str]:
        return re.compile(".*?".join(map(re.escape, _spaced(self.mapped(line).strip()).split("…"))))

    def _run(self, step: Step) -> str:
        done = subprocess.run(
            self._bash(step), cwd=self.project, env=self.environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            text=True, timeout=120, check=False,
        )  # fmt: skip
        printed = done.stdout
        assert bool(done.returncode) is (step.ending == "fails"), f"{step.commands}ended {done.returncode}:\n{printed}"
        return printed

    @contextmanager
    def _serving(self, step: Step) -> Iterator[str]:
        log = self.project / f"served-{len(list(self.project.glob('served-*')))}.log"
        if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:  # a background shell ignores Ctrl-C, and hands that on
            signal.signal(signal.SIGINT, signal.default_int_handler)
        with log.open("w") as output:
            server = subprocess.Popen(
                self._bash(step), cwd=self.project, env=self.environment, stdout=output, stderr=output,
                start_new_session=True,
            )  # fmt: skip
        try:
            self._wait(server, self.ports["8001" if "-m sandbox" in step.commands else "8000"], log)
            yield log.read_text(encoding="utf-8")
        finally:
            _stop(server)

    def _bash(self, step: Step) -> list[str]:
        return ["bash", "-e", "-c", self.mapped(step.commands)]

    def _wait(self, server: subprocess.Popen[bytes], port: str, log: Path) -> None:
        for _ in range(300):
            with suppress(OSError), socket.create_connection(("localhost", int(port)), timeout=1):
                return
            assert server.poll() is None, f"the server ended:\n{log.read_text(encoding='utf-8')}"
            time.sleep(0.1)
        raise AssertionError(f"nothing answers on port {port}:\n{log.read_text(encoding='utf-8')}")


def _spaced(text: str) -> str:
    return re.sub(r"\s+", " ", text)


def _stop(server: subprocess.Popen[bytes]) -> None:
    """Ctrl-C, again if need be: it may come while a program is starting another, and be lost."""
    for _ in range(10):
        with suppress(ProcessLookupError, subprocess.TimeoutExpired):
            os.killpg(server.pid, signal.SIGINT)
            server.wait(3)
            return
    server.wait(1)
