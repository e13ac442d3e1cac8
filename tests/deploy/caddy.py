"""Caddy with the project's Caddyfile, on free ports and with certificates of its own."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import requests

from app.config import ROOT
from tests.servers import free_port

CADDYFILE = ROOT / "deploy" / "Caddyfile"
TEST_OPTIONS = """{{
	admin off
	default_bind 127.0.0.1
	http_port {http}
	https_port {https}
	skip_install_trust
	storage file_system {folder}
"""
"""These replace the start of its global options. Caddy issues its own certificate for `localhost`."""


@dataclass(frozen=True)
class Proxy:
    """Its ports, and the port of the portal behind it. Visitors have to trust the certificate `trusted`."""

    portal: int
    http: int
    https: int
    trusted: Path

    @property
    def url(self) -> str:
        return f"https://localhost:{self.https}"


@contextmanager
def caddy(folder: Path, portal: int = 0) -> Iterator[Proxy]:
    """Start Caddy before the portal's port, or before a free port for a portal that starts later."""
    root = folder / "pki" / "authorities" / "local" / "root.crt"
    proxy = Proxy(portal or free_port(), free_port(), free_port(), root)
    config = folder / "Caddyfile"
    config.write_text(_config(proxy, folder), encoding="utf-8")
    command = ["caddy", "run", "--adapter", "caddyfile", "--config", str(config)]
    asked = {"DOMAIN": f"localhost:{proxy.https}", "PORTAL": f"127.0.0.1:{proxy.portal}"}
    with (folder / "caddy.log").open("wb") as log:
        running = subprocess.Popen(command, env=os.environ | asked | {"HOME": str(folder)}, stdout=log, stderr=log)
    try:
        _wait(proxy, folder / "caddy.log")
        yield proxy
    finally:
        running.terminate()
        running.wait(20)


def _config(proxy: Proxy, folder: Path) -> str:
    """Add the test options to the Caddyfile, and use the error page from the project."""
    text = CADDYFILE.read_text(encoding="utf-8")
    options = TEST_OPTIONS.format(http=proxy.http, https=proxy.https, folder=folder)
    assert "\n{\n" in text, "no global options"
    return text.replace("\n{\n", f"\n{options}", 1).replace("/etc/caddy", str(CADDYFILE.parent))


def _wait(proxy: Proxy, log: Path) -> None:
    """Wait for HTTPS. Caddy itself rejects a header this long, so no portal is needed."""
    until = time.monotonic() + 20
    while time.monotonic() < until:
        try:
            requests.get(proxy.url, headers={"X-Long": "x" * 50_000}, verify=str(proxy.trusted), timeout=5)
        except (requests.RequestException, OSError):
            time.sleep(0.1)
        else:
            return
    raise AssertionError(f"Caddy is not ready:\n{log.read_text(encoding='utf-8')[-3000:]}")
