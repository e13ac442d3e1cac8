"""A web server for the sandbox that keeps connections open, as Spark's does."""

from __future__ import annotations

import os
import socket
from io import BytesIO
from typing import TYPE_CHECKING

from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server
from werkzeug.wrappers import Response

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment
    from flask import Flask

LOOPBACK = "127.0.0.1"


class Connection(WSGIRequestHandler):
    """HTTP/1.1 with keep-alive, where Werkzeug's own handler closes; it logs nothing, as addresses hold codes."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def make_environ(self) -> WSGIEnvironment:
        """The request with its body read to the end, so that the next request starts cleanly."""
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
    """A server on the loopback, ready for `serve_forever`; port 0 takes a free one. Raises OSError if it is taken."""
    with socket.socket() as probe:  # because Werkzeug itself ends the process over a taken port
        if os.name == "posix":  # a port that was just closed is free; elsewhere this option would share a live one
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind((LOOPBACK, port))
    return make_server(LOOPBACK, port, app, threaded=True, request_handler=Connection)
