"""The sign-in pages. Follows https://sparkplatform.com/docs/authentication/oauth2_authentication, steps 1 and 2."""

from __future__ import annotations

from flask import Blueprint, Response, make_response, redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from sandbox.authorization_requests import AuthorizationRequest
from sandbox.clients import is_registered, registered_for_origin
from sandbox.people import Portal
from sandbox.state import find_portal, state

bp = Blueprint("sign_in", __name__)

MISMATCH_MESSAGE = "Parameter redirect_uri does not match registered URI"


class SignInError(Exception):
    """The sign-in ends on an error page: there is no safe URL to redirect to."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status, self.message = status, message


@bp.get("/auth/vow")
def vow() -> AnyResponse:
    return start_authorization()


@bp.get("/auth/vow/<name>")
def portal(name: str) -> AnyResponse:
    found = find_portal(name)
    if found is None:
        raise SignInError(404, f"There is no portal named “{name}”. Check the address with your agent.")
    return start_authorization(found)


@bp.get("/oauth2")
def private() -> AnyResponse:
    return start_authorization()


@bp.post("/sign-in/person")
def choose_person() -> Response:
    sign_in = pending_request()
    sign_in.choose_person(request.form.get("login", ""))
    return next_step(sign_in)


@bp.post("/sign-in/agent")
def choose_agent() -> Response:
    sign_in = pending_request()
    sign_in.choose_agent(request.form.get("agent", ""))
    return next_step(sign_in)


@bp.post("/sign-in/allow")
def allow() -> AnyResponse:
    sign_in = pending_request()
    access = sign_in.access()
    if access is None:
        return next_step(sign_in)
    state().authorization_requests.remove(sign_in)
    return redirect(sign_in.callback_url(code=state().tokens.issue_code(access, sign_in.redirect_uri)))


@bp.post("/sign-in/refuse")
def deny() -> AnyResponse:
    sign_in = pending_request()
    state().authorization_requests.remove(sign_in)
    return redirect(
        sign_in.callback_url(error="access_denied", error_description="The person did not allow the access")
    )


def start_authorization(portal: Portal | None = None) -> AnyResponse:
    """Validate the request, `client_id` first, then show the first page."""
    client = state().clients.get(request.args.get("client_id", ""))
    if client is None:
        raise SignInError(400, "The application that sent you here is not known: its client_id is wrong.")
    redirect_uri = request.args.get("redirect_uri", "")
    sign_in = AuthorizationRequest(request.path, client, redirect_uri, request.args.get("state"), portal)
    if not is_registered(redirect_uri, state().callback):
        return redirect_uri_mismatch(sign_in)
    if request.args.get("response_type") != "code":
        wrong = "Parameter response_type must be code"
        return redirect(sign_in.callback_url(error="unsupported_response_type", error_description=wrong))
    state().authorization_requests.add(sign_in)
    return next_step(sign_in)


def redirect_uri_mismatch(sign_in: AuthorizationRequest) -> AnyResponse:
    """Redirect to the registered URI of the same origin, if there is one. Never redirect to an unregistered URI."""
    callback = state().callback
    registered = registered_for_origin(sign_in.redirect_uri, callback)
    if registered is None:
        answers_to = "/auth/callback on this machine" + (f" and to {callback}" if callback else "")
        raise SignInError(400, f"{MISMATCH_MESSAGE}. The sandbox answers only to {answers_to}.")
    sign_in.redirect_uri = registered
    return redirect(sign_in.callback_url(error="redirect_uri_mismatch", error_description=MISMATCH_MESSAGE))


def pending_request() -> AuthorizationRequest:
    found = state().authorization_requests.find(request.form.get("sign_in", ""))
    if found is None:
        raise SignInError(400, "This sign-in is over. Go back to the site you came from and start again.")
    return found


def next_step(sign_in: AuthorizationRequest) -> Response:
    """Show the first question without an answer."""
    if sign_in.person is None:
        step = "person"
    elif not sign_in.available_agents:
        step = "unlinked"
    else:
        step = "agent" if sign_in.agent is None else "consent"
    return render_step(step, sign_in=sign_in)


@bp.errorhandler(SignInError)
def error_page(error: SignInError) -> Response:
    response = render_step("stopped", message=error.message)
    response.status_code = error.status
    return response


def render_step(step: str, **context: object) -> Response:
    return make_response(render_template("sign_in.html", step=step, **context))


@bp.after_request
def set_security_headers(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["Content-Security-Policy"] = (
        "default-src 'none'; style-src 'self'; img-src 'self' data:; base-uri 'none'; frame-ancestors 'none'"
    )
    return response
