"""A bare Debian in a folder, in place of the Dockerfile's base image, and container-like processes in it.

Debian 13 has the Dockerfile's Python. This needs Linux, root and mmdebstrap, but no container service.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

SUITE = "trixie"
MIRROR = os.environ.get("DEBIAN_MIRROR", "http://deb.debian.org/debian")
PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
CONTAINER = """
set -e
mount --make-rprivate /
mount --bind "$ROOT" "$ROOT"
mount -t proc -o ro proc "$ROOT/proc"
mount -t tmpfs tmpfs "$ROOT/tmp"
mkdir -p "$ROOT/dev/shm" && mount -t tmpfs tmpfs "$ROOT/dev/shm"
mount --bind "$DATA" "$ROOT/data"
mount -o remount,bind,ro "$ROOT"
exec chroot "$ROOT" setpriv --reuid="$USER_ID" --regid="$USER_ID" --clear-groups --no-new-privs \\
    --bounding-set=-all --inh-caps=-all "$@"
"""
"""As in compose.yaml: a read-only root, /tmp and /dev/shm in memory, a volume, and no capabilities."""


def debian(folder: Path, *packages: str) -> Path:
    """Install a minimal Debian with these packages."""
    options = ["--quiet", "--variant=minbase", f"--include={','.join(packages)}"]
    subprocess.run(["mmdebstrap", *options, SUITE, str(folder), MIRROR], check=True)
    return folder


def run(root: Path, command: str, environment: Mapping[str, str]) -> None:
    """Run a command as RUN does: in a shell, as root, with this machine's network."""
    shutil.copy("/etc/resolv.conf", root / "etc" / "resolv.conf")
    subprocess.run(["chroot", root, "/bin/sh", "-c", command], env={"PATH": PATH, **environment}, check=True)


class Container:
    """Starts processes in a root folder as the user with this id. `data` is mounted at /data."""

    def __init__(self, root: Path, data: Path, user: str, environment: Mapping[str, str]) -> None:
        self.root, self.data, self.user, self.environment = root, data, user, environment
        data.mkdir()
        os.chown(data, int(user), int(user))

    def start(self, *command: str) -> subprocess.Popen[str]:
        """Start a command. The process is the command itself, so it gets our signals."""
        variables = [f"{name}={value}" for name, value in self.environment.items()]
        inside = ["env", "--ignore-environment", "--chdir=/portal", *variables, *command]
        return subprocess.Popen(
            ["unshare", "--mount", "sh", "-c", CONTAINER, "sh", *inside],
            env={"PATH": PATH, "ROOT": str(self.root), "DATA": str(self.data), "USER_ID": self.user},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def run(self, *command: str) -> tuple[int, str]:
        """Return the exit status and the output."""
        with self.start(*command) as process:
            output = process.communicate(timeout=60)[0]
        return process.returncode, output
