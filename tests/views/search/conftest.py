"""A portal whose search is read by Pat."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from shutil import copy

import pytest
from flask import Flask

from app import create_app, rate_limit
from app.rate_limit import Limit
from app.views import context
from app.views.search.choices import _fields, _options
from sandbox import create_sandbox
from tests.conftest import settings
from tests.servers import Server, Visitor


@pytest.fixture(scope="module")
def reading(migrated: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Flask, Visitor]]:
    """A portal where Pat is signed in, for tests that change nothing."""
    database = copy(migrated, tmp_path_factory.mktemp("search") / "portal.db")
    site = Server()
    with Server().serving(create_sandbox()) as spark:
        app = create_app(settings(site.url, spark.url, f"sqlite:///{database}"))
        with site.serving(app):
            visitor = Visitor(site.url)
            visitor.sign_in()
            yield app, visitor
        app.extensions["database"].engine.dispose()


@pytest.fixture
def reader(reading: tuple[Flask, Visitor], monkeypatch: pytest.MonkeyPatch) -> Visitor:
    """Who reads faster than people do."""
    monkeypatch.setattr(rate_limit, "PAGES", Limit("pages", 10_000, 60))
    return reading[1]


@pytest.fixture
def pat(visitor: Visitor) -> Visitor:
    visitor.sign_in()
    return visitor


@pytest.fixture
def cold() -> Iterator[None]:
    """Nothing is known of any MLS."""
    for known in (_fields, _options, context._types):
        known.clear()
    yield
    for known in (_fields, _options, context._types):
        known.clear()
