"""Caddy as deploy/Caddyfile and docs/many-machines.md set it up, with addresses and certificates of this run."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import requests

from app.settings import ROOT

NOTE = ROOT / "docs" / "many-machines.md"
DEPLOY = ROOT / "deploy"
OWN = """{{
	admin off
	auto_https disable_redirects
	default_bind 127.0.0.1
	https_port {port}
	local_certs
	skip_install_trust
	storage file_system {folder}
"""
"""What a run on the loopback needs beside what is documented; `local_certs` makes Caddy its own authority."""
BLOCK = re.compile(r"^\treverse_proxy .*?^\t}\n", re.DOTALL | re.MULTILINE)


def version() -> str:
    """Ends the program where there is no Caddy."""
    if not shutil.which("caddy"):
        sys.exit("This needs Caddy: apt-get install caddy (its service is not needed).")
    return "Caddy " + subprocess.check_output(["caddy", "version"], text=True).split()[0].removeprefix("v")


@contextmanager
def caddy(port: int, machines: Sequence[str], folder: Path) -> Iterator[Path]:
    """In front of these machines at https://localhost:<port>; the certificate that visitors have to trust."""
    config = folder / "Caddyfile"
    config.write_text(OWN.format(port=port, folder=folder) + documented(machines).removeprefix("{\n"), encoding="utf-8")
    command = ["caddy", "run", "--adapter", "caddyfile", "--config", str(config)]
    environment = os.environ | {"HOME": str(folder), "DOMAIN": f"localhost:{port}"}
    with (folder / "caddy.log").open("ab") as log:
        running = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
    try:
        yield _trusted(folder, f"https://localhost:{port}/health/ready")
    finally:
        running.terminate()
        running.wait(20)


def documented(machines: Sequence[str]) -> str:
    """The Caddyfile of one machine, with the note's block for many in its place, for these machines."""
    one = (DEPLOY / "Caddyfile").read_text(encoding="utf-8")
    one = one[one.index("{\n") :].replace("/etc/caddy", str(DEPLOY))
    many = BLOCK.search(NOTE.read_text(encoding="utf-8"))
    assert many, f"no reverse_proxy in {NOTE.name}"
    many_here, found = re.subn(r"(10\.0\.0\.\d+:8000 ?)+", " ".join(machines) + " ", many[0])
    assert found == 1, f"{NOTE.name} names no machines"
    whole, found = BLOCK.subn(lambda _: many_here, one)
    assert found == 1, "deploy/Caddyfile has no reverse_proxy to put it in the place of"
    return whole


def _trusted(folder: Path, address: str) -> Path:
    root = folder / "pki" / "authorities" / "local" / "root.crt"
    until = time.monotonic() + 20
    while time.monotonic() < until:
        try:
            if root.exists() and requests.get(address, verify=str(root), timeout=5).ok:
                return root
        except (requests.RequestException, OSError):
            pass
        time.sleep(0.1)
    raise AssertionError(f"Caddy is not ready:\n{(folder / 'caddy.log').read_text(encoding='utf-8')[-3000:]}")
