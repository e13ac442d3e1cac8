"""Recently viewed homes: their ids alone, in the session, so that signing out forgets them."""

from __future__ import annotations

from flask import Blueprint, redirect, request, url_for
from werkzeug import Response

from app.session import current
from app.sign_in.return_address import own_page

from .notice import Notice, tell

bp = Blueprint("recent", __name__)

MOST = 12


def note(listing_id: str) -> None:
    """The consumer looks at this home now."""
    before = viewed()
    after = [listing_id, *(other for other in before if other != listing_id)][:MOST]
    if after != before:
        current()["recent"] = after


def viewed() -> list[str]:
    """Ids of listings, the last one first."""
    return list(current().get("recent", ()))


@bp.post("/recent/clear")
def clear() -> Response:
    """Back to the page `back`, else to /account."""
    current().pop("recent", None)
    tell(Notice("Your recently viewed homes are cleared."))
    return redirect(own_page(request.form.get("back")) or url_for("account.show"), 303)
