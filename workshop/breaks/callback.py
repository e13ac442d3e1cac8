"""Breaks of the callback. None of them signs anybody in."""

from __future__ import annotations

import secrets
from contextvars import Context
from urllib.parse import parse_qs, urlencode, urlsplit

from flask import current_app, url_for
from werkzeug import Response

from app import config
from app.auth import oauth
from app.auth.oauth import VOW, StateStore, oauth_app
from app.session import SqlSessionInterface
from workshop.breaks import sandbox_client
from workshop.breaks.model import Break, Group, refused_at_the_callback
from workshop.references import draft, rfc

PAT, SAM = "pat@example.com", "sam@example.com"
"""Consumers of the sandbox."""


def wrong_state() -> Response:
    return _come_back(code=secrets.token_hex(12), state=secrets.token_hex(15))


def replayed_code() -> Response:
    code = sandbox_client.code(PAT)
    sandbox_client.spend(code)
    return _come_back(code=code, state=_new_state())


def another_browser() -> Response:
    return _come_back(code=sandbox_client.code(SAM), state=_state_of_another_browser())


def consent_refused() -> Response:
    return _come_back(error="access_denied", state=_new_state())


def _come_back(**parameters: str) -> Response:
    """A redirect to the callback. It has no body: a body would repeat the address, which may hold a valid code."""
    return Response(status=303, headers={"Location": f"{url_for('auth.callback')}?{urlencode(parameters)}"})


def _new_state() -> str:
    """A `state` that the portal gave to this browser, not used yet."""
    response = oauth_app().authorize_redirect(config.current().redirect_uri, endpoint=VOW, role="consumer")
    return _state(response.headers["Location"])


def _state_of_another_browser() -> str:
    """Another browser starts a sign-in here: the `state` it gets. It runs in a context of its own."""
    form = {"to": "portal", "portal": "danalee"}
    client = current_app.test_client()
    response = Context().run(client.post, "/sign-in", base_url=config.current().site, data=form)
    return _state(response.headers["Location"])


def _state(address: str) -> str:
    return parse_qs(urlsplit(address).query)["state"][0]


GROUP = Group("At the callback", (
    Break(
        "wrong-state", "Wrong state", "You come back from Spark with a state that nobody gave out.",
        wrong_state, refused_at_the_callback("not-started-here", calls=0),
        saw="The sign-in did not finish. The code was never sent to Spark.",
        protected=(
            "The portal keeps each state that it gives out in the session of the browser that it gives it to. A "
            "callback must bring one of those, and that is checked before its code is worth anything."
        ),
        otherwise=(
            "Anybody could send you a link to this portal’s callback with a code of theirs. One click, and you would "
            "be signed in as them; what you save from then on would be theirs to read."
        ),
        references=(rfc(6749, "10.12"), rfc(9700, "4.7")),
        functions=(oauth.consume_state,),
        sandbox=False,
    ),
    Break(
        "replayed-code", "Replay the code", "Somebody else spends a code first; then you come back with it.",
        replayed_code, refused_at_the_callback("code-used", calls=1),
        saw="Spark refused the code with invalid_grant, and the sign-in did not finish.",
        protected=(
            "A code is good for once; when it comes again, the sandbox even takes back the tokens that it gave before. "
            "The portal, for its part, uses up the state before it sends the code, so that loading the page again "
            "sends nothing."
        ),
        otherwise=(
            "The code stands in an address, and addresses stay in browser histories and in logs. If it worked twice, "
            "whoever finds one could bring it to the portal and be signed in as you."
        ),
        references=(rfc(6749, "4.1.2"), rfc(6749, "10.5"), rfc(9700, "4.5")),
        functions=(oauth.fetch_tokens, oauth.consume_state),
    ),
    Break(
        "another-browser", "Another’s callback", "A sign-in that another browser started comes back in yours.",
        another_browser, refused_at_the_callback("not-started-here", calls=0),
        saw="The sign-in did not finish, although Spark gave out the code, and the portal gave out the state.",
        protected=(
            "A state counts only in the browser that it was given to: it is looked up in the session that your cookie "
            "names, and the other browser’s is another. The code was never sent to Spark."
        ),
        otherwise=(
            "This is login CSRF. You would be in somebody else’s account without noticing it, and they would read "
            "along: your searches, the homes that you save, what you write to the agent."
        ),
        references=(rfc(6819, "4.4.1.8"), rfc(9700, "4.7")),
        functions=(StateStore.key, SqlSessionInterface.consume),
    ),
    Break(
        "consent-refused", "Say no to Spark", "You come back with access_denied, OAuth’s word for no, and no code.",
        consent_refused, refused_at_the_callback("refused", calls=0),
        saw="A page that says so, and that nothing was shared. There is nothing to repair.",
        protected=(
            "An error is one of the answers that a callback can bring. It ends the attempt whose state it carries. The "
            "words on the page are the portal’s own: an error_description is never shown."
        ),
        otherwise=(
            "A portal that counts on a code fails here with a server error. One that shows the error_description shows "
            "whatever somebody has written into an address, under the agent’s name."
        ),
        references=(draft("3.2"), rfc(6749, "4.1.2.1")),
        functions=(oauth.check_error,),
        sandbox=False,
    ),
))  # fmt: skip
