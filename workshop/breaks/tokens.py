"""Breaks of a session and its tokens."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextvars import Context

from flask import Flask, current_app, g, redirect, request, url_for
from werkzeug import Response

from app import config
from app.auth import access, login
from app.auth.refresh import TokenRefresher
from app.session import SqlSessionInterface, TokenStore, current_session, session_interface
from app.spark import oauth_client
from app.spark.client import SparkClient
from workshop.breaks import sandbox_client
from workshop.breaks.model import CONSUMERS, WITH_TOKENS, Break, Group, page
from workshop.browser_messages import COOKIE
from workshop.references import rfc

REFRESH_SECONDS = 0.5
"""How long the sandbox takes for the refresh, so that the record shows the other tab waiting."""


def stolen_cookie() -> Response:
    """Sign out, then give the old cookie back, as a thief with a copy would use it."""
    old = current_session().sid
    login.log_out()
    response, cookies = redirect(url_for("saved.show"), 303), session_interface()
    name, secure = cookies.get_cookie_name(current_app), cookies.get_cookie_secure(current_app)
    response.set_cookie(name, old, path="/", secure=secure, httponly=True, samesite="Lax")
    return response


def expired_token() -> Response:
    sandbox_client.expire()
    return redirect(url_for("search.show"), 303)


def revoked_tokens() -> Response:
    sandbox_client.revoke()
    return redirect(url_for("search.show"), 303)


def two_tabs() -> Response:
    sandbox_client.switch_on("grant", "slow", seconds=REFRESH_SECONDS)
    sandbox_client.expire()
    _open_in_two_tabs(url_for("search.show"))
    return redirect(url_for("workshop.flow"), 303)


def _open_in_two_tabs(path: str) -> None:
    """This visitor's browser requests a page twice at once."""
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]  # the one behind the proxy
    site, headers = config.current().site, {"Cookie": _cookies()}

    def tab() -> None:
        Context().run(app.test_client(use_cookies=False).get, path, base_url=site, headers=headers)

    with ThreadPoolExecutor(2) as browser:
        for opened in [browser.submit(tab) for _ in range(2)]:
            opened.result()


def _cookies() -> str:
    """This browser's cookies, with the workshop's own, which a new browser gets only with this response."""
    new = g.get("workshop_cookie")
    return "; ".join(filter(None, (new and f"{COOKIE}={new}", request.headers.get("Cookie"))))


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
        references=(rfc(6265, "8.4"), rfc(7009, "2.1")),
        functions=(
            SqlSessionInterface.sign_out,
            SqlSessionInterface.open_session,
        ),
        who=CONSUMERS, sandbox=False, then="Sign in again.",
    ),
    Break(
        "expired-token", "Expire the token", "Spark does not take your access token any more.",
        expired_token, page("search.show", 200, refreshes=1),
        saw="The search came as always. Only the record shows the 401, one renewal, and the same calls once more.",
        protected=(
            "A refusal leads to one renewal with the refresh token, and to one more try. The new tokens are in the "
            "session’s row before they are used. The browser was never part of it: it has no token."
        ),
        otherwise=(
            "Everybody would be signed out once a day, in the middle of what they were doing. Or worse: the renewal "
            "works, the new refresh token is not kept, and the next one fails."
        ),
        references=(rfc(6750, "3.1"), rfc(6749, "6")),
        functions=(SparkClient._call, TokenRefresher._save),
        who=WITH_TOKENS,
    ),
    Break(
        "revoked-tokens", "Revoke the tokens", "Spark ends the whole authorization, with its refresh token.",
        revoked_tokens, page("search.show", 302, refreshes=1),
        saw="One renewal was tried and refused. You were signed out and told why; signing in leads back to the search.",
        protected=(
            "Only invalid_grant ends a session here. Had Spark been down, or the portal’s own secret been wrong, you "
            "would still be signed in."
        ),
        otherwise=(
            "A portal that asks again and again goes in circles between refusal and renewal. One that swallows the "
            "refusal shows an empty page, as if no home were for sale."
        ),
        references=(rfc(6749, "5.2"), rfc(6749, "10.4")),
        functions=(oauth_client._oauth_error, access.force_logout),
        who=CONSUMERS, then="Sign in again.",
    ),
    Break(
        "two-tabs", "Two tabs at once", "Your token expires, and two tabs notice it at the same moment.",
        two_tabs, page("search.show", 200, times=2, refreshes=1),
        saw="Both pages came, and Spark was asked for new tokens once. The other tab waited, and used the result.",
        protected=(
            "Whoever needs new tokens must first take a lease on the session’s row, and one statement in the database "
            "gives it to one of them. That holds between processes and machines too."
        ),
        otherwise=(
            "Both tabs would send the same refresh token. Where it works once, the second time looks like theft, and a "
            "strict provider, as the sandbox is, ends the authorization. You would be signed out for having two tabs."
        ),
        references=(rfc(9700, "4.14.2"), rfc(6749, "10.4")),
        functions=(TokenStore.lease, TokenRefresher._wait_or_refresh),
        who=WITH_TOKENS,
    ),
))  # fmt: skip
