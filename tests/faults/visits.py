"""What a visitor does while something is broken, and what must hold of it afterwards."""

from __future__ import annotations

import time
from contextlib import suppress

import requests

from tests.live import Visitor

from .answers import Request
from .spark import IllSpark

SETTLED = 0.3
"""Seconds between two tries whether all is well again."""


class Visit:
    """One consumer who was signed in before the fault; `meant` says which calls to Spark it hits.

    `calm` are the statuses that may be seen during it.
    """

    name = ""
    calm = frozenset({502, 503})

    def __init__(self, portal: str, spark: IllSpark) -> None:
        self.portal, self.spark, self.visitor = portal, spark, Visitor(portal)
        self.visitor.sign_in()
        self.visitor.get("/search")
        self.secrets = {cookie.value or "-" for cookie in self.visitor.http.cookies}
        self.prepare()

    @staticmethod
    def meant(request: Request) -> bool:
        return not request.grant

    def prepare(self) -> None:
        """What has to be done while all is still well."""

    def act(self) -> requests.Response:
        return self.visitor.get("/search", timeout=60)

    def is_well(self) -> bool:
        """Whether the same page is whole again, in the same session."""
        page = self.visitor.get("/search", timeout=60)
        return page.status_code == 200 and self.visitor.path == "/search" and 'name="do" value="' in page.text

    def lost(self) -> str:
        """What was promised and is not there; nothing if all is."""
        return ""


class Page(Visit):
    name = "page"


class Save(Visit):
    """Saves a home; what is tried during the fault may be done or not, but it is done if the page says so."""

    name = "save"
    acknowledged = False

    @staticmethod
    def meant(request: Request) -> bool:
        return not request.grant and request.method != "GET"

    def prepare(self) -> None:
        form = next(
            form for form in self.visitor.soup.select("form.keep") if form.select_one("button.save[value=save]")
        )
        self.fields = {str(field["name"]): str(field["value"]) for field in form.select("input")}

    def act(self) -> requests.Response:
        page = self._do("save")
        self.acknowledged = page.history != [] and page.history[0].status_code == 303 and "Saved." in page.text
        return page

    def lost(self) -> str:
        lost = self.acknowledged and not self._is_saved()
        again = self._do("save").status_code == 200 and self._is_saved()
        self._do("unsave")
        return "a home that was said to be saved" if lost else "" if again else "saving does not work again"

    def _do(self, what: str) -> requests.Response:
        return self.visitor.post("/saved", self.fields | {"do": what}, timeout=60)

    def _is_saved(self) -> bool:
        self.visitor.get("/search")
        home = self.visitor.soup.select_one(f'form.keep:has(input[value="{self.fields["home"]}"]) button.save')
        return home is not None and home["value"] == "unsave"


class SignIn(Visit):
    """Somebody else comes back from Spark; the visitor of before must stay signed in."""

    name = "sign-in"
    calm = frozenset({502, 503, 504})

    @staticmethod
    def meant(request: Request) -> bool:
        return request.grant

    def prepare(self) -> None:
        self.other = Visitor(self.portal)
        self.back = self.other.come_back()
        self.secrets |= {cookie.value or "-" for cookie in self.other.http.cookies}

    def act(self) -> requests.Response:
        return self.other.get(self.back, timeout=60)

    def lost(self) -> str:
        return signing_in(self.portal)


class Renewal(Visit):
    """The access token has ended: the page needs new ones first."""

    name = "renewal"

    @staticmethod
    def meant(request: Request) -> bool:
        return request.grant

    def prepare(self) -> None:
        self.spark.expire()


class Ended(Renewal):
    """Spark has given new tokens, and the old ones are used up, but nobody has the new: that sign-in is over."""

    name = "renewal: sign in again"

    def is_well(self) -> bool:
        return self.visitor.get("/search", timeout=60).ok and self.visitor.path == "/"

    def lost(self) -> str:
        return signing_in(self.portal)


class Begin(Visit):
    """Somebody starts to sign in, which writes a row."""

    name = "start of a sign-in"

    def prepare(self) -> None:
        self.other = Visitor(self.portal)
        self.other.get("/")

    def act(self) -> requests.Response:
        return self.other.press("Continue", False, to="portal", portal="danalee")

    def lost(self) -> str:
        return signing_in(self.portal)


class OtherClock(Page):
    """Meanwhile somebody else signs in, on which occasion old sessions are deleted."""

    name = "page and sign-in"

    def act(self) -> requests.Response:
        other = Visitor(self.portal)
        other.sign_in()
        assert other.path == "/home"
        page = super().act()
        self.stayed = self.visitor.path == "/search"
        return page

    def lost(self) -> str:
        return "" if self.stayed else "the session, for as long as the clock was wrong"


VISITS: tuple[type[Visit], ...] = (Page, Save, SignIn, Renewal)


def signing_in(portal: str) -> str:
    """What is wrong with it; nothing if it works, if need be after some seconds."""
    until = time.monotonic() + 5
    while time.monotonic() < until:
        visitor = Visitor(portal)
        with suppress(AssertionError):
            visitor.sign_in()
        if visitor.path == "/home":
            return ""
        time.sleep(SETTLED)
    return "signing in does not work again"
