"""What the sources must not need: POSIX, an encoding that is UTF-8 by chance, names that only some systems take."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.config import ROOT

POSIX_MODULES = {"crypt", "fcntl", "grp", "nis", "posix", "pty", "pwd", "resource", "spwd", "syslog", "termios", "tty"}
POSIX_NAMES = {
    "os": "chown chroot fork forkpty getegid geteuid getgid getloadavg getpgid getpgrp getuid initgroups kill killpg "
    "mkfifo nice posix_spawn pread pwrite register_at_fork sched_getaffinity setgid setsid setuid statvfs sysconf "
    "uname wait waitpid",
    "select": "epoll kqueue poll",
    "signal": "SIGALRM SIGCHLD SIGHUP SIGKILL SIGPIPE SIGQUIT SIGUSR1 SIGUSR2 alarm pause setitimer sigwait",
    "socket": "AF_UNIX SO_REUSEPORT",
    "time": "tzset",
}
POSIX = {f"{module}.{name}" for module, names in POSIX_NAMES.items() for name in names.split()}
CLOCK = re.compile(r"(?<!\{)%-[a-zA-Z]")
"""Such as %-d, which only some systems' strftime knows; `{%-` begins a tag of a template."""
NOT_ON_WINDOWS = re.compile(r'[<>:"|?*\\]|[. ]$|^(con|prn|aux|nul|com\d|lpt\d)(\.|$)', re.IGNORECASE)
RUNNING = [
    ROOT / "wsgi.py",
    *(file for part in ("app", "sandbox", "workshop", "migrations") for file in (ROOT / part).rglob("*.py")),
]
TESTS = [*(ROOT / "tests").rglob("*.py"), *(ROOT / "tools").rglob("*.py")]
PARTS = ("app", "docs", "migrations", "sandbox", "static", "templates", "tests", "tools", "workshop")


def trees(files: list[Path]) -> Iterator[tuple[Path, ast.Module]]:
    for file in files:
        yield file.relative_to(ROOT), ast.parse(file.read_bytes())


def test_nothing_that_runs_needs_posix() -> None:
    found = [(file, name) for file, tree in trees(RUNNING) for name in posix_names(tree)]
    assert found == []


def posix_names(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        match node:
            case ast.Import(names=names):
                yield from (alias.name for alias in names if alias.name in POSIX_MODULES)
            case ast.ImportFrom(module=str(module), names=names):
                yield from (
                    f"{module}.{a.name}" for a in names if module in POSIX_MODULES or f"{module}.{a.name}" in POSIX
                )
            case ast.Attribute(value=ast.Name(id=module), attr=name) if f"{module}.{name}" in POSIX:
                yield f"{module}.{name}"
            case ast.Constant(value=str(text)) if CLOCK.search(text):
                yield text


def test_an_address_is_shared_with_its_last_user_on_posix_only() -> None:
    """SO_REUSEADDR lets two programs listen on one port elsewhere."""
    found = [file for file, tree in trees(RUNNING) if uses(tree) > sum(map(uses, posix_branches(tree)))]
    assert found == []


def uses(tree: ast.AST) -> int:
    return sum(isinstance(node, ast.Attribute) and node.attr == "SO_REUSEADDR" for node in ast.walk(tree))


def posix_branches(tree: ast.Module) -> Iterator[ast.If]:
    for node in ast.walk(tree):
        if isinstance(node, ast.If) and ast.unparse(node.test) == "os.name == 'posix'":
            yield node


def test_every_text_file_is_opened_with_its_encoding() -> None:
    found = [f"{file}:{line}" for file, tree in trees(RUNNING + TESTS) for line in opened_by_chance(tree)]
    assert found == []


def opened_by_chance(tree: ast.Module) -> Iterator[int]:
    """Lines that leave the encoding to the machine."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and is_text(node) and "encoding" not in [word.arg for word in node.keywords]:
            yield node.lineno


def is_text(call: ast.Call) -> bool:
    match call.func:
        case ast.Attribute(attr="read_text" | "write_text"):
            return True
        case ast.Name(id="open"):
            return not any(isinstance(mode, ast.Constant) and "b" in str(mode.value) for mode in call.args[1:])
    return False


def test_no_template_writes_a_date_as_one_system_does() -> None:
    folders = ("templates", "sandbox/templates", "workshop/templates")
    templates = [file for folder in folders for file in ROOT.glob(f"{folder}/**/*.html")]
    assert templates
    assert [file for file in templates if CLOCK.search(file.read_text(encoding="utf-8"))] == []


@pytest.fixture(scope="module")
def names() -> list[Path]:
    found = [file.relative_to(ROOT) for part in PARTS for file in (ROOT / part).rglob("*")]
    return [name for name in found if "__pycache__" not in name.parts]


def test_every_file_can_be_named_so_on_windows(names: list[Path]) -> None:
    assert [name for name in names if NOT_ON_WINDOWS.search(name.name)] == []


def test_no_two_files_differ_in_case_only(names: list[Path]) -> None:
    assert [name for name, times in Counter(str(name).casefold() for name in names).items() if times > 1] == []


def test_paths_leave_room_for_the_folder_they_are_in(names: list[Path]) -> None:
    """Windows ends many of them at 260 characters."""
    assert [name for name in names if len(str(name)) > 120] == []
