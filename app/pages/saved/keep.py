"""POST /saved: save or hide a home, move it to another cart, or take that back.

Fields: `home`, `do`, `back` (the page to return to), and for `move` the carts `from` and `cart`, one of which may be
blank. Whatever is so already is no fault: a double click, an old page, a home that is gone.
"""

from __future__ import annotations

from typing import Any

from flask import abort, get_template_attribute, jsonify, redirect, request, url_for
from werkzeug import Response

from app.pages.faults import note
from app.pages.notice import Notice, tell, told
from app.sign_in import drafts
from app.sign_in.consumer import spark
from app.sign_in.return_address import own_page
from app.spark import carts
from app.spark.carts import HIDDEN, SAVED, Carts
from app.spark.errors import NotFound, Refused
from app.spark.listings import ID

from .move import Misplaced, moved

Done = tuple[Carts, Notice]

CARTS = {"save": SAVED, "unsave": SAVED, "hide": HIDDEN, "unhide": HIDDEN}
OPPOSITE = {"save": "unsave", "unsave": "save", "hide": "unhide", "unhide": "hide"}
DONE = {
    "save": "Saved.",
    "unsave": "Removed from your saved homes.",
    "hide": "Hidden. Your searches leave it out.",
    "unhide": "Not hidden any more.",
}
NO_CART = "flexmls has not made your lists yet. Please ask your agent; nothing was changed."
GONE = "This home is no longer available to view, so nothing was changed."
REFUSED = "flexmls does not let this be changed here."


def keep() -> Response:
    home, do = request.form.get("home", ""), request.form.get("do", "")
    if not ID.fullmatch(home) or do not in {*CARTS, "move"}:
        abort(400)
    mine = carts.carts(spark())
    after, said = _tried(mine, home, do)
    drafts.arrived()
    if request.accept_mimetypes.best == "application/json":
        return _state(after, home, said)
    tell(said)
    return redirect(f"{_back()}#home-{home}", 303)


def around() -> dict[str, Any]:
    """For the templates: where the forms on this page come back to, and what is to be told on it."""
    return {"here": own_page(request.full_path.rstrip("?")) or url_for("saved.show"), "told": told}


def _tried(mine: Carts, home: str, do: str) -> Done:
    try:
        return _move(mine, home) if do == "move" else _kept(mine, home, do)
    except NotFound:
        return mine, Notice(GONE)
    except Misplaced as fault:
        return mine, Notice(str(fault))
    except Refused as error:
        if type(error) is not Refused:  # of the account or the key: no matter of this one home
            raise
        note(error, "a cart was not changed")
        return mine, Notice(REFUSED)


def _kept(mine: Carts, home: str, do: str) -> Done:
    cart = mine.of(CARTS[do])
    if cart is None:
        return mine, Notice(NO_CART)
    change = carts.put if do in {"save", "hide"} else carts.take
    return change(spark(), mine, cart, home), Notice(DONE[do], *_undo(home, do=_taken_back(mine, home, do)))


def _taken_back(mine: Carts, home: str, do: str) -> str:
    """A home that was saved before it was hidden is saved again, and the other way round."""
    if do == "hide" and mine.holds(SAVED, home):
        return "save"
    return "hide" if do == "save" and mine.holds(HIDDEN, home) else OPPOSITE[do]


def _move(mine: Carts, home: str) -> Done:
    source, target = request.form.get("from", ""), request.form.get("cart", "")
    after, text = moved(spark(), mine, home, source, target)
    return after, Notice(text, *_undo(home, **{"do": "move", "from": target, "cart": source}))


def _undo(home: str, **fields: str) -> tuple[str, dict[str, str]]:
    return url_for("saved.keep"), {"home": home, "back": _back(), **fields}


def _back() -> str:
    return own_page(request.form.get("back", "").partition("#")[0]) or url_for("saved.show")


def _state(mine: Carts, home: str, said: Notice) -> Response:
    """For `static/js/keep.js`: how things are now; `notice` is HTML."""
    notice = get_template_attribute("components/notice.html", "notice")(said)
    count = mine.saved.count if mine.saved else 0
    return jsonify(saved=mine.holds(SAVED, home), hidden=mine.holds(HIDDEN, home), count=count, notice=notice)
