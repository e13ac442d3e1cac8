"""Saved searches: list, run, save, rename and delete them. Each change has its own page and needs no script.

The filter to save is built again from the query string, as in the search itself; the form sends only the name.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug import Response
from werkzeug.datastructures import MultiDict

from app import config
from app.auth import saved_form
from app.auth.access import spark_client
from app.spark import listings, saved_searches
from app.spark.client import submit
from app.spark.errors import BadRequest, NotFound
from app.spark.listings import ListingPage
from app.spark.saved_searches import SavedSearch
from app.spark.sparkql import SearchCriteria
from app.views import context
from app.views.browsing_history import note_list
from app.views.context import carts, flash_once
from app.views.error_messages import log_error, optional
from app.views.saved_searches.new_counts import NEW, NewCounts, SavedSearches, find
from app.views.search import last_page, query_string, results
from app.views.search.chips import words
from app.views.search.choices import SearchChoices, search_choices
from app.views.search.form import SearchForm
from app.views.search.query_string import SORTS

bp = Blueprint("saved_searches", __name__)

LONGEST_NAME = 80
BLANK = "Enter a name for this search."
TOO_LONG = f"Choose a name of at most {LONGEST_NAME} letters."
TAKEN = "You have a search of that name already. Choose another name."
NOT_SAVED = (
    "flexmls cannot keep this search as it is. Change one of its filters, for instance a kind of home that does not go "
    "with every property type, and save it then."
)
NO_FILTER = "Every home for sale"


@dataclass(frozen=True)
class Row:
    """A search, its criteria in words (none if only flexmls can tell), and the link that runs it."""

    search: SavedSearch
    words: tuple[str, ...]
    link: str


class NoSearch(Exception):
    """Spark has no such search for this consumer, or none that they may change."""


@bp.errorhandler(NoSearch)
def no_search(_error: NoSearch) -> tuple[str, int]:
    context.settle()
    return render_template("saved_searches/not_found.html"), 404


@bp.get("/searches")
def index() -> str:
    """All saved searches; with `save=1` and the query of a search, the form that saves that one."""
    if "save" in request.args:
        return _save_form(_current_search(), saved_form.restore().get("name"))
    coming, known = SavedSearches(), search_choices()
    searches = coming.result()
    new = NewCounts(searches or ()).result()
    rows = None if searches is None else [_row(search, known) for search in searches]
    return render_template("saved_searches/saved_searches.html", rows=rows, new=new)


@bp.get("/searches/<search_id>")
def show(search_id: str) -> str:
    """The homes that a saved search finds, run by Spark; with `new=1` only those new this week. Raises NoSearch."""
    search = find(search_id)
    if search is None:
        raise NoSearch
    form, only_new, cap = _sort_and_page(), "new" in request.args, config.current().results_cap
    found = results(_run(search, form, only_new, last_page(cap)), form, carts(), cap)
    note_list(found.page.listings)
    row = _row(search, form.choices)
    return render_template("saved_searches/results.html", row=row, search_form=form, found=found, only_new=only_new)


@bp.post("/searches")
def create() -> Response:
    form, (name, problem) = _current_search(), _name()
    problem = problem or _create(form, name)
    if problem:
        return Response(_save_form(form, name, problem), 422, mimetype="text/html")
    return _done(f"“{name}” is saved.")


@bp.route("/searches/<search_id>/rename", methods=["GET", "POST"])
def update(search_id: str) -> Response | str:
    """Raises NoSearch."""
    search = _own(search_id)
    if request.method != "POST":
        return _rename_form(search, saved_form.restore().get("name", search.name))
    name, problem = _name()
    problem = problem or _rename(search, name)
    if problem:
        return Response(_rename_form(search, name, problem), 422, mimetype="text/html")
    return _done(f"The search is called “{name}” now.")


@bp.route("/searches/<search_id>/delete", methods=["GET", "POST"])
def delete(search_id: str) -> Response | str:
    """Raises NoSearch."""
    search = _own(search_id)
    if request.method != "POST":
        return render_template("saved_searches/delete.html", search=search)
    with suppress(NotFound):  # deleted elsewhere in the meantime
        saved_searches.delete(spark_client(), search)
    return _done(f"“{search.name}” is deleted.")


def _row(search: SavedSearch, known: SearchChoices) -> Row:
    """A search that this site's form can express runs there, where it can be changed; any other runs by its id."""
    criteria = SearchCriteria.from_sparkql(search.filter) if search.filter else None
    if criteria is None or not query_string.expressible(criteria, known):
        return Row(search, (), url_for("saved_searches.show", search_id=search.id))
    link = url_for("search.show", **query_string.build(criteria))
    return Row(search, words(criteria, known.types), link)


