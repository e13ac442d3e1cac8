"""Where a home was found: the last list that the consumer saw, for the way back to it, and on to the next home."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import parse_qsl

from flask import request, url_for
from werkzeug.datastructures import MultiDict

from app.session import current
from app.spark.listing import Listing


@dataclass(frozen=True)
class Trail:
    """`back` is the address of the list; `before` and `after` are ids of the homes beside this one."""

    back: str
    before: str | None = None
    after: str | None = None


def leave(homes: Iterable[Listing]) -> None:
    """This page lists these homes."""
    trail = {"path": request.full_path.rstrip("?"), "ids": [home.id for home in homes]}
    if current().get("trail") != trail:
        current()["trail"] = trail


def of(home_id: str) -> Trail:
    """The last list, and the neighbors if the home is on it."""
    path, ids = _last()
    if home_id not in ids:
        return Trail(path)
    place = ids.index(home_id)
    return Trail(path, before=ids[place - 1] if place else None, after=next(iter(ids[place + 1 :]), None))


def last_search() -> MultiDict[str, str] | None:
    """The query of the last list, if it was one of the search."""
    path, _, query = _last()[0].partition("?")
    return MultiDict(parse_qsl(query)) if path == url_for("search.show") and query else None


def _last() -> tuple[str, list[str]]:
    last = current().get("trail") or {}
    return last.get("path", url_for("search.show")), last.get("ids", [])
