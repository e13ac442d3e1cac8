"""Rename and delete one of the consumer's own searches; each has a page of its own, so both work without scripts."""

from __future__ import annotations

from contextlib import suppress

from flask import redirect, render_template, request, url_for
from werkzeug import Response

from app.pages import frame
from app.pages.notice import Notice, tell
from app.sign_in import drafts
from app.sign_in.consumer import spark
from app.spark import saved_searches
from app.spark.errors import Misasked, NotFound
from app.spark.saved_searches import SavedSearch

from .gone import NoSearch
from .name import refusal, wanted


def rename(search_id: str) -> Response | str:
    """GET and POST /searches/<id>/rename. Raises NoSearch."""
    search = _own(search_id)
    if request.method != "POST":
        return _form(search, drafts.offered().get("name", search.name))
    name, problem = wanted()
    problem = problem or _renamed(search, name)
    if problem:
        return Response(_form(search, name, problem), 422, mimetype="text/html")
    return _done(f"The search is called “{name}” now.")


def delete(search_id: str) -> Response | str:
    """GET and POST /searches/<id>/delete. Raises NoSearch."""
    search = _own(search_id)
    if request.method != "POST":
        return render_template("searches/delete.html", search=search)
    with suppress(NotFound):  # deleted elsewhere in the meantime: just as well
        saved_searches.delete(spark(), search)
    return _done(f"“{search.name}” is deleted.")


def _own(search_id: str) -> SavedSearch:
    """One that may be changed; those of others are as unknown as ones that never were."""
    frame.begin()
    own = saved_searches.own(spark())
    search = next((search for search in own if search.id == search_id and not search.provided), None)
    if search is None:
        raise NoSearch
    return search


def _renamed(search: SavedSearch, name: str) -> str | None:
    """Why Spark did not rename it."""
    try:
        if name != search.name:
            saved_searches.rename(spark(), search, name)
    except NotFound:
        raise NoSearch from None
    except Misasked as error:
        return refusal(error)
    return None


def _form(search: SavedSearch, name: str, problem: str | None = None) -> str:
    return render_template("searches/rename.html", search=search, typed=name, problem=problem)


def _done(words: str) -> Response:
    drafts.arrived()
    tell(Notice(words))
    return redirect(url_for("searches.show"), 303)
