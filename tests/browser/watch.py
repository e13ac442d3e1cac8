"""What happens behind the pages of a visit."""

from __future__ import annotations

from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, ConsoleMessage, Request, WebError


class Watch:
    """`faults` collects what no visit may cause: an error in the console or a script, or a request to another machine.

    What the Content-Security-Policy stops is an error in the console too. A page that answers with an error status, to
    the browser or to a script, is the test's own affair; a style sheet, script or photo that does is a fault.
    """

    def __init__(self, context: BrowserContext) -> None:
        self.faults: list[str] = []
        self._pages: set[str] = set()
        context.on("request", self._asked)
        context.on("console", self._said)
        context.on("weberror", self._threw)

    def _asked(self, request: Request) -> None:
        if request.is_navigation_request() or request.resource_type == "fetch":
            self._pages.add(request.url)
        address = urlsplit(request.url)
        if address.scheme != "data" and address.hostname != "127.0.0.1":
            self.faults.append(f"a request left this machine: {request.url}")

    def _said(self, message: ConsoleMessage) -> None:
        place = str(message.location["url"])
        page_failed = message.text.startswith("Failed to load resource") and place in self._pages
        if message.type == "error" and not page_failed:
            self.faults.append(f"{place}: {message.text}")

    def _threw(self, error: WebError) -> None:
        self.faults.append(str(error.error))
