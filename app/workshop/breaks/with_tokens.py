"""What can go wrong with a session and the tokens in it."""

from __future__ import annotations

from flask import current_app, redirect, url_for
from werkzeug import Response

from app.session import GrantStore, SqlSessionInterface, current, interface
from app.sign_in import consumer
from app.sign_in.grant import Grant
from app.spark import grant
from app.spark.client import Spark
from app.workshop.steps.rules import rfc

from . import orders
from .browsers import in_two_tabs
from .kind import CONSUMERS, TOKENS, Break, Group
from .proof import page

RENEWAL = 0.5
"""Seconds that the sandbox takes over the renewal, so that the other tab can be seen waiting."""


def stolen_cookie() -> Response:
    """Sign out, then hand the old id back, as somebody would who had copied it."""
    old = current().sid
    consumer.sign_out()
    response, cookies = redirect(url_for("saved.show"), 303), interface()
    name, secure = cookies.get_cookie_name(current_app), cookies.get_cookie_secure(current_app)
    response.set_cookie(name, old, path="/", secure=secure, httponly=True, samesite="Lax")
    return response


def expired_token() -> Response:
    orders.expire()
    return redirect(url_for("search.show"), 303)


def revoked_tokens() -> Response:
    orders.revoke()
    return redirect(url_for("search.show"), 303)


def two_tabs() -> Response:
    orders.switch_on("grant", "slow", seconds=RENEWAL)
    orders.expire()
    in_two_tabs(url_for("search.show"))
    return redirect(url_for("workshop.flow"), 303)


GROUP = Group("The session and its tokens", (
    Break(
        "stolen-cookie", "Steal the cookie", "You are signed out; then your browser gets its old cookie back.",
        stolen_cookie, page("saved.show", 302),
        saw="The old cookie opened nothing: you were asked to sign in.",
        protected=(
            "The cookie is the name of a row, and nothing else. Sign-out deletes the row first, then the tokens at "
            "Spark. A copy of the cookie is then the name of something that does not exist."
        ),
        otherwise=(
            "Where the cookie itself is the session, signing out only asks the browser to forget it. A copy that was "
            "taken before would stay signed in until it expires, and nobody could stop it."
        ),
        rules=(rfc(6265, "8.4"), rfc(7009, "2.1")),
        sources=(
            (SqlSessionInterface.sign_out, "self.store.delete"),
            (SqlSessionInterface.open_session, "self.store.read"),
        ),
        who=CONSUMERS, sandbox=False, then="Sign in again.",
    ),
    Break(
        "expired-token", "Expire the token", "Spark does not take your access token any more.",
        expired_token, page("search.show", 200, renewals=1),
        saw="The search came as always. Only the record shows the 401, one renewal, and the same calls once more.",
        protected=(
            "A refusal leads to one renewal with the refresh token, and to one more try. The new tokens are in the "
            "session’s row before they are used. The browser was never part of it: it has no token."
        ),
        otherwise=(
            "Everybody would be signed out once a day, in the middle of what they were doing. Or worse: the renewal "
            "works, the new refresh token is not kept, and the next one fails."
        ),
        rules=(rfc(6750, "3.1"), rfc(6749, "6")),
        sources=((Spark._ask, "self._renew(token)"), (Grant._kept, "self._store.renew")),
        who=TOKENS,
    ),
    Break(
        "revoked-tokens", "Revoke the tokens", "Spark ends the whole authorization, with its refresh token.",
        revoked_tokens, page("search.show", 302, renewals=1),
        saw="One renewal was tried and refused. You were signed out and told why; signing in leads back to the search.",
        protected=(
            "Only invalid_grant ends a session here. Had Spark been down, or the portal’s own secret been wrong, you "
            "would still be signed in."
        ),
        otherwise=(
            "A portal that asks again and again goes in circles between refusal and renewal. One that swallows the "
            "refusal shows an empty page, as if no home were for sale."
        ),
        rules=(rfc(6749, "5.2"), rfc(6749, "10.4")),
        sources=((grant._error, "invalid_grant"), (consumer.end, "sign_out")),
        who=CONSUMERS, then="Sign in again.",
    ),
    Break(
        "two-tabs", "Two tabs at once", "Your token expires, and two tabs notice it at the same moment.",
        two_tabs, page("search.show", 200, times=2, renewals=1),
        saw="Both pages came, and Spark was asked for new tokens once. The other tab waited, and used the result.",
        protected=(
            "Whoever needs new tokens must first take a lease on the session’s row, and one statement in the database "
            "gives it to one of them. That holds between processes and machines too."
        ),
        otherwise=(
            "Both tabs would send the same refresh token. Where it works once, the second time looks like theft, and a "
            "strict provider, as the sandbox is, ends the authorization. You would be signed out for having two tabs."
        ),
        rules=(rfc(9700, "4.14.2"), rfc(6749, "10.4")),
        sources=((GrantStore.lease, "rowcount"), (Grant._renew, "self._store.lease")),
        who=TOKENS,
    ),
))  # fmt: skip
