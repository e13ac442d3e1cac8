"""The page that the visitor wanted. Only an address of this site's own can be one.

The system name of an agent's portal, from whatever the visitor has: the name, or a link from an invitation.
"""

from __future__ import annotations

import re
from itertools import pairwise
from urllib.parse import urlsplit

from app.settings import PORTAL_NAME

PATH = re.compile(r"/(?![/\\])[\x21-\x7e]{0,1000}")
NOT_A_PAGE = ("/auth/", "/sign-", "/p/", "/static/", "/health/")


def safe_next_url(address: str | None) -> str | None:
    """The address if it is a plain path on this site: one slash, then neither slash nor backslash, no blanks."""
    if address is None or "\\" in address or address.startswith(NOT_A_PAGE):
        return None
    return address if PATH.fullmatch(address) else None


BEFORE_THE_NAME = {"vow", "login", "p"}
"""`/auth/vow/<name>` of Spark, `/r/login/<name>` of flexmls, `/p/<name>` of this site."""


def parse_portal_name(text: str) -> str | None:
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
