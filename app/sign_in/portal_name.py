"""The system name of an agent's portal, from whatever the visitor has: the name, or a link from an invitation."""

from __future__ import annotations

import re
from itertools import pairwise
from urllib.parse import urlsplit

from app.settings import PORTAL_NAME

BEFORE_THE_NAME = {"vow", "login", "p"}
"""`/auth/vow/<name>` of Spark, `/r/login/<name>` of flexmls, `/p/<name>` of this site."""


def portal_name(text: str) -> str | None:
    """The name in lower case, or None if there is none in it."""
    text = text.strip().lower()
    name = _last_part(text) if re.search(r"[/.:]", text) else text
    return name if PORTAL_NAME.fullmatch(name) else None


def _last_part(link: str) -> str:
    try:
        path = urlsplit(link if "//" in link else f"//{link}").path
    except ValueError:
        return ""
    parts = [part for part in path.split("/") if part]
    marked = [after for before, after in pairwise(parts) if before in BEFORE_THE_NAME]
    return (marked or parts or [""])[-1]
