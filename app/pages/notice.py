"""What a change did: told once, on the page after it, with a button that takes it back."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field

from flask import request

from app.session import current, signed_in


@dataclass(frozen=True)
class Notice:
    """The Undo button posts `fields` to the address `undo`; there is none if that is None."""

    text: str
    undo: str | None = None
    fields: dict[str, str] = field(default_factory=dict)


def tell(notice: Notice) -> None:
    """On the next page, whichever that is."""
    current()["notice"] = asdict(notice)


def told() -> Notice | None:
    """For the page that is being made; it is taken out of the session with it."""
    if request.method != "GET" or not signed_in() or "notice" not in current():  # HEAD only looks
        return None
    return Notice(**current().pop("notice"))
