"""Save the current search: GET and POST /searches with `save=1` and the query of that search.

What is saved is built from the address again, by the same rules as the search itself: the form gives the name alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from flask import redirect, render_template, request, url_for
from werkzeug import Response
from werkzeug.datastructures import MultiDict

from app.pages import frame
from app.pages.notice import Notice, tell
from app.pages.search import choices, words
from app.pages.search.address import tidy
from app.pages.search.asked import Asked
from app.sign_in import drafts
from app.sign_in.consumer import spark
from app.spark import listings, saved_searches
from app.spark.client import later
from app.spark.errors import Misasked

from .name import LONGEST, TAKEN, refusal, wanted

ANY = "Every home for sale"


def form() -> str:
    return _form(_asked(), drafts.offered().get("name"))


def create() -> Response:
    frame.begin()
    asked, (name, problem) = _asked(), wanted()
    problem = problem or _saved(asked, name)
    if problem:
        return Response(_form(asked, name, problem), 422, mimetype="text/html")
    drafts.arrived()
    tell(Notice(f"“{name}” is saved."))
    return redirect(url_for("searches.show"), 303)


def _asked() -> Asked:
    return Asked.read(MultiDict(tidy(request.args)), choices())


def _saved(asked: Asked, name: str) -> str | None:
    """Why Spark did not save it. A double click, which finds the name taken by the same search, is no problem."""
    filter_ = asked.listings.filter
    try:
        saved_searches.create(spark(), name, filter_)
    except Misasked as error:
        problem = refusal(error)
        twice = problem == TAKEN and any(
            (search.name, search.filter) == (name, filter_) for search in saved_searches.own(spark())
        )
        return None if twice else problem
    return None


def _form(asked: Asked, name: str | None = None, problem: str | None = None) -> str:
    """With how many homes it finds now, if Spark tells."""
    coming = later(listings.count, spark(), asked.listings)
    kept = replace(asked.criteria, open_house=None)
    return render_template(
        "searches/save.html",
        asked=asked,
        words=words(asked.criteria, asked.choices.types),
        typed=_suggested(words(kept, asked.choices.types)) if name is None else name,
        count=frame.panel(coming),
        problem=problem,
    )


def _suggested(parts: Sequence[str]) -> str:
    """As many parts as a name can hold."""
    name = ""
    for part in parts:
        longer = f"{name}, {part}" if name else part
        name = longer if len(longer) <= LONGEST else name
    return name[:1].upper() + name[1:] or ANY
