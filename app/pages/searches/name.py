"""The name of a saved search, as somebody types it."""

from __future__ import annotations

from flask import request

from app.pages.faults import note
from app.spark.errors import Misasked

LONGEST = 80
BLANK = "Enter a name for this search."
TOO_LONG = f"Choose a name of at most {LONGEST} letters."
TAKEN = "You have a search of that name already. Choose another name."
NOT_KEPT = (
    "flexmls cannot keep this search as it is. Change one of its filters, for instance a kind of home that does not go "
    "with every property type, and save it then."
)


def wanted() -> tuple[str, str | None]:
    """The name of this request's form, and what is wrong with it."""
    letters = (letter if letter.isprintable() else " " for letter in request.form.get("name", ""))
    name = " ".join("".join(letters).split())
    return name, BLANK if not name else TOO_LONG if len(name) > LONGEST else None


def refusal(error: Misasked) -> str:
    """What Spark said to a name and a filter, in a visitor's words."""
    if error.code == 1055 or error.status == 409:
        return TAKEN
    note(error, "a search was not saved")
    return NOT_KEPT
