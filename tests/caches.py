"""What the portal keeps in its process, forgotten for a test."""

from __future__ import annotations

from app.views import context


def forget_page_contexts() -> None:
    for cache in context.CACHES:
        cache.clear()
