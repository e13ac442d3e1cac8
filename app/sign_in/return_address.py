"""The page that the visitor wanted. Only an address of this site's own can be one."""

from __future__ import annotations

import re

PATH = re.compile(r"/(?![/\\])[\x21-\x7e]{0,1000}")
NOT_A_PAGE = ("/auth/", "/sign-", "/p/", "/static/", "/health/")


def own_page(address: str | None) -> str | None:
    """The address if it is a plain path on this site: one slash, then neither slash nor backslash, no blanks."""
    if address is None or "\\" in address or address.startswith(NOT_A_PAGE):
        return None
    return address if PATH.fullmatch(address) else None
