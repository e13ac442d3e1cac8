"""Switch off the limit on pages a minute: a measurement reads faster than people do."""

from __future__ import annotations

from dataclasses import replace

from app import rate_limit


def lift_page_limit() -> None:
    rate_limit.PAGES = replace(rate_limit.PAGES, max_hits=10**9)
