"""Lists of field names, read from text so that they stay readable."""

from __future__ import annotations


def names(text: str) -> frozenset[str]:
    return frozenset(text.split())