def _own(search_id: str) -> SavedSearch:
    """A search that the consumer may change; any other is unknown."""
    own = saved_searches.fetch_own(spark_client())
    search = next((search for search in own if search.id == search_id and not search.provided), None)
    if search is None:
        raise NoSearch
    return search


def _current_search() -> SearchForm:
    return SearchForm.read(MultiDict(query_string.canonical(request.args)), search_choices())


def _sort_and_page() -> SearchForm:
    """Sort order and page of the results; the saved search has the criteria."""
    given = query_string.canonical(request.args)
    view: dict[str, str] = {name: str(given[name]) for name in ("sort", "page") if name in given}
    return SearchForm.read(MultiDict(view), search_choices())


def _run(search: SavedSearch, form: SearchForm, only_new: bool, last: int) -> ListingPage:
    query = search.query(NEW) if only_new else search.query()
    _, by, way = SORTS[form.sort]
    try:
        return listings.search(spark_client(), replace(query, order=way + by), page=min(form.number, last))
    except BadRequest:  # deleted a moment ago
        raise NoSearch from None


def _name() -> tuple[str, str | None]:
    """The name of this request's form, and what is wrong with it."""
    letters = (letter if letter.isprintable() else " " for letter in request.form.get("name", ""))
    name = " ".join("".join(letters).split())
    if not name:
        return name, BLANK
    return name, TOO_LONG if len(name) > LONGEST_NAME else None


def _create(form: SearchForm, name: str) -> str | None:
    """Why Spark did not save it. A double click, which finds the name taken by the same search, is no problem."""
    filter_ = form.listings.filter
    try:
        saved_searches.create(spark_client(), name, filter_)
    except BadRequest as error:
        problem = _problem(error)
        if problem == TAKEN and _is_saved(name, filter_):
            return None
        return problem
    return None


def _is_saved(name: str, filter_: str) -> bool:
    return any((search.name, search.filter) == (name, filter_) for search in saved_searches.fetch_own(spark_client()))


def _rename(search: SavedSearch, name: str) -> str | None:
    """Why Spark did not rename it."""
    try:
        if name != search.name:
            saved_searches.rename(spark_client(), search, name)
    except NotFound:
        raise NoSearch from None
    except BadRequest as error:
        return _problem(error)
    return None


def _problem(error: BadRequest) -> str:
    """Spark's answer to a name and a filter, in a visitor's words."""
    if error.code == 1055 or error.status == 409:
        return TAKEN
    log_error(error, "a search was not saved")
    return NOT_SAVED


def _save_form(form: SearchForm, name: str | None = None, problem: str | None = None) -> str:
    """Shows how many homes the search finds now, if Spark tells."""
    coming, types = submit(listings.count, spark_client(), form.listings), form.choices.types
    saved = replace(form.criteria, open_house=None)
    return render_template(
        "saved_searches/create.html",
        search_form=form,
        words=words(form.criteria, types),
        typed=_suggested_name(words(saved, types)) if name is None else name,
        count=optional(coming),
        problem=problem,
    )


def _suggested_name(parts: Sequence[str]) -> str:
    """As many parts as a name can hold."""
    name = ""
    for part in parts:
        longer = f"{name}, {part}" if name else part
        name = longer if len(longer) <= LONGEST_NAME else name
    return name[:1].upper() + name[1:] or NO_FILTER


def _rename_form(search: SavedSearch, name: str, problem: str | None = None) -> str:
    return render_template("saved_searches/rename.html", search=search, typed=name, problem=problem)


def _done(text: str) -> Response:
    saved_form.discard()
    flash_once(text)
    return redirect(url_for("saved_searches.index"), 303)
