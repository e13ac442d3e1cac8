"""GET /searches: all saved searches; with `save=1` and the query of a search, the form that saves that one."""

from __future__ import annotations

from dataclasses import dataclass

from flask import render_template, request, url_for

from app.pages import frame
from app.pages.search import choices, expressible, query, words
from app.spark.criteria import Criteria
from app.spark.saved_searches import SavedSearch

from . import news, save


@dataclass(frozen=True)
class Row:
    """A search, what it looks for in words (none where only flexmls can tell), and where it runs."""

    search: SavedSearch
    words: tuple[str, ...]
    link: str


def show() -> str:
    frame.begin()
    if "save" in request.args:
        return save.form()
    searches = news.Coming().result()
    new = news.new_in(searches or ())
    rows = [row(search) for search in searches] if searches is not None else None
    return render_template("searches/searches.html", rows=rows, new=new)


def row(search: SavedSearch) -> Row:
    """What this site's own form can ask for runs there, where it can be changed; all else runs by its id."""
    criteria = Criteria.of_filter(search.filter) if search.filter else None
    if criteria is None or not expressible(criteria, choices()):
        return Row(search, (), url_for("searches.run", search_id=search.id))
    return Row(search, words(criteria, choices().types), url_for("search.show", **query(criteria)))
