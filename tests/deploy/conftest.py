"""The portal as docs/deploy.md sets it up: gunicorn on production's settings, behind Caddy."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from importlib import import_module

import pytest

from app import migrate
from app.db import Database
from tests.conftest import MISSING
from tests.deploy.caddy import Proxy, caddy
from tests.deploy.settings import production
from tests.machine import Machine
from tests.release import copy_release
from tests.servers import Server, Visitor


@pytest.fixture(scope="module")
def proxy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Proxy]:
    """Caddy alone: the portal behind it may not run yet."""
    if not shutil.which("caddy"):
        pytest.skip("needs Caddy")
    with caddy(tmp_path_factory.mktemp("caddy")) as proxy:
        yield proxy


@pytest.fixture(scope="module")
def sandbox(proxy: Proxy) -> Iterator[Server]:
    if "sandbox" in MISSING:
        pytest.skip("needs the sandbox, which has been deleted")
    app = import_module("sandbox").create_sandbox(callback=f"{proxy.url}/auth/callback")
    with Server().serving(app) as server:
        yield server


@pytest.fixture(scope="module")
def machine(proxy: Proxy, sandbox: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Machine]:
    """The portal that Caddy leads to, running."""
    folder = tmp_path_factory.mktemp("portal")
    url = f"sqlite:///{folder / 'portal.db'}"
    database = Database(url)
    migrate.upgrade(database)
    database.engine.dispose()
    settings = production(proxy.url, sandbox.url, url) | {"PATH": os.environ["PATH"]}
    machine = Machine(proxy.portal, copy_release(folder / "release"), settings, folder / "log")
    machine.start()
    yield machine
    machine.kill()


@pytest.fixture
def visitor(proxy: Proxy, machine: Machine) -> Visitor:
    """Signed in, over HTTPS."""
    if not machine.is_ready():
        machine.start()
    visitor = Visitor(proxy.url)
    visitor.http.verify = str(proxy.trusted)
    visitor.sign_in()
    return visitor
