"""What a visitor had typed when a form did not arrive: it is offered again, once, on the page of that form.

If their sign-in had ended, it goes through the next one.
"""

from __future__ import annotations

from urllib.parse import parse_qs, parse_qsl, urlencode

from flask import current_app, request

from app.session import current

LONGEST = 20_000
NEVER = {"csrf_token", "password"}


def typed() -> str | None:
    """The form of this request, as it is kept; None if there is no text in it."""
    fields = [(name, value) for name, value in request.form.items(multi=True) if name not in NEVER and value]
    draft = urlencode(fields)
    return draft if 0 < len(draft) <= LONGEST else None


def page_of_the_form() -> str | None:
    """The page that this request's form stands on: forms are sent to its address. None if there is no such page."""
    here = current_app.create_url_adapter(request)
    return request.full_path.rstrip("?") if here and "GET" in here.allowed_methods() else None


def keep() -> None:
    """Keep what was typed in the session as it is."""
    current().update(kept(page_of_the_form(), typed()))


def kept(page: str | None, draft: str | None) -> dict[str, str]:
    """For the session that a sign-in begins."""
    return {"draft": f"{page} {draft}"} if page and draft and len(draft) <= LONGEST else {}


def offered(*parts: str) -> dict[str, str]:
    """What was typed on this page before, with the same `parts` of its query; taken out of the session with it."""
    return dict(parse_qsl(_taken(parts))) if request.method == "GET" else {}  # HEAD only looks


def arrived(*parts: str) -> None:
    """The form of this page arrived after all: what an earlier attempt left is not offered any more."""
    _taken(parts)


def _taken(parts: tuple[str, ...]) -> str:
    session = current()
    page, _, draft = str(session.get("draft", "")).partition(" ")
    path, _, query = page.partition("?")
    there = parse_qs(query)
    if path != request.path or any(there.get(part, []) != request.args.getlist(part) for part in parts):
        return ""
    session.pop("draft")
    return draft
