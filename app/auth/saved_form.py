"""What a visitor had typed when a form did not arrive: it is offered again, once, on the page of that form.

If their sign-in had ended, it goes through the next one.
"""

from __future__ import annotations

from urllib.parse import parse_qs, parse_qsl, urlencode

from flask import current_app, request

from app.session import current_session

MAX_LENGTH = 20_000
NEVER_SAVED = {"csrf_token", "password"}


def capture() -> str | None:
    """The form of this request, as it is kept; None if there is no text in it."""
    fields = [(name, value) for name, value in request.form.items(multi=True) if name not in NEVER_SAVED and value]
    draft = urlencode(fields)
    return draft if 0 < len(draft) <= MAX_LENGTH else None


def form_page() -> str | None:
    """The page that this request's form stands on: forms are sent to its address. None if there is no such page."""
    here = current_app.create_url_adapter(request)
    return request.full_path.rstrip("?") if here and "GET" in here.allowed_methods() else None


def save() -> None:
    """Keep what was typed in the session as it is."""
    current_session().update(session_data(form_page(), capture()))


def session_data(page: str | None, draft: str | None) -> dict[str, str]:
    """For the session that a sign-in begins."""
    return {"draft": f"{page} {draft}"} if page and draft and len(draft) <= MAX_LENGTH else {}


def restore(*parts: str) -> dict[str, str]:
    """What was typed on this page before, with the same `parts` of its query; taken out of the session with it."""
    return dict(parse_qsl(_taken(parts))) if request.method == "GET" else {}  # HEAD only looks


def discard(*parts: str) -> None:
    """The form of this page arrived after all: what an earlier attempt left is not offered any more."""
    _taken(parts)


def _taken(parts: tuple[str, ...]) -> str:
    session = current_session()
    page, _, draft = str(session.get("draft", "")).partition(" ")
    path, _, query = page.partition("?")
    there = parse_qs(query)
    if path != request.path or any(there.get(part, []) != request.args.getlist(part) for part in parts):
        return ""
    session.pop("draft")
    return draft
