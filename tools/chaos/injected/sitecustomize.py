"""Python imports this module at start in the portal's processes. It controls their clock, DNS and trusted authorities.

CHAOS_CONTROL is a file of two numbers: the seconds that the clock is ahead, and whether DNS fails. It is memory-mapped,
so a change takes effect at once in all processes.
"""

from __future__ import annotations

import mmap
import os
import socket
import struct
import time
from pathlib import Path
from typing import Any

import certifi

SPARK = "spark.test"
_path = Path(os.environ["CHAOS_CONTROL"])
with _path.open("rb") as _file:
    _control = mmap.mmap(_file.fileno(), 16, access=mmap.ACCESS_READ)
_time, _resolve = time.time, socket.getaddrinfo
_trusted = str(_path.with_name("trusted.pem"))


def _shifted() -> float:
    return _time() + float(struct.unpack_from("d", _control, 0)[0])


def _resolved(host: Any, *args: Any, **kwargs: Any) -> Any:
    if host != SPARK:
        return _resolve(host, *args, **kwargs)
    if struct.unpack_from("d", _control, 8)[0]:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
    return _resolve("127.0.0.1", *args, **kwargs)


time.time = _shifted
socket.getaddrinfo = _resolved
certifi.where = lambda: _trusted
