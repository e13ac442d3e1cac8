"""Where browsers reach the sandbox, if that is not where the portal does."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from flask import Flask

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment


def reach_at(app: Flask, address: str) -> None:
    """Every link of `app` to itself leads to `address` from now on, wherever the request came in.

    `address` is an origin, such as `https://name-8001.app.github.dev`.
    """
    inner = app.wsgi_app
    scheme, _, host = address.partition("://")

    def there(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        environ.update({"wsgi.url_scheme": scheme, "HTTP_HOST": host})
        return inner(environ, start_response)

    app.wsgi_app = there  # type: ignore[method-assign]  # Flask's own place for this
