"""A portal in several processes, and many requests to them at the same time."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from threading import Barrier

import requests
from pydantic import SecretStr

from app.config import ROOT, Settings
from tests.servers import Server, Visitor


@dataclass(frozen=True)
class Process:
    url: str
    popen: subprocess.Popen[str]

    def kill(self) -> None:
        """Send SIGKILL: it finishes and cleans up nothing."""
        self.popen.kill()
        self.popen.wait(10)


@contextmanager
def processes(portal: Server, *options: str) -> Iterator[list[Process]]:
    """Start more processes of a portal, with its settings: one for each of the `options` of `portal_process`."""
    environment = os.environ | _plain(portal.app.extensions["settings"])
    with ExitStack() as running:
        started = [running.enter_context(_started(given.split(), environment)) for given in options]
        yield [Process(_line(popen), popen) for popen in started]


def ask_at_once(addresses: Sequence[str], visitor: Visitor) -> list[requests.Response]:
    """Open all these pages at the same time, and return the responses. Redirects are not followed."""
    ready, cookies = Barrier(len(addresses)), visitor.http.cookies.get_dict()

    def ask(address: str) -> requests.Response:
        ready.wait(20)
        return requests.get(address, cookies=cookies, allow_redirects=False, timeout=30)

    with ThreadPoolExecutor(len(addresses)) as pool:
        return list(pool.map(ask, addresses))


@contextmanager
def _started(options: list[str], environment: dict[str, str]) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-m", "tests.refresh.portal_process", *options]
    with subprocess.Popen(
        command, cwd=ROOT, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as popen:
        yield popen
        popen.kill()


def _plain(settings: Settings) -> dict[str, str]:
    """The settings as environment variables."""
    return {
        name.upper(): str(value.get_secret_value() if isinstance(value, SecretStr) else value)
        for name, value in settings.model_dump().items()
        if value is not None
    }


def _line(popen: subprocess.Popen[str]) -> str:
    """The URL that the process prints when it is ready."""
    assert popen.stdout
    line = popen.stdout.readline().strip()
    assert line, "the process ended before it was ready"
    return line
