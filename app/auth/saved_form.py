"""The text of a form that did not arrive. The page of that form offers it again, once.

If the sign-in had ended, the text goes through the next sign-in.
"""

from __future__ import annotations

from urllib.parse import parse_qs, parse_qsl, urlencode

from flask import current_app, request

from app.session import current_session

MAX_LENGTH = 20_000
NEVER_SAVED = {"csrf_token", "password"}


def capture() -> str | None:
    """The form of this request, URL-encoded. None if it holds no text, or too much."""
    fields = [(name, value) for name, value in request.form.items(multi=True) if name not in NEVER_SAVED and value]
    draft = urlencode(fields)
    return draft if 0 < len(draft) <= MAX_LENGTH else None


def form_page() -> str | None:
    """The page of this request's form: forms post to their own page. None if there is no such page."""
    urls = current_app.create_url_adapter(request)
    return request.full_path.rstrip("?") if urls and "GET" in urls.allowed_methods() else None


def save() -> None:
    """Save this request's form in the session."""
    current_session().update(session_data(form_page(), capture()))


def session_data(page: str | None, draft: str | None) -> dict[str, str]:
    """The form as data for the session that a sign-in starts."""
    return {"draft": f"{page} {draft}"} if page and draft and len(draft) <= MAX_LENGTH else {}


def restore(*parts: str) -> dict[str, str]:
    """The saved form of this page, removed from the session. The query must match in the named `parts`."""
    return dict(parse_qsl(_pop(parts))) if request.method == "GET" else {}  # HEAD must not use it up


def discard(*parts: str) -> None:
    """The form of this page has arrived: forget what an earlier attempt saved."""
    _pop(parts)


def _pop(parts: tuple[str, ...]) -> str:
    session = current_session()
    page, _, draft = str(session.get("draft", "")).partition(" ")
    path, _, query = page.partition("?")
    saved = parse_qs(query)
    if path != request.path or any(saved.get(part, []) != request.args.getlist(part) for part in parts):
        return ""
    session.pop("draft")
    return draft
