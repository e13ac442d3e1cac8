"""Finds test modules that cannot run because `sandbox/` or `workshop/` has been deleted.

pytest does not collect them (see conftest.py). `python -m tests.dead_code` deletes them.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path

TESTS = Path(__file__).parent
HIDDEN_USES = {
    "sandbox": {
        "tests.start",
        "tests.portability.test_workflow",
        "tests.test_documents",
    },
    "workshop": {"tests.test_documents"},
}
"""Modules that need a deletable package although no import shows it: they test commands, workflows or documents."""


def main() -> None:
    for path in found(missing()):
        path.unlink()
        print(f"deleted {path.relative_to(TESTS.parent).as_posix()}")


def missing() -> set[str]:
    """Deleted packages. Look for the file, because Python imports a folder that holds only `__pycache__`."""
    return {name for name in HIDDEN_USES if not TESTS.parent.joinpath(*name.split("."), "__init__.py").exists()}


def found(gone: set[str]) -> list[Path]:
    """Files that need one of these packages, directly, through another file, or through their conftest.py."""
    named = {path: _modules_used(path) for path in TESTS.rglob("*.py")} if gone else {}
    gone = gone.union(*(HIDDEN_USES[package] for package in gone))
    dead: set[Path] = set()
    while more := {path for path, names in named.items() if _needs(names, gone) or _is_below(path, dead)}:
        dead |= more
        gone = gone | {_name(path) for path in more}
        named = {path: names for path, names in named.items() if path not in more}
    return sorted(dead)


def _modules_used(path: Path) -> set[str]:
    names = {_name(path)}
    for node in ast.walk(ast.parse(path.read_bytes(), str(path))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
        elif isinstance(node, ast.List):
            names |= _modules_run(node.elts)
    return names


def _modules_run(command: list[ast.expr]) -> set[str]:
    """Modules that a list such as `[sys.executable, "-m", "sandbox", …]` runs."""
    words = [word.value if isinstance(word, ast.Constant) else None for word in command]
    return {after for word, after in pairwise(words) if word == "-m" and isinstance(after, str)}


def _needs(names: Iterable[str], gone: set[str]) -> bool:
    return any(f"{name}.".startswith(f"{package}.") for name in names for package in gone)


def _is_below(path: Path, dead: set[Path]) -> bool:
    return any(folder / "conftest.py" in dead for folder in path.parents)


def _name(path: Path) -> str:
    """The module's import name."""
    return ".".join(path.relative_to(TESTS.parent).with_suffix("").parts).removesuffix(".__init__")


if __name__ == "__main__":
    main()
