"""The one visitor whom an order to `/sandbox/…` is meant for."""

from __future__ import annotations

from flask import abort

from sandbox.calls import body
from sandbox.envelope import wrong
from sandbox.ledger import Authorization
from sandbox.state import state


def chosen_authorization(status: int) -> Authorization | None:
    """The one that the body's `access_token` belongs to, living or not; None if the body names no token.

    A token that was never given out, an empty one or null ends the request with this HTTP status: an order that is
    meant for one must not reach everybody.
    """
    sent = body()
    if "access_token" not in sent:
        return None
    authorization = state().ledger.authorization_of(str(sent["access_token"]))
    return authorization or abort(wrong("This access_token was never given out here.", status))
