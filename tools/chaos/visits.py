"""What a visitor does during a fault, and what must be true afterwards."""

from __future__ import annotations

import time
from contextlib import suppress

import requests

from tests.servers import Visitor
from tools.chaos.faults import Request
from tools.chaos.faulty_spark import FaultySpark

RETRY_SECONDS = 0.3
"""Seconds between two checks for recovery."""


class Visit:
    """One consumer, signed in before the fault. `affects` chooses the Spark calls that the fault hits.

    `statuses` are the statuses allowed during the fault.
    """

    name = ""
    statuses = frozenset({502, 503})

    def __init__(self, portal: str, spark: FaultySpark) -> None:
        self.portal, self.spark, self.visitor = portal, spark, Visitor(portal)
        self.visitor.sign_in()
        self.visitor.get("/search")
        self.secrets = {cookie.value or "-" for cookie in self.visitor.http.cookies}
        self.prepare()

    @staticmethod
    def affects(request: Request) -> bool:
        return not request.is_grant

    def prepare(self) -> None:
        """Prepare the visit before the fault."""

    def act(self) -> requests.Response:
        return self.visitor.get("/search", timeout=60)

    def has_recovered(self) -> bool:
        """Whether the page is complete again, in the same session."""
        page = self.visitor.get("/search", timeout=60)
        return page.status_code == 200 and self.visitor.path == "/search" and 'name="do" value="' in page.text

    def broken_promise(self) -> str:
        """Describe what the portal promised and did not keep. Empty if it kept everything."""
        return ""


class Page(Visit):
    name = "page"


class Save(Visit):
    """Saves a home. If the page says that it is saved, it must be saved."""

    name = "save"
    acknowledged = False

    @staticmethod
    def affects(request: Request) -> bool:
        return not request.is_grant and request.method != "GET"

    def prepare(self) -> None:
        form = next(
            form for form in self.visitor.soup.select("form.keep") if form.select_one("button.save[value=save]")
        )
        self.fields = {str(field["name"]): str(field["value"]) for field in form.select("input")}

    def act(self) -> requests.Response:
        page = self._press("save")
        self.acknowledged = page.history != [] and page.history[0].status_code == 303 and "Saved." in page.text
        return page

    def broken_promise(self) -> str:
        lost = self.acknowledged and not self._is_saved()
        again = self._press("save").status_code == 200 and self._is_saved()
        self._press("unsave")
        if lost:
            return "a home that was said to be saved"
        return "" if again else "saving does not work again"

    def _press(self, what: str) -> requests.Response:
        return self.visitor.post("/saved", self.fields | {"do": what}, timeout=60)

    def _is_saved(self) -> bool:
        self.visitor.get("/search")
        home = self.visitor.soup.select_one(f'form.keep:has(input[value="{self.fields["home"]}"]) button.save')
        return home is not None and home["value"] == "unsave"


class SignIn(Visit):
    """Another visitor comes back from Spark. The first one must stay signed in."""

    name = "sign-in"
    statuses = frozenset({502, 503, 504})

    @staticmethod
    def affects(request: Request) -> bool:
        return request.is_grant

    def prepare(self) -> None:
        self.other = Visitor(self.portal)
        self.back = self.other.come_back()
        self.secrets |= {cookie.value or "-" for cookie in self.other.http.cookies}

    def act(self) -> requests.Response:
        return self.other.get(self.back, timeout=60)

    def broken_promise(self) -> str:
        return sign_in_problem(self.portal)


class Renewal(Visit):
    """The access token has expired, so the page has to refresh it first."""

    name = "renewal"

    @staticmethod
    def affects(request: Request) -> bool:
        return request.is_grant

    def prepare(self) -> None:
        self.spark.expire_tokens()


class SignInEnded(Renewal):
    """Spark issued new tokens and the answer was lost. The old ones no longer work, so the sign-in is over."""

    name = "renewal: sign in again"

    def has_recovered(self) -> bool:
        return self.visitor.get("/search", timeout=60).ok and self.visitor.path == "/"

    def broken_promise(self) -> str:
        return sign_in_problem(self.portal)


class StartSignIn(Visit):
    """Another visitor starts to sign in, which writes a row."""

    name = "start of a sign-in"

    def prepare(self) -> None:
        self.other = Visitor(self.portal)
        self.other.get("/")

    def act(self) -> requests.Response:
        return self.other.press("Continue", False, to="portal", portal="danalee")

    def broken_promise(self) -> str:
        return sign_in_problem(self.portal)


class WrongClock(Page):
    """Another visitor signs in meanwhile. A sign-in deletes expired sessions."""

    name = "page and sign-in"

    def act(self) -> requests.Response:
        other = Visitor(self.portal)
        other.sign_in()
        assert other.path == "/home"
        page = super().act()
        self.stayed = self.visitor.path == "/search"
        return page

    def broken_promise(self) -> str:
        return "" if self.stayed else "the session, for as long as the clock was wrong"


VISITS: tuple[type[Visit], ...] = (Page, Save, SignIn, Renewal)


def sign_in_problem(portal: str) -> str:
    """Describe the problem with signing in. Empty if it works within some seconds."""
    until = time.monotonic() + 5
    while time.monotonic() < until:
        visitor = Visitor(portal)
        with suppress(AssertionError):
            visitor.sign_in()
        if visitor.path == "/home":
            return ""
        time.sleep(RETRY_SECONDS)
    return "signing in does not work again"
