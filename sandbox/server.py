"""A web server that keeps connections open, as Spark's does."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterable
from io import BytesIO
from typing import TYPE_CHECKING

from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server
from werkzeug.wrappers import Response

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment
    from flask import Flask


LOOPBACK = "127.0.0.1"


class KeepAliveHandler(WSGIRequestHandler):
    """HTTP/1.1 with keep-alive; Werkzeug's own handler closes. It logs nothing, because URLs contain codes."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def make_environ(self) -> WSGIEnvironment:
        """Read the whole body, so that the next request on this connection starts cleanly."""
        environ = super().make_environ()
        length = -1 if environ.get("wsgi.input_terminated") else int(environ.get("CONTENT_LENGTH") or 0)
        environ["wsgi.input"] = BytesIO(environ["wsgi.input"].read(length))
        return environ

    def run_wsgi(self) -> None:
        response = Response.from_app(self.server.app, self.make_environ(), buffered=True)
        body = response.get_data()
        self.send_response(response.status_code)
        response.headers.setdefault("Content-Length", str(len(body)))
        for name, value in response.headers.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log(self, type: str, message: str, *args: object) -> None:  # noqa: A002 - the parameter is Werkzeug's
        pass


def bound_server(app: Flask, port: int = 0) -> BaseWSGIServer:
    """A server on the loopback, ready for `serve_forever`; port 0 picks a free one. Raises OSError for a used port."""
    with socket.socket() as probe:  # Werkzeug exits the process if the port is in use
        if os.name == "posix":  # reuse a port that was just closed; on Windows this would share a live one
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind((LOOPBACK, port))
    return make_server(LOOPBACK, port, app, threaded=True, request_handler=KeepAliveHandler)


def set_public_origin(app: Flask, address: str) -> None:
    """Make all links of `app` to itself start with `address`, an origin such as `https://name-8001.app.github.dev`."""
    inner = app.wsgi_app
    scheme, _, host = address.partition("://")

    def with_public_origin(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        environ.update({"wsgi.url_scheme": scheme, "HTTP_HOST": host})
        return inner(environ, start_response)

    app.wsgi_app = with_public_origin  # type: ignore[method-assign]  # Flask documents this
