"""What carts and saved searches share: the owner's items, pages, and the responses to changes."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager

from flask import Response, request

from sandbox.auth import current_access, current_owner
from sandbox.errors import SparkError
from sandbox.listings.query import paginate, parse_paging
from sandbox.responses import JsonObject, enveloped
from sandbox.services.accounts import select_fields
from sandbox.state import state
from sandbox.storage.records import SavedItems


def reject_idx() -> None:
    if current_access().role == "idx":
        raise forbidden("This service is not available to your role")


def saved_items() -> SavedItems:
    return state().storage.items(current_owner())


def edit_saved_items() -> AbstractContextManager[SavedItems]:
    return state().storage.editing(current_owner())


def page_response(items: Sequence[JsonObject]) -> Response:
    """One page of items; supports `_select`."""
    return paginate(items, parse_paging(request.args), lambda page: [select_fields(item) for item in page])


def success_response() -> Response:
    """The response to a change that returns no results."""
    return enveloped({"Success": True})


def forbidden(message: str) -> SparkError:
    return SparkError(403, 1500, message)
