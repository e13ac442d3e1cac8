"""The doctor's checks at Spark: does it answer, and does it accept the key, the redirect URI and the portal?"""

from __future__ import annotations

import re
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import Literal, TypeVar, cast
from urllib.parse import parse_qs, urlsplit

from requests import RequestException, Response

from app.config import Settings
from app.spark.errors import SparkError
from app.spark.fields import Fields
from app.spark.response import envelope
from app.spark.transport import SparkOAuthSession

Level = Literal["ok", "warning", "fault"]
T = TypeVar("T")
TIMEOUT = (3.0, 3.0)
"""Seconds to connect, and between two bytes of a response. Somebody is waiting for the doctor."""


@dataclass(frozen=True)
class Check:
    """The result of one check, printed as one line."""

    level: Level
    subject: str
    message: str
    remedy: str = ""


def without_faults(checks: Iterable[tuple[T, tuple[str, ...]]], faults: list[str]) -> list[T]:
    """The checks whose settings have no fault. Each check comes with the beginnings of those settings' names."""
    return [check for check, settings in checks if not any(fault.startswith(settings) for fault in faults)]


def run(settings: Settings, faults: list[str]) -> Iterator[Check]:
    """The checks that no fault of the settings prevents, then the hosts that do not answer."""
    spark = Connection(settings)
    for check in without_faults(CHECKS, faults):
        with suppress(NoAnswer):
            yield from check(spark)
    for origin, why in spark.unreachable.items():
        message = f"No answer from {origin} ({why}); what only Spark knows is unchecked."
        if settings.sandbox:
            yield Check("warning", "Spark", message, "Start the sandbox: make run")
        else:
            remedy = "Check this machine's network, SPARK_API_URL and SPARK_SIGN_IN_URL."
            yield Check("fault", "Spark", message, remedy)


class NoAnswer(Exception):
    """The host does not answer, or did not answer an earlier call."""


class Connection:
    """Calls Spark with these settings. `unreachable` holds each origin that did not answer, and why.

    It calls no origin again that did not answer.
    """

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.unreachable: dict[str, str] = {}

    def api(self, method: str, path: str, token: str = "", **options: object) -> Response:
        """Call `/v1/<path>`, anonymously unless there is a token. Raises NoAnswer."""
        return self._request(method, f"{self.settings.api_url}/v1/{path}", token, **options)

    def authorize(self, portal: str = "") -> Response:
        """Open the sign-in page, `/auth/vow` or `/auth/vow/<portal>`, as a visitor would. Raises NoAnswer."""
        client_id, redirect_uri = self.settings.client[0], self.settings.redirect_uri
        query = {"response_type": "code", "client_id": client_id, "redirect_uri": redirect_uri}
        endpoint = f"{self.settings.sign_in_url}/auth/vow" + (f"/{portal}" if portal else "")
        return self._request("GET", endpoint, params=query)

    def _request(self, method: str, url: str, token: str = "", **options: object) -> Response:
        origin = "{0.scheme}://{0.netloc}".format(urlsplit(url))
        if origin in self.unreachable:
            raise NoAnswer
        try:
            response = self._session(token).request(method, url, withhold_token=not token, **options)
        except (RequestException, OSError) as error:
            self.unreachable[origin] = type(error).__name__
            raise NoAnswer from None
        return cast("Response", response)

    def _session(self, token: str) -> SparkOAuthSession:
        return SparkOAuthSession(
            token={"access_token": token},
            auth_scheme=self.settings.spark_auth_scheme,
            user_agent=self.settings.spark_user_agent,
            default_timeout=TIMEOUT,
        )


def check_api(spark: Connection) -> Iterator[Check]:
    """Spark answers a call without a token with its code 1000."""
    response, url = spark.api("GET", "system"), spark.settings.api_url
    status, code = response.status_code, _error_code(response)
    if code == 1000:
        yield Check("ok", "Spark", f"The API answers at {url}.")
        yield _check_clock(response)
    else:
        message = f"{url} answers a call without a token unlike Spark (status {status}, code {code})."
        yield Check("warning", "Spark", message, "Check SPARK_API_URL; if it is right, ask again later.")


def _error_code(response: Response) -> int:
    """Spark's own error code; 0 for a response without an error."""
    try:
        envelope(response)
    except SparkError as error:
        return error.code
    return 0


def _check_clock(response: Response) -> Check:
    """Tokens and sessions expire by this machine's clock, so it must agree with Spark's."""
    try:
        seconds = abs(time.time() - parsedate_to_datetime(response.headers.get("Date", "")).timestamp())
    except ValueError:
        return Check("ok", "clock", "Not compared, as Spark did not tell the time.")
    if seconds <= 60:
        return Check("ok", "clock", "It agrees with Spark's.")
    level: Level = "warning" if seconds <= 300 else "fault"
    message = f"It is {seconds:.0f} seconds away from Spark's."
    return Check(level, "clock", message, "Set it by NTP: timedatectl set-ntp true")


