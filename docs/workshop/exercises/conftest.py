"""What the tests of the exercises share: the learner's files, imported afresh for each test, and Spark's secrets."""

from __future__ import annotations

import importlib.util
import re
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

from tests.servers import Server

ROOT = Path(__file__).parents[3]

Load = Callable[[str], ModuleType]
Tokens = Callable[[], set[str]]


@pytest.fixture
def work(request: pytest.FixtureRequest) -> Path:
    """The learner's folder: `exercises/lesson_N` of the test `test_lesson_N.py`."""
    number = re.sub(r"\D", "", request.path.stem)
    return ROOT / "exercises" / f"lesson_{number}"


@pytest.fixture
def load(work: Path, monkeypatch: pytest.MonkeyPatch) -> Load:
    """Imports a file of the learner's by its name, such as `exchange`, as if for the first time."""

    def load(name: str) -> ModuleType:
        file = work / f"{name}.py"
        assert file.exists(), f"{file.relative_to(ROOT).as_posix()} is not there. Did you rename it?"
        spec = importlib.util.spec_from_file_location(f"{work.name}_{name}", file)
        assert spec
        assert spec.loader
        module = importlib.util.module_from_spec(spec)
        monkeypatch.setitem(sys.modules, spec.name, module)
        spec.loader.exec_module(module)
        return module

    return load


@pytest.fixture
def tokens(sandbox: Server) -> Tokens:
    """Tells every access and refresh token that the sandbox has given out so far."""
    store = sandbox.app.extensions["sandbox"].tokens
    return lambda: {*store._tokens, *store._refreshes}
