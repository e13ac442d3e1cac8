"""Switch off the limit on pages a minute: a measurement reads faster than people do."""

from __future__ import annotations

from dataclasses import replace

from app.pages import pace


def lift_page_limit() -> None:
    pace.PAGES = replace(pace.PAGES, most=10**9)
