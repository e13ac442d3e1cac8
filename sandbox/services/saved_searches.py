"""Saved searches: https://sparkplatform.com/docs/api_services/saved_searches

The list has the owner's own; provided ones have an address of their own, and the last search is found by its tag.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from flask import Blueprint, Response, request

from sandbox.access import current
from sandbox.envelope import SparkFault, results
from sandbox.kept.owner import current_owner
from sandbox.kept.records import SavedSearch, Shelf, new_id
from sandbox.services.portal import sent
from sandbox.services.restrictions import check_savable, constraint
from sandbox.services.search_shapes import brief, shape, tag_shape
from sandbox.services.shapes import Shape
from sandbox.services.shelves import asked, changing_shelf, forbidden, free_name, paged, shelf, succeeded

TAGS = ("Favorites", "Recent")

bp = Blueprint("saved_searches", __name__, url_prefix="/v1")


@bp.before_request
def idx_only_reads() -> None:
    if current().role == "idx" and request.method != "GET":
        raise SparkFault(405, 1018, "Your role may read saved searches only")


@bp.get("/savedsearches")
def searches() -> Response:
    return those(lambda search: not search.provided and not search.is_recent)


@bp.get("/provided/savedsearches")
def provided() -> Response:
    return those(lambda search: search.provided)


@bp.get("/savedsearches/tags")
def tags() -> Response:
    return paged([tag_shape(tag) for tag in TAGS])


@bp.get("/savedsearches/tags/<any(Favorites, Recent):tag>")
def tagged(tag: str) -> Response:
    return those(lambda search: tag in search.tags)


@bp.get("/savedsearches/<search_id>")
def search(search_id: str) -> Response:
    return results([shape(found(shelf(), search_id))])


@bp.get("/provided/savedsearches/<search_id>")
def provided_search(search_id: str) -> Response:
    wanted = found(shelf(), search_id)
    if not wanted.provided:
        raise SparkFault(404, 404, "Not Found")
    return results([shape(wanted)])


@bp.post("/savedsearches")
def create() -> Response:
    wanted = asked("SavedSearches")
    with changing_shelf() as mine:
        made = [keep(mine, new_search(mine, one)) for one in wanted]
    return results([brief(one) for one in made], status=201)


@bp.put("/savedsearches/<search_id>")
def change(search_id: str) -> Response:
    """Name, Description and Filter, those of them that are sent."""
    wanted = sent()
    with changing_shelf() as mine:
        keep(mine, changed(mine, own(mine, search_id), wanted))
    return succeeded()


@bp.delete("/savedsearches/<search_id>")
def delete(search_id: str) -> Response:
    with changing_shelf() as mine:
        del mine.searches[own(mine, search_id).id]
    return succeeded()


def those(fit: Callable[[SavedSearch], bool]) -> Response:
    return paged([shape(search) for search in shelf().searches.values() if fit(search)])


def found(mine: Shelf, search_id: str) -> SavedSearch:
    if search_id not in mine.searches:
        raise SparkFault(404, 404, "Not Found")
    return mine.searches[search_id]


def own(mine: Shelf, search_id: str) -> SavedSearch:
    """A consumer changes neither what the agent provides nor what the system remembers as the last search."""
    wanted = found(mine, search_id)
    if wanted.is_recent or (wanted.provided and current_owner().is_consumer):
        raise forbidden("This saved search cannot be changed by you")
    return wanted


def keep(mine: Shelf, wanted: SavedSearch) -> SavedSearch:
    mine.searches[wanted.id] = replace(wanted, modified=current_owner().time())
    return mine.searches[wanted.id]


def new_search(mine: Shelf, wanted: Shape) -> SavedSearch:
    owner = current_owner()
    return SavedSearch(
        id=new_id(),
        owner_id=owner.id,
        name=free_name(wanted, own_names(mine)),
        description=str(wanted.get("Description") or ""),
        filter=savable(wanted.get("Filter", "")),
        contact_ids=(owner.id,) if owner.is_consumer else (),
        tags=(),
        provided=False,
        from_old_system=False,
        modified=owner.time(),
    )


def own_names(mine: Shelf) -> set[str]:
    return {search.name for search in mine.searches.values() if search.owner_id == current_owner().id}


def changed(mine: Shelf, before: SavedSearch, wanted: Shape) -> SavedSearch:
    after = before
    if "Name" in wanted:
        after = replace(after, name=free_name(wanted, own_names(mine) - {before.name}))
    if "Description" in wanted:
        after = replace(after, description=str(wanted["Description"] or ""))
    if "Filter" in wanted:
        after = replace(after, filter=editable(before, wanted["Filter"]))
    return after


def editable(before: SavedSearch, wanted: object) -> str:
    if before.from_old_system:
        raise constraint("The filter of this saved search was made in the old system and cannot be edited")
    return savable(wanted)


def savable(wanted: object) -> str:
    if not isinstance(wanted, str):
        raise constraint("Filter must be text")
    check_savable(wanted, current_owner().mls_id)
    return wanted
