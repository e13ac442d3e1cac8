"""These services are read only, by GET or by a POST that stands for one."""

from __future__ import annotations

from flask import request

from sandbox.envelope import SparkFault
from sandbox.gate import is_long_get


def reads_only() -> None:
    """Refuses a POST that is not a GET in disguise; what it carries is then read like a query."""
    if request.method == "POST" and not is_long_get():
        raise SparkFault(405, 405, "Method Not Allowed")
