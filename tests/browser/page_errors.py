"""Records errors in the browser."""

from __future__ import annotations

from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, ConsoleMessage, Request, WebError


class PageErrors:
    """`errors` collects errors in the console or a script, and requests to other machines.

    The console also reports what the Content-Security-Policy blocks. An error status of a page or of a script's request
    does not count, because tests expect some. An error status of a style sheet, script or photo counts.
    """

    def __init__(self, context: BrowserContext) -> None:
        self.errors: list[str] = []
        self._pages: set[str] = set()
        context.on("request", self._on_request)
        context.on("console", self._on_console)
        context.on("weberror", self._on_error)

    def _on_request(self, request: Request) -> None:
        if request.is_navigation_request() or request.resource_type == "fetch":
            self._pages.add(request.url)
        address = urlsplit(request.url)
        if address.scheme != "data" and address.hostname != "127.0.0.1":
            self.errors.append(f"a request left this machine: {request.url}")

    def _on_console(self, message: ConsoleMessage) -> None:
        place = str(message.location["url"])
        page_failed = message.text.startswith("Failed to load resource") and place in self._pages
        if message.type == "error" and not page_failed:
            self.errors.append(f"{place}: {message.text}")

    def _on_error(self, error: WebError) -> None:
        self.errors.append(str(error.error))
