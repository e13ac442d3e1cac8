"""What only Spark can say: whether it answers, and what it thinks of the key, the redirect URI and the portal."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from email.utils import parsedate_to_datetime

from requests import Response

from app.settings import Settings
from app.spark.answer import envelope
from app.spark.errors import SparkError

from .finding import Finding
from .line import Line, NoAnswer, said
from .mls import mls


def examine(settings: Settings, checks: Iterable[Callable[[Line], Iterator[Finding]]]) -> Iterator[Finding]:
    """What these checks find, and in the end which hosts did not answer."""
    line = Line(settings)
    for check in checks:
        with suppress(NoAnswer):
            yield from check(line)
    for origin, why in line.silent.items():
        saw = f"No answer from {origin} ({why}); what only Spark knows is unchecked."
        if settings.sandbox:
            yield Finding("warning", "Spark", saw, "Start the sandbox: make run")
        else:
            yield Finding("fault", "Spark", saw, "Check this machine's network, SPARK_API_URL and SPARK_SIGN_IN_URL.")


def api(line: Line) -> Iterator[Finding]:
    """Spark answers a call without a token by its code 1000."""
    answer, url = line.api("GET", "system"), line.settings.api_url
    if _code(answer) == 1000:
        yield Finding("ok", "Spark", f"The API answers at {url}.")
        yield clock(answer)
    else:
        saw = f"{url} answers a call without a token unlike Spark (status {answer.status_code}, code {_code(answer)})."
        yield Finding("warning", "Spark", saw, "Check SPARK_API_URL; if it is right, ask again later.")


def _code(answer: Response) -> int:
    try:
        envelope(answer)
    except SparkError as error:
        return error.code
    return 0


def clock(answer: Response) -> Finding:
    """Whether a token and the session it lies in end when this machine thinks they do; in seconds."""
    try:
        apart = abs(time.time() - parsedate_to_datetime(answer.headers.get("Date", "")).timestamp())
    except ValueError:
        return Finding("ok", "clock", "Not compared, as Spark did not tell the time.")
    if apart <= 60:
        return Finding("ok", "clock", "It agrees with Spark's.")
    saw = f"It is {apart:.0f} seconds away from Spark's."
    return Finding("warning" if apart <= 300 else "fault", "clock", saw, "Set it by NTP: timedatectl set-ntp true")


def client(line: Line) -> Iterator[Finding]:
    """Redeems a code that cannot exist: Spark judges the code only where it knows the client."""
    client_id, client_secret = line.settings.client
    trial = {"grant_type": "authorization_code", "code": "flask-doctor", "redirect_uri": line.settings.redirect_uri}
    key = {"client_id": client_id, "client_secret": client_secret}
    error = said(line.api("POST", "oauth2/grant", json=trial | key))
    if error == "invalid_grant":
        yield Finding("ok", "client", "Spark knows the client id and its secret.")
    elif error == "invalid_client":
        remedy = "Copy SPARK_CLIENT_ID and SPARK_CLIENT_SECRET once more from your key."
        yield Finding("fault", "client", "Spark refuses the client id or its secret.", remedy)
    else:
        saw = f"Whether Spark knows the client id and its secret did not show ({error})."
        yield Finding("warning", "client", saw, "Sign in once to be sure.")


def redirect_uri(line: Line) -> Iterator[Finding]:
    uri, answer = line.settings.redirect_uri, line.sign_in()
    error = said(answer)
    if answer.status_code == 429 or answer.status_code >= 500:
        yield Finding("warning", "redirect URI", f"Spark's sign-in page did not open ({error}).", "Ask again later.")
    elif answer.status_code >= 400 or error == "redirect_uri_mismatch":
        saw = f"Spark's sign-in page refuses this client id with this redirect URI ({error})."
        yield Finding("fault", "redirect URI", saw, f"Have exactly this one registered for your key: {uri}")
    elif error.startswith("status "):
        yield Finding("ok", "redirect URI", f"Spark's sign-in page opened for {uri}.")
    else:
        saw = f"Spark's sign-in page sends every visitor back ({error})."
        yield Finding("warning", "redirect URI", saw, "Ask Spark's support what your key may do.")


def portal(line: Line) -> Iterator[Finding]:
    name = line.settings.spark_portal
    if not name:
        yield Finding("ok", "portal", "SPARK_PORTAL is not set: visitors choose.")
        return
    status = line.sign_in(name).status_code
    if status == 404:
        remedy = "Set SPARK_PORTAL to the name that ends the portal's own address."
        yield Finding("fault", "portal", f"Spark knows no open portal “{name}”.", remedy)
    elif status >= 400:
        saw = f"Whether Spark knows the portal “{name}” did not show (status {status})."
        yield Finding("warning", "portal", saw, "Mend what stands above, then ask again.")
    else:
        yield Finding("ok", "portal", f"Spark's sign-in page opened for the portal “{name}”.")


CHECKS = (
    (api, ("SPARK_API_URL",)),
    (client, ("SPARK_API_URL", "SPARK_CLIENT")),
    (redirect_uri, ("SPARK_SIGN_IN_URL", "SPARK_CLIENT_ID", "SPARK_REDIRECT_URI")),
    (portal, ("SPARK_SIGN_IN_URL", "SPARK_CLIENT_ID", "SPARK_PORTAL")),
    (mls, ("SPARK_API_URL", "SPARK_ACCESS_TOKEN")),
)
"""Each with the settings that it needs to be without fault."""
