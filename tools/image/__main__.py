"""`python -m tools.image` builds the image in a bare Debian, and serves from it as a container does.

It reads the steps from the Dockerfile. This machine's pip downloads the packages, and the build installs them offline.
"""

from __future__ import annotations

import os
import re
import shutil
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from packaging.markers import Marker

from app.config import ROOT
from deploy.sbom import Pin, pins
from tests.deploy import dockerfile
from tests.deploy.caddy import caddy
from tests.deploy.settings import production
from tests.sandbox_process import sandbox_process
from tests.servers import Visitor
from tools.image.container import Container, debian, run

UNWANTED = ("pip", "pip3", "gcc", "cc", "make", "git", "curl")


def main() -> None:
    if os.geteuid() or not all(map(shutil.which, ("mmdebstrap", "caddy"))):
        sys.exit("This needs root, mmdebstrap and Caddy: sudo apt-get install mmdebstrap caddy; sudo make image")
    with TemporaryDirectory(prefix="portal-image-") as folder:
        root = build(Path(folder))
        report("in the image", contents(root))
        serve(root, Path(folder))


def build(folder: Path) -> Path:
    """Carry out all steps, and return the root folder of the image."""
    began, (first, second) = time.monotonic(), dockerfile.stages()
    packages = debian(folder / "packages", "python3", "python3-venv", "python3-pip")
    fetch(packages / "wheels", first[0])
    for step in first:
        carry_out(step, packages, packages)
    image = debian(folder / "image", "python3")
    for step in second:
        carry_out(step, image, packages)
    report("built", f"{sum(map(len, (first, second)))} steps in {time.monotonic() - began:.0f} s")
    return image


def fetch(wheels: Path, base: dockerfile.Step) -> None:
    """Download the pinned packages for the Python version of this base image."""
    (python,) = re.findall(r"^python:([\d.]+)-", base.rest)
    wanted = wheels.with_name("wanted.txt")
    wanted.write_text("".join(line(pin) for pin in pins() if is_for(pin, python)), encoding="utf-8")
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary", ":all:"]
    subprocess.run(
        [*command, "--python-version", python, "--require-hashes", "-r", wanted, "-d", wheels],
        check=True,
        stderr=subprocess.DEVNULL,
    )


def is_for(pin: Pin, python: str) -> bool:
    versions = {"python_version": python, "python_full_version": f"{python}.0"}
    return not pin.marker or Marker(pin.marker).evaluate(versions)


def line(pin: Pin) -> str:
    return f"{pin.name}=={pin.version} {' '.join(f'--hash=sha256:{content}' for content in pin.hashes)}\n"


def carry_out(step: dockerfile.Step, root: Path, packages: Path) -> None:
    if step.word == "RUN":
        run(root, step.rest, {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": "/wheels", "PIP_ROOT_USER_ACTION": "ignore"})
    elif step.word == "COPY":
        copy(step.rest.split(), root, packages)


def copy(words: list[str], root: Path, packages: Path) -> None:
    *options, source, target = words
    to = root / target.lstrip("/")
    if options:
        subprocess.run(["cp", "--archive", packages / source.lstrip("/"), to], check=True)
        return
    for file in dockerfile.context():
        if source == "." or Path(source) == file:
            (to / file).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / file, to / file)


def contents(root: Path) -> str:
    """Return the sizes. Raises AssertionError if unwanted or writable files are there."""
    folders = [root / part for part in ("usr/bin", "usr/local/bin", "venv/bin")]
    found = [program for program in UNWANTED for folder in folders if (folder / program).exists()]
    assert not found, f"these programs should not be in the image: {found}"
    writable = list(map(str, writable_files(root)))
    assert not writable, f"the portal's user can write these files: {writable}"
    return ", ".join(f"{part or 'all'} {megabytes(root / part)} MB" for part in ("venv", "portal", ""))


def writable_files(root: Path) -> Iterator[Path]:
    """Files that the portal's user could write if the root were not read-only, except /data and sticky folders."""
    user = int(dockerfile.last("USER").rest.split(":")[0])
    for path in root.rglob("*"):
        info = path.lstat()
        open_to_all = info.st_mode & stat.S_IWOTH and not info.st_mode & stat.S_ISVTX
        ordinary = stat.S_ISREG(info.st_mode) or stat.S_ISDIR(info.st_mode)
        if ordinary and (info.st_uid == user or open_to_all) and path != root / "data":
            yield path


def megabytes(path: Path) -> int:
    return int(subprocess.check_output(["du", "--summarize", "--block-size=1M", path]).split()[0])


def serve(root: Path, folder: Path) -> None:
    (folder / "caddy").mkdir()
    with caddy(folder / "caddy") as proxy, sandbox_process("--callback", f"{proxy.url}/auth/callback") as spark:
        image = dockerfile.variables() | {"PORT": str(proxy.portal), "LISTEN": "127.0.0.1"}
        settings = production(proxy.url, spark, image["DATABASE_URL"]) | image
        container = Container(root, folder / "data", dockerfile.last("USER").rest.split(":")[0], settings)
        visitor = Visitor(proxy.url)
        visitor.http.verify = str(proxy.trusted)
        try_out(container, visitor)


def try_out(container: Container, visitor: Visitor) -> None:
    report("Python", succeed(container, "python3", "--version"))
    report("cannot write", ", ".join(path for path in ("/portal", "/venv", "/var/tmp") if refuses(container, path)))
    report("schema", succeed(container, "flask", "--app", "wsgi", "db", "upgrade"))
    portal = container.start(*dockerfile.last("CMD").command)
    try:
        report("health check", f"passes after {healthy_after(container):.1f} s")
        visitor.sign_in()
        report("signed in", f"{visitor.get('/search').status_code} {visitor.text('title')}")
    finally:
        began = time.monotonic()
        portal.terminate()
        output = portal.communicate(timeout=60)[0]
    assert portal.returncode == 0, output
    report("stopped", f"with status 0 after {time.monotonic() - began:.1f} s, {len(output.splitlines())} lines of log")


def succeed(container: Container, *command: str) -> str:
    status, output = container.run(*command)
    assert status == 0, output
    return output.strip()


def refuses(container: Container, path: str) -> bool:
    status, output = container.run("sh", "-c", f"echo > {path}/file")
    assert status, f"{path} can be written"
    # Without the read-only root anyone may write to /var/tmp.
    return "Read-only file system" in output or "Permission denied" in output


def healthy_after(container: Container) -> float:
    """Seconds until the image's own HEALTHCHECK passes."""
    began = time.monotonic()
    while container.run(*dockerfile.last("HEALTHCHECK").command)[0]:
        assert time.monotonic() < began + 60, "it does not become healthy"
        time.sleep(0.2)
    return time.monotonic() - began


def report(what: str, seen: str) -> None:
    print(f"{what:<14}{seen}", flush=True)


if __name__ == "__main__":
    main()