def check_client(spark: Connection) -> Iterator[Check]:
    """Redeem a code that cannot exist. Spark looks at the code only if it accepts the client id and secret."""
    client_id, client_secret = spark.settings.client
    grant = {"grant_type": "authorization_code", "code": "flask-doctor", "redirect_uri": spark.settings.redirect_uri}
    key = {"client_id": client_id, "client_secret": client_secret}
    error = _oauth_error(spark.api("POST", "oauth2/grant", json=grant | key))
    if error == "invalid_grant":
        yield Check("ok", "client", "Spark knows the client id and its secret.")
    elif error == "invalid_client":
        remedy = "Copy SPARK_CLIENT_ID and SPARK_CLIENT_SECRET once more from your key."
        yield Check("fault", "client", "Spark refuses the client id or its secret.", remedy)
    else:
        message = f"Whether Spark knows the client id and its secret did not show ({error})."
        yield Check("warning", "client", message, "Sign in once to be sure.")


def check_redirect_uri(spark: Connection) -> Iterator[Check]:
    uri, response = spark.settings.redirect_uri, spark.authorize()
    error = _oauth_error(response)
    if response.status_code == 429 or response.status_code >= 500:
        yield Check("warning", "redirect URI", f"Spark's sign-in page did not open ({error}).", "Ask again later.")
    elif response.status_code >= 400 or error == "redirect_uri_mismatch":
        message = f"Spark's sign-in page refuses this client id with this redirect URI ({error})."
        yield Check("fault", "redirect URI", message, f"Have exactly this one registered for your key: {uri}")
    elif error.startswith("status "):
        yield Check("ok", "redirect URI", f"Spark's sign-in page opened for {uri}.")
    else:
        message = f"Spark's sign-in page sends every visitor back ({error})."
        yield Check("warning", "redirect URI", message, "Ask Spark's support what your key may do.")


def _oauth_error(response: Response) -> str:
    """The OAuth error in the body or redirect, such as `invalid_grant`; without one, `status 200` or the like."""
    try:
        error = Fields(response.json()).text("error")
    except (ValueError, RecursionError):
        error = parse_qs(urlsplit(response.headers.get("Location", "")).query).get("error", [""])[0]
    return error if error and re.fullmatch(r"[a-z_]{1,40}", error) else f"status {response.status_code}"


def check_portal(spark: Connection) -> Iterator[Check]:
    name = spark.settings.spark_portal
    if not name:
        yield Check("ok", "portal", "SPARK_PORTAL is not set: visitors choose.")
        return
    status = spark.authorize(name).status_code
    if status == 404:
        remedy = "Set SPARK_PORTAL to the name that ends the portal's own address."
        yield Check("fault", "portal", f"Spark knows no open portal “{name}”.", remedy)
    elif status >= 400:
        message = f"Whether Spark knows the portal “{name}” did not show (status {status})."
        yield Check("warning", "portal", message, "Mend what stands above, then ask again.")
    else:
        yield Check("ok", "portal", f"Spark's sign-in page opened for the portal “{name}”.")


def check_mls(spark: Connection) -> Iterator[Check]:
    """What the MLS requires beside its listings: https://sparkplatform.com/docs/api_services/system_info.

    Spark tells signed-in consumers and single-session keys only.
    """
    if spark.settings.single_session is None:
        yield Check("ok", "MLS", "What it demands is asked for when somebody is signed in.")
        return
    response = spark.api("GET", "system", token=spark.settings.single_session[0])
    try:
        system = next(iter(envelope(response).items("Results")), Fields({}))
    except SparkError as error:
        message = f"Spark does not tell it for SPARK_ACCESS_TOKEN (status {error.status}, code {error.code})."
        remedy = "A token that the portal has renewed since is no harm; else get new ones for your key."
        yield Check("warning", "MLS", message, remedy)
        return
    yield _check_compliance(system, _required_fields(response, system.text("MlsId") or ""))


def _required_fields(response: Response, mls_id: str) -> str:
    """The fields that each view must show, in words; blank if the MLS names none."""
    try:
        views = response.json()["D"]["Results"][0]["DisplayCompliance"][mls_id]["View"]
        summary, detail = (", ".join(views[view]["DisplayCompliance"]) for view in ("Summary", "Detail"))
    except (LookupError, TypeError):
        return ""
    return f"results must show {summary or 'nothing more'}; a listing must show {detail or 'nothing more'}"


def _check_compliance(system: Fields, fields: str) -> Check:
    configuration = next(iter(system.items("Configuration")), Fields({}))
    disclaimer = configuration.text("IdxDisclaimerTextOnly", "IdxDisclaimer")
    found = f"its disclaimer is {'there' if disclaimer else 'missing'}; {fields or 'it names no fields to be shown'}"
    message = f"{system.text('Mls') or 'The MLS has no name'}: {found}."
    if disclaimer and fields:
        return Check("ok", "MLS", message)
    return Check("warning", "MLS", message, "Ask the MLS what it wants shown beside its listings.")


CHECKS = (
    (check_api, ("SPARK_API_URL",)),
    (check_client, ("SPARK_API_URL", "SPARK_CLIENT")),
    (check_redirect_uri, ("SPARK_SIGN_IN_URL", "SPARK_CLIENT_ID", "SPARK_REDIRECT_URI")),
    (check_portal, ("SPARK_SIGN_IN_URL", "SPARK_CLIENT_ID", "SPARK_PORTAL")),
    (check_mls, ("SPARK_API_URL", "SPARK_ACCESS_TOKEN")),
)
"""Each check with the settings that it depends on, by the beginnings of their names."""
