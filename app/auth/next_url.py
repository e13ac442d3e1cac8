"""Where a sign-in leads: the page to go to afterwards, and the agent's portal to sign in at."""

from __future__ import annotations

import re
from itertools import pairwise
from urllib.parse import urlsplit

from app.config import PORTAL_NAME

PATH = re.compile(r"/(?![/\\])[\x21-\x7e]{0,1000}")
NOT_A_PAGE = ("/auth/", "/sign-", "/p/", "/static/", "/health/")
BEFORE_PORTAL_NAME = {"vow", "login", "p"}
"""Spark's `/auth/vow/<name>`, flexmls' `/r/login/<name>`, and `/p/<name>` of this site."""


def safe_next_url(url: str | None) -> str | None:
    """The URL if it is a path on this site: one slash, then neither slash nor backslash, no spaces."""
    if url is None or "\\" in url or url.startswith(NOT_A_PAGE):
        return None
    return url if PATH.fullmatch(url) else None


def parse_portal_name(text: str) -> str | None:
    """The system name of a portal, from its name or a link to it. None if the text holds none."""
    text = text.strip().lower()
    name = _last_part(text) if re.search(r"[/.:]", text) else text
    return name if PORTAL_NAME.fullmatch(name) else None


def _last_part(link: str) -> str:
    try:
        path = urlsplit(link if "//" in link else f"//{link}").path
    except ValueError:
        return ""
    parts = [part for part in path.split("/") if part]
    named = [after for before, after in pairwise(parts) if before in BEFORE_PORTAL_NAME]
    return (named or parts or [""])[-1]
