"""POST /saved: save or hide a home, move it to another cart, or undo that."""

from __future__ import annotations

from typing import NamedTuple

from flask import abort, g, get_template_attribute, jsonify, redirect, request, url_for
from markupsafe import Markup, escape
from werkzeug import Response

from app.auth import saved_form
from app.auth.access import spark_client
from app.auth.next_url import safe_next_url
from app.spark import carts
from app.spark.carts import HIDDEN, SAVED, ListingCart, ListingCarts
from app.spark.client import SparkClient
from app.spark.errors import Forbidden, NotFound
from app.spark.listings import ID
from app.views import context
from app.views.context import Flash, flash_message, message
from app.views.error_messages import log_error

Done = tuple[ListingCarts, Flash]

CARTS = {"save": SAVED, "unsave": SAVED, "hide": HIDDEN, "unhide": HIDDEN}
OPPOSITE = {"save": "unsave", "unsave": "save", "hide": "unhide", "unhide": "hide"}
DONE = {
    "save": "Saved.",
    "unsave": "Removed from your saved homes.",
    "hide": "Hidden. Your searches leave it out.",
    "unhide": "Not hidden any more.",
}
UNKNOWN = "That list is no longer there, so nothing was changed."
AGENTS = "Your agent fills that list, so nothing was changed."
NAMES = {SAVED: "your saved homes", HIDDEN: "your hidden homes"}
NO_CART = "flexmls has not made your lists yet. Please ask your agent; nothing was changed."
GONE = "This home is no longer available to view, so nothing was changed."
REFUSED = "flexmls does not let this be changed here."


class Misplaced(Exception):
    """A home cannot be moved like that; the message is for the visitor."""


def update() -> Response:
    """Fields: `home`, `do`, `back` (the page to return to), and for `move` the carts `from` and `cart`.

    One of these may be blank. Repeating a change is no error: a double click, an old page, a home that is gone.
    """
    home, do = request.form.get("home", ""), request.form.get("do", "")
    if not ID.fullmatch(home) or do not in {*CARTS, "move"}:
        abort(400)
    mine = carts.fetch_carts(spark_client())
    after, done = _try(mine, home, do)
    saved_form.discard()
    if request.accept_mimetypes.best == "application/json":
        return _json(after, home, done)
    flash_message(done)
    return redirect(f"{_back()}#home-{home}", 303)


class SaveButton(NamedTuple):
    """`do` is its action for a home that is not in `homes`; `done` is its label for one that is."""

    do: str
    homes: frozenset[str]
    done: str


class SaveForm(NamedTuple):
    """Where the Save and Hide buttons of this page send a home, and the page to return to.

    Both are escaped once, as a page has many of these forms.
    """

    action: Markup
    back: Markup
    buttons: tuple[SaveButton, ...]

    @classmethod
    def of(cls, carts: ListingCarts | None, action: str, back: str) -> SaveForm:
        """Buttons for the carts that the consumer has."""
        of_kind = ((carts.saved, "save", "Saved"), (carts.hidden, "hide", "Hidden")) if carts else ()
        buttons = (SaveButton(do, frozenset(cart.listing_ids), done) for cart, do, done in of_kind if cart)
        return cls(escape(action), escape(back), tuple(buttons))


def save_form() -> SaveForm:
    """For the templates; made once, as a page has many of these forms."""
    if "save_form" not in g:
        back = safe_next_url(request.full_path.rstrip("?")) or url_for("saved.show")
        g.save_form = SaveForm.of(context.carts(), url_for("saved.update"), back)
    form: SaveForm = g.save_form
    return form


def _try(mine: ListingCarts, home: str, do: str) -> Done:
    try:
        return _move(mine, home) if do == "move" else _change(mine, home, do)
    except NotFound:
        return mine, message(GONE)
    except Misplaced as fault:
        return mine, message(str(fault))
    except Forbidden as error:
        if type(error) is not Forbidden:  # of the account or the key: no matter of this one home
            raise
        log_error(error, "a cart was not changed")
        return mine, message(REFUSED)


def _change(mine: ListingCarts, home: str, do: str) -> Done:
    cart = mine.by_kind(CARTS[do])
    if cart is None:
        return mine, message(NO_CART)
    change = carts.add_listing if do in {"save", "hide"} else carts.remove_listing
    return change(spark_client(), mine, cart, home), _undoable(DONE[do], home, do=_opposite(mine, home, do))


def _opposite(mine: ListingCarts, home: str, do: str) -> str:
    """Restores a home that was saved before it was hidden, or hidden before it was saved."""
    if do == "hide" and mine.holds(SAVED, home):
        return "save"
    return "hide" if do == "save" and mine.holds(HIDDEN, home) else OPPOSITE[do]


def _move(mine: ListingCarts, home: str) -> Done:
    source, target = request.form.get("from", ""), request.form.get("cart", "")
    after, text = move(spark_client(), mine, home, source, target)
    return after, _undoable(text, home, **{"do": "move", "from": target, "cart": source})


def _undoable(text: str, home: str, **fields: str) -> Flash:
    return message(text, url_for("saved.update"), home=home, back=_back(), **fields)


def _back() -> str:
    return safe_next_url(request.form.get("back", "").partition("#")[0]) or url_for("saved.show")


def _json(mine: ListingCarts, home: str, done: Flash) -> Response:
    """For `static/js/keep.js`: how things are now; `notice` is HTML."""
    notice = get_template_attribute("components/flashes.html", "flash")(done)
    count = mine.saved.count if mine.saved else 0
    return jsonify(saved=mine.holds(SAVED, home), hidden=mine.holds(HIDDEN, home), count=count, notice=notice)


def move(spark: SparkClient, mine: ListingCarts, home: str, source_id: str, target_id: str) -> tuple[ListingCarts, str]:
    """The carts after it, and what was done. Without a source the home is added, without a target it is removed.

    Raises Misplaced, before anything is asked of Spark.
    """
    source, target = _writable(mine, source_id), _writable(mine, target_id)
    if source == target:
        raise Misplaced(UNKNOWN)
    after = carts.add_listing(spark, mine, target, home) if target else mine
    if source and (left := after.by_id(source.id)):
        after = carts.remove_listing(spark, after, left, home)
    return after, _words(source, target)


def _writable(mine: ListingCarts, cart_id: str) -> ListingCart | None:
    """Only a cart that Spark listed for this consumer is ever named to Spark."""
    cart = mine.by_id(cart_id)
    if cart_id and cart is None:
        raise Misplaced(UNKNOWN)
    if cart and cart.read_only:
        raise Misplaced(AGENTS)
    return cart


def _words(source: ListingCart | None, target: ListingCart | None) -> str:
    if target:
        verb = "Moved" if source else "Added"
        return f"{verb} to {_called(target)}."
    return f"Removed from {_called(source)}." if source else ""


def _called(cart: ListingCart) -> str:
    return NAMES.get(cart.kind or "", cart.name)
