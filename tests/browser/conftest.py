"""A real Chromium in front of the portal and the sandbox, both on the loopback."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.page_errors import PageErrors
from tests.caches import forget_page_contexts
from tests.conftest import Start
from tests.servers import Server

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MISSING = "Chromium was not found. On Debian: apt-get install chromium. Elsewhere set CHROMIUM=/path/to/chrome."
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
    "--disable-sync", "--no-first-run", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
]  # fmt: skip
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
DESKTOP = {"viewport": {"width": 1280, "height": 900}}

Open = Callable[..., Page]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.is_relative_to(Path(__file__).parent):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One process for the whole run, with the page cache behind the Back button that Playwright would switch off."""
    program = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    if program is None or not Path(program).is_file():
        pytest.exit(MISSING, returncode=1)
    with sync_playwright() as playwright:
        launch = playwright.chromium.launch
        with launch(executable_path=program, args=FLAGS, ignore_default_args=["--disable-back-forward-cache"]) as found:
            yield found


@pytest.fixture(autouse=True)
def _new_process() -> None:
    """Each test has a sandbox of its own, whose address is part of what the portal keeps (the logo of the MLS)."""
    forget_page_contexts()


@pytest.fixture
def portal(start_portal: Start) -> Server:
    """As `make run` opens it: on the sandbox, in its sample colours and names."""
    return start_portal(spark_client_id="")


@pytest.fixture
def open_page(chromium: Browser, portal: Server) -> Iterator[Open]:
    """Opens a page in a fresh profile on the portal; keyword arguments are Playwright's for a context.

    In the end the test fails over whatever went wrong behind a page, see `PageErrors`.
    """
    recorded: list[PageErrors] = []
    with ExitStack() as profiles:

        def start(**options: Any) -> Page:
            context = profiles.enter_context(chromium.new_context(base_url=portal.url, **(DESKTOP | options)))
            context.set_default_timeout(5_000)
            recorded.append(PageErrors(context))
            return context.new_page()

        yield start
    errors = [error for page in recorded for error in page.errors]
    assert not errors, "\n".join(errors)


@pytest.fixture
def page(open_page: Open) -> Page:
    return open_page()
