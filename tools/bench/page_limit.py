"""Switch off the limit on pages a minute: a measurement reads faster than people do."""

from __future__ import annotations

from dataclasses import replace

from app import tally


def lift_page_limit() -> None:
    tally.PAGES = replace(tally.PAGES, most=10**9)
