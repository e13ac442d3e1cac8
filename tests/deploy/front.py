"""Caddy with the project's Caddyfile, on ports and with certificates of this run's own."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import requests

from app.settings import ROOT
from tests.start import free_port

CADDYFILE = ROOT / "deploy" / "Caddyfile"
OWN = """{{
	admin off
	default_bind 127.0.0.1
	http_port {http}
	https_port {https}
	skip_install_trust
	storage file_system {folder}
"""
"""What begins its global options here. For `localhost` Caddy is its own authority."""


@dataclass(frozen=True)
class Front:
    """The ports, that of the portal behind it too; `trusted` is the certificate that visitors have to trust."""

    portal: int
    http: int
    https: int
    trusted: Path

    @property
    def url(self) -> str:
        return f"https://localhost:{self.https}"


@contextmanager
def caddy(folder: Path, portal: int = 0) -> Iterator[Front]:
    """In front of the portal at this port, or of a free one where it may listen later; the folder is Caddy's own."""
    root = folder / "pki" / "authorities" / "local" / "root.crt"
    front = Front(portal or free_port(), free_port(), free_port(), root)
    config = folder / "Caddyfile"
    config.write_text(_own(front, folder), encoding="utf-8")
    command = ["caddy", "run", "--adapter", "caddyfile", "--config", str(config)]
    asked = {"DOMAIN": f"localhost:{front.https}", "PORTAL": f"127.0.0.1:{front.portal}"}
    with (folder / "caddy.log").open("wb") as log:
        running = subprocess.Popen(command, env=os.environ | asked | {"HOME": str(folder)}, stdout=log, stderr=log)
    try:
        _wait(front, folder / "caddy.log")
        yield front
    finally:
        running.terminate()
        running.wait(20)


def _own(front: Front, folder: Path) -> str:
    """The Caddyfile with this run's options before its own, and the page that it has in the project."""
    text = CADDYFILE.read_text(encoding="utf-8")
    options = OWN.format(http=front.http, https=front.https, folder=folder)
    assert "\n{\n" in text, "no global options"
    return text.replace("\n{\n", f"\n{options}", 1).replace("/etc/caddy", str(CADDYFILE.parent))


def _wait(front: Front, log: Path) -> None:
    """Until it speaks HTTPS. Caddy itself refuses so long a header, so no portal is needed."""
    until = time.monotonic() + 20
    while time.monotonic() < until:
        try:
            requests.get(front.url, headers={"X-Long": "x" * 50_000}, verify=str(front.trusted), timeout=5)
        except (requests.RequestException, OSError):
            time.sleep(0.1)
        else:
            return
    raise AssertionError(f"Caddy is not ready:\n{log.read_text(encoding='utf-8')[-3000:]}")
