"""Saved searches: https://sparkplatform.com/docs/api_services/saved_searches

`/savedsearches` lists the owner's searches. Provided searches have their own endpoint, the last search has its own tag.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from flask import Blueprint, Response, request

from sandbox.auth import current_access, current_owner
from sandbox.errors import SparkError
from sandbox.responses import JsonObject, results
from sandbox.services.request_data import available_name, request_data, requested_items
from sandbox.services.restrictions import check_restrictions, constraint_error
from sandbox.services.saved_items import edit_saved_items, forbidden, page_response, saved_items, success_response
from sandbox.services.serializers import search_summary, serialize_search, serialize_tag
from sandbox.storage.records import SavedItems, SavedSearch, new_id

TAGS = ("Favorites", "Recent")

bp = Blueprint("saved_searches", __name__, url_prefix="/v1")


@bp.before_request
def allow_idx_reads_only() -> None:
    if current_access().role == "idx" and request.method != "GET":
        raise SparkError(405, 1018, "Your role may read saved searches only")


@bp.get("/savedsearches")
def list_searches() -> Response:
    return searches_response(lambda search: not search.provided and not search.is_recent)


@bp.get("/provided/savedsearches")
def list_provided_searches() -> Response:
    return searches_response(lambda search: search.provided)


@bp.get("/savedsearches/tags")
def list_tags() -> Response:
    return page_response([serialize_tag(tag) for tag in TAGS])


@bp.get("/savedsearches/tags/<any(Favorites, Recent):tag>")
def list_tagged_searches(tag: str) -> Response:
    return searches_response(lambda search: tag in search.tags)


@bp.get("/savedsearches/<search_id>")
def get_search(search_id: str) -> Response:
    return results([serialize_search(find_search(saved_items(), search_id))])


@bp.get("/provided/savedsearches/<search_id>")
def get_provided_search(search_id: str) -> Response:
    search = find_search(saved_items(), search_id)
    if not search.provided:
        raise SparkError(404, 404, "Not Found")
    return results([serialize_search(search)])


@bp.post("/savedsearches")
def create_searches() -> Response:
    requested = requested_items("SavedSearches")
    with edit_saved_items() as items:
        created = [save_search(items, new_search(items, fields)) for fields in requested]
    return results([search_summary(search) for search in created], status=201)


@bp.put("/savedsearches/<search_id>")
def update_search(search_id: str) -> Response:
    """Updates those of `Name`, `Description` and `Filter` that the body has."""
    fields = request_data()
    with edit_saved_items() as items:
        save_search(items, with_changes(items, find_editable_search(items, search_id), fields))
    return success_response()


@bp.delete("/savedsearches/<search_id>")
def delete_search(search_id: str) -> Response:
    with edit_saved_items() as items:
        del items.searches[find_editable_search(items, search_id).id]
    return success_response()


def searches_response(matches: Callable[[SavedSearch], bool]) -> Response:
    return page_response([serialize_search(search) for search in saved_items().searches.values() if matches(search)])


def find_search(items: SavedItems, search_id: str) -> SavedSearch:
    if search_id not in items.searches:
        raise SparkError(404, 404, "Not Found")
    return items.searches[search_id]


def find_editable_search(items: SavedItems, search_id: str) -> SavedSearch:
    """A consumer cannot change provided searches. Nobody can change the last search."""
    search = find_search(items, search_id)
    if search.is_recent or (search.provided and current_owner().is_consumer):
        raise forbidden("This saved search cannot be changed by you")
    return search


def save_search(items: SavedItems, search: SavedSearch) -> SavedSearch:
    items.searches[search.id] = replace(search, modified=current_owner().time())
    return items.searches[search.id]


def new_search(items: SavedItems, fields: JsonObject) -> SavedSearch:
    owner = current_owner()
    return SavedSearch(
        id=new_id(),
        owner_id=owner.id,
        name=available_name(fields, search_names(items)),
        description=str(fields.get("Description") or ""),
        filter=checked_filter(fields.get("Filter", "")),
        contact_ids=(owner.id,) if owner.is_consumer else (),
        tags=(),
        provided=False,
        from_old_system=False,
        modified=owner.time(),
    )


def search_names(items: SavedItems) -> set[str]:
    return {search.name for search in items.searches.values() if search.owner_id == current_owner().id}


def with_changes(items: SavedItems, search: SavedSearch, fields: JsonObject) -> SavedSearch:
    changed = search
    if "Name" in fields:
        changed = replace(changed, name=available_name(fields, search_names(items) - {search.name}))
    if "Description" in fields:
        changed = replace(changed, description=str(fields["Description"] or ""))
    if "Filter" in fields:
        changed = replace(changed, filter=changed_filter(search, fields["Filter"]))
    return changed


def changed_filter(search: SavedSearch, text: object) -> str:
    if search.from_old_system:
        raise constraint_error("The filter of this saved search was made in the old system and cannot be edited")
    return checked_filter(text)


def checked_filter(text: object) -> str:
    if not isinstance(text, str):
        raise constraint_error("Filter must be text")
    check_restrictions(text, current_owner().mls_id)
    return text
