"""Test modules whose other half is gone: what they import, `sandbox/` or `app/workshop/`, has been deleted.

pytest does not collect them (see conftest.py); `python -m tests.orphans` deletes them.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path

TESTS = Path(__file__).parent
UNSEEN = {
    "sandbox": {
        "tests.bench",
        "tests.faults",
        "tests.many",
        "tests.start",
        "tests.any_laptop.test_workflow",
        "tests.test_documents",
    },
    "app.workshop": {"tests.test_documents"},
}
"""What needs a package that may be deleted, though no import shows it: make or a workflow starts it, pages name it."""


def main() -> None:
    for path in found(missing()):
        path.unlink()
        print(f"deleted {path.relative_to(TESTS.parent).as_posix()}")


def missing() -> set[str]:
    """Not asked of Python's import system: a folder left with nothing but `__pycache__` still counts as a package."""
    return {name for name in UNSEEN if not TESTS.parent.joinpath(*name.split("."), "__init__.py").exists()}


def found(gone: set[str]) -> list[Path]:
    """The files that import or run one of these packages, or a file that does, or have a conftest.py that does."""
    named = {path: _named(path) for path in TESTS.rglob("*.py")} if gone else {}
    gone = gone.union(*(UNSEEN[package] for package in gone))
    orphans: set[Path] = set()
    while more := {path for path, names in named.items() if _needs(names, gone) or _is_below(path, orphans)}:
        orphans |= more
        gone = gone | {_name(path) for path in more}
        named = {path: names for path, names in named.items() if path not in more}
    return sorted(orphans)


def _named(path: Path) -> set[str]:
    names = {_name(path)}
    for node in ast.walk(ast.parse(path.read_bytes(), str(path))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
        elif isinstance(node, ast.List):
            names |= _run(node.elts)
    return names


def _run(command: list[ast.expr]) -> set[str]:
    """What `[sys.executable, "-m", "sandbox", …]` runs."""
    words = [word.value if isinstance(word, ast.Constant) else None for word in command]
    return {after for word, after in pairwise(words) if word == "-m" and isinstance(after, str)}


def _needs(names: Iterable[str], gone: set[str]) -> bool:
    return any(f"{name}.".startswith(f"{package}.") for name in names for package in gone)


def _is_below(path: Path, orphans: set[Path]) -> bool:
    return any(folder / "conftest.py" in orphans for folder in path.parents)


def _name(path: Path) -> str:
    """As it is imported: a package by its folder."""
    return ".".join(path.relative_to(TESTS.parent).with_suffix("").parts).removesuffix(".__init__")


if __name__ == "__main__":
    main()
