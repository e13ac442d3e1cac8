"""What a change did, flashed on the next page with a button that undoes it."""

from __future__ import annotations

from typing import Any, cast

from flask import flash, get_flashed_messages, request

from app import session

Flash = dict[str, Any]
"""`text`; and where it can be undone `undo`, the address to post to, with the form's `fields`."""


def message(text: str, undo: str | None = None, **fields: str) -> Flash:
    return {"text": text, "undo": undo, "fields": fields}


def flash_once(text: str, undo: str | None = None, **fields: str) -> None:
    """Flash this alone: an older message that nobody has seen yet is dropped."""
    flash_message(message(text, undo, **fields))


def flash_message(shown: Flash) -> None:
    session.current_session().pop("_flashes", None)
    flash(shown)  # type: ignore[arg-type]  # Flask's type says text; any value that the session can hold works


def flashes() -> list[Flash]:
    """For the page that is being made. A HEAD request only looks, so it takes nothing out of the session."""
    if request.method != "GET" or not session.signed_in():
        return []
    return cast("list[Flash]", get_flashed_messages())
