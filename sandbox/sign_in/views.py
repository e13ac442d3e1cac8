"""The pages. Follows https://sparkplatform.com/docs/authentication/oauth2_authentication, steps 1 and 2."""

from __future__ import annotations

from flask import Blueprint, Response, make_response, redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from sandbox.clients import is_registered, registered_beside
from sandbox.people import Portal
from sandbox.progress import SignIn
from sandbox.state import open_portal, state

bp = Blueprint("sign_in", __name__)

MISMATCH = "Parameter redirect_uri does not match registered URI"


class SignInStopped(Exception):
    """The sign-in ends on a page of the sandbox: there is nowhere safe to send the browser."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status, self.message = status, message


@bp.get("/auth/vow")
def vow() -> AnyResponse:
    return begin()


@bp.get("/auth/vow/<name>")
def portal(name: str) -> AnyResponse:
    found = open_portal(name)
    if found is None:
        raise SignInStopped(404, f"There is no portal named “{name}”. Check the address with your agent.")
    return begin(found)


@bp.get("/oauth2")
def private() -> AnyResponse:
    return begin()


@bp.post("/sign-in/person")
def person() -> Response:
    sign_in = under_way()
    sign_in.choose_person(request.form.get("login", ""))
    return next_page(sign_in)


@bp.post("/sign-in/agent")
def agent() -> Response:
    sign_in = under_way()
    sign_in.choose_agent(request.form.get("agent", ""))
    return next_page(sign_in)


@bp.post("/sign-in/allow")
def allow() -> AnyResponse:
    sign_in = under_way()
    access = sign_in.access()
    if access is None:
        return next_page(sign_in)
    state().sign_ins.end(sign_in)
    return redirect(sign_in.back(code=state().ledger.issue_code(access, sign_in.redirect_uri)))


@bp.post("/sign-in/refuse")
def refuse() -> AnyResponse:
    sign_in = under_way()
    state().sign_ins.end(sign_in)
    return redirect(sign_in.back(error="access_denied", error_description="The person did not allow the access"))


def begin(portal: Portal | None = None) -> AnyResponse:
    """Check what the application asks, then show the first page; `client_id` first, as it decides whom to answer."""
    client = state().clients.get(request.args.get("client_id", ""))
    if client is None:
        raise SignInStopped(400, "The application that sent you here is not known: its client_id is wrong.")
    redirect_uri = request.args.get("redirect_uri", "")
    sign_in = SignIn(request.path, client, redirect_uri, request.args.get("state"), portal)
    if not is_registered(redirect_uri, state().callback):
        return mismatch(sign_in)
    if request.args.get("response_type") != "code":
        wrong = "Parameter response_type must be code"
        return redirect(sign_in.back(error="unsupported_response_type", error_description=wrong))
    state().sign_ins.begin(sign_in)
    return next_page(sign_in)


def mismatch(sign_in: SignIn) -> AnyResponse:
    """Never go to an address that is not registered: only to the registered one of the same origin, if there is one."""
    callback = state().callback
    beside = registered_beside(sign_in.redirect_uri, callback)
    if beside is None:
        answers_to = "/auth/callback on this machine" + (f" and to {callback}" if callback else "")
        raise SignInStopped(400, f"{MISMATCH}. The sandbox answers only to {answers_to}.")
    sign_in.redirect_uri = beside
    return redirect(sign_in.back(error="redirect_uri_mismatch", error_description=MISMATCH))


def under_way() -> SignIn:
    found = state().sign_ins.find(request.form.get("sign_in", ""))
    if found is None:
        raise SignInStopped(400, "This sign-in is over. Go back to the site you came from and start again.")
    return found


def next_page(sign_in: SignIn) -> Response:
    """The first question that is still open."""
    if sign_in.person is None:
        step = "person"
    elif not sign_in.choices:
        step = "unlinked"
    else:
        step = "agent" if sign_in.agent is None else "consent"
    return page(step, sign_in=sign_in)


@bp.errorhandler(SignInStopped)
def stopped(reason: SignInStopped) -> Response:
    response = page("stopped", message=reason.message)
    response.status_code = reason.status
    return response


def page(step: str, **shown: object) -> Response:
    return make_response(render_template("sign_in.html", step=step, **shown))


@bp.after_request
def keep_private(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["Content-Security-Policy"] = (
        "default-src 'none'; style-src 'self'; img-src 'self' data:; base-uri 'none'; frame-ancestors 'none'"
    )
    return response
