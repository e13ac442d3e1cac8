"""A bare Debian in a folder, instead of the image that a Dockerfile begins with; and processes in it as in a container.

Debian 13 has the Dockerfile's Python. Needs Linux, root and mmdebstrap, and no service for containers.
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
"""What compose.yaml asks for: a root that cannot be written, /tmp and /dev/shm in memory, a volume, and no rights."""


def debian(folder: Path, *packages: str) -> Path:
    """The least that Debian has, and these packages."""
    options = ["--quiet", "--variant=minbase", f"--include={','.join(packages)}"]
    subprocess.run(["mmdebstrap", *options, SUITE, str(folder), MIRROR], check=True)
    return folder


def run(root: Path, command: str, environment: Mapping[str, str]) -> None:
    """As RUN does: by a shell, as root, with the network of this machine."""
    shutil.copy("/etc/resolv.conf", root / "etc" / "resolv.conf")
    subprocess.run(["chroot", root, "/bin/sh", "-c", command], env={"PATH": PATH, **environment}, check=True)


class Container:
    """A root to start processes in, each as the user with this id; `data` is what lies at /data."""

    def __init__(self, root: Path, data: Path, user: str, environment: Mapping[str, str]) -> None:
        self.root, self.data, self.user, self.environment = root, data, user, environment
        data.mkdir()
        os.chown(data, int(user), int(user))

    def start(self, *command: str) -> subprocess.Popen[str]:
        """Its process is that of the command itself, which hears signals."""
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
        """The exit status and what it said."""
        with self.start(*command) as process:
            said = process.communicate(timeout=60)[0]
        return process.returncode, said
