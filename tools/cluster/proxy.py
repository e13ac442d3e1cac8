"""Caddy as deploy/Caddyfile and docs/cluster.md configure it, with addresses and certificates for this run."""

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

from app.config import ROOT

GUIDE = ROOT / "docs" / "cluster.md"
DEPLOY = ROOT / "deploy"
LOOPBACK_OPTIONS = """{{
	admin off
	auto_https disable_redirects
	default_bind 127.0.0.1
	https_port {port}
	local_certs
	skip_install_trust
	storage file_system {folder}
"""
"""The options that a run on the loopback adds. With `local_certs` Caddy issues its own certificates."""
BLOCK = re.compile(r"^\treverse_proxy .*?^\t}\n", re.DOTALL | re.MULTILINE)


def version() -> str:
    """Return Caddy's version. Exit if it is not installed."""
    if not shutil.which("caddy"):
        sys.exit("This needs Caddy: apt-get install caddy (its service is not needed).")
    return "Caddy " + subprocess.check_output(["caddy", "version"], text=True).split()[0].removeprefix("v")


@contextmanager
def caddy(port: int, machines: Sequence[str], folder: Path) -> Iterator[Path]:
    """Serve these machines at https://localhost:<port>, and yield the certificate to trust."""
    config = folder / "Caddyfile"
    options = LOOPBACK_OPTIONS.format(port=port, folder=folder)
    config.write_text(options + documented_config(machines).removeprefix("{\n"), encoding="utf-8")
    command = ["caddy", "run", "--adapter", "caddyfile", "--config", str(config)]
    environment = os.environ | {"HOME": str(folder), "DOMAIN": f"localhost:{port}"}
    with (folder / "caddy.log").open("ab") as log:
        running = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
    try:
        yield _trusted(folder, f"https://localhost:{port}/health/ready")
    finally:
        running.terminate()
        running.wait(20)


def documented_config(machines: Sequence[str]) -> str:
    """Put the guide's block for a cluster into the Caddyfile, with the addresses of these machines."""
    single = (DEPLOY / "Caddyfile").read_text(encoding="utf-8")
    single = single[single.index("{\n") :].replace("/etc/caddy", str(DEPLOY))
    documented = BLOCK.search(GUIDE.read_text(encoding="utf-8"))
    assert documented, f"no reverse_proxy in {GUIDE.name}"
    block, found = re.subn(r"(10\.0\.0\.\d+:8000 ?)+", " ".join(machines) + " ", documented[0])
    assert found == 1, f"{GUIDE.name} names no machines"
    config, found = BLOCK.subn(lambda _: block, single)
    assert found == 1, "deploy/Caddyfile has no reverse_proxy block to replace"
    return config


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
