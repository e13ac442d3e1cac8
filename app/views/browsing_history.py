"""Recently viewed homes, and the list that led to a home. The session alone stores both."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import parse_qsl

from flask import Blueprint, redirect, request, url_for
from werkzeug import Response
from werkzeug.datastructures import MultiDict

from app.auth.next_url import safe_next_url
from app.session import current_session
from app.spark.listing import Listing
from app.views.context import flash_once

bp = Blueprint("browsing_history", __name__)

MOST_VIEWED = 12


@dataclass(frozen=True)
class BackLink:
    """`list_url` is the list that the consumer saw last; `previous` and `next` are ids of the homes beside this one."""

    list_url: str
    previous: str | None = None
    next: str | None = None


def note_viewed(listing_id: str) -> None:
    before = recently_viewed()
    after = [listing_id, *(other for other in before if other != listing_id)][:MOST_VIEWED]
    if after != before:
        current_session()["recent"] = after


def recently_viewed() -> list[str]:
    """Listing ids, latest first."""
    return list(current_session().get("recent", ()))


@bp.post("/recent/clear")
def clear() -> Response:
    """Back to the page `back`, else to /account."""
    current_session().pop("recent", None)
    flash_once("Your recently viewed homes are cleared.")
    return redirect(safe_next_url(request.form.get("back")) or url_for("account.show"), 303)


def note_list(homes: Iterable[Listing]) -> None:
    """Note that this page lists these homes."""
    trail = {"path": request.full_path.rstrip("?"), "ids": [home.id for home in homes]}
    if current_session().get("trail") != trail:
        current_session()["trail"] = trail


def back_link(home_id: str) -> BackLink:
    """The last list, and the neighbors if the home is on it."""
    path, ids = _last_list()
    if home_id not in ids:
        return BackLink(path)
    place = ids.index(home_id)
    return BackLink(path, previous=ids[place - 1] if place else None, next=next(iter(ids[place + 1 :]), None))


def last_search() -> MultiDict[str, str] | None:
    """The query of the last list, if it was a search."""
    path, _, query = _last_list()[0].partition("?")
    return MultiDict(parse_qsl(query)) if path == url_for("search.show") and query else None


def _last_list() -> tuple[str, list[str]]:
    last = current_session().get("trail") or {}
    return last.get("path", url_for("search.show")), last.get("ids", [])
