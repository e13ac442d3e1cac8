"""Visitors who look at homes, save them, sign out and come back. They record what the portal acknowledged."""

from __future__ import annotations

import random
import re
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from threading import Event, Thread

import requests

from tests.servers import Visitor
from tools.cluster.outcomes import Kind, Outcome, is_error_page, is_failed_sign_in, kind_of

PEOPLE = ("Pat", "Sam")
FORM = {"Accept": "application/json", "Sec-Fetch-Site": "same-origin"}


class Guest:
    """One visitor with a browser. No other visitor uses the same `homes` (ids).

    `saved` maps each home to what the portal last acknowledged: saved (True) or removed (False). `viewed` is the last
    home whose page arrived. After an error neither holds the home, because the request may have succeeded or not.
    """

    def __init__(self, number: int, site: str, certificate: Path, homes: Sequence[str]) -> None:
        self.number, self.site, self.certificate, self.homes = number, site, certificate, homes
        self.person = PEOPLE[number % len(PEOPLE)]
        self.saved: dict[str, bool] = {}
        self.viewed = ""
        self.met: list[Outcome] = []
        self._chance = random.Random(number)
        self._csrf = ""
        self._new_browser()

    @property
    def cookie(self) -> str:
        return str(self.browser.http.cookies["__Host-session"])

    def live(self, stop: Event, staying: Event) -> None:
        """Act at a person's pace until `stop` is set. Nobody signs out while `staying` is set."""
        while not stop.is_set():
            action = self._chance.choices(
                [self.search, self.look_home, self.view, self.save, self.sign_out], [30, 15, 15, 35, 5]
            )
            if not (action == [self.sign_out] and staying.is_set()):
                action[0]()
            stop.wait(self._chance.uniform(0.4, 1.0))

    def search(self) -> None:
        self._look(f"/search?page={self._chance.randint(2, 4)}")

    def look_home(self) -> None:
        self._look("/home")

    def view(self) -> None:
        home = self._chance.choice(self.homes)
        self.viewed = home if self._look(f"/homes/{home}") else ""

    def save(self) -> None:
        """Save one of the homes, or remove it."""
        home = self._chance.choice(self.homes)
        wanted = not self.saved.pop(home, False)
        form = {"home": home, "do": "save" if wanted else "unsave", "csrf_token": self._csrf}
        answer = self._send("POST", "/saved", lambda page: _saved_kind(page, wanted), data=form)
        if answer == "answered":
            self.saved[home] = wanted

    def sign_out(self) -> None:
        """Sign out and in again. Use a new browser if signing out failed."""
        if self._send("POST", "/sign-out", _signed_out_kind, data={"csrf_token": self._csrf}) != "answered":
            self._new_browser()
        self.sign_in()

    def sign_in(self, timeout: float = 60.0) -> None:
        """Try to sign in until it works."""
        self.viewed = ""
        until = time.monotonic() + timeout
        while self._timed("sign in", self._signed_in) != "answered" and time.monotonic() < until:
            time.sleep(0.5)

    def agree(self) -> None:
        """Accept the terms, once for each person."""
        self.browser.sign_in(self.person)
        self.browser.press("I agree", agree="yes")
        assert kind_of(self.browser.page) == "answered", self.browser.h1
        self._csrf = _token(self.browser.page)

    def _new_browser(self) -> None:
        self.browser = Visitor(self.site)
        self.browser.http.verify = str(self.certificate)

    def _look(self, address: str) -> bool:
        return self._send("GET", address, kind_of) == "answered"

    def _send(
        self, method: str, address: str, judge: Callable[[requests.Response], Kind], data: dict[str, str] | None = None
    ) -> Kind:
        def send() -> tuple[Kind, str]:
            page = self.browser.http.request(
                method, self.site + address, data=data, headers=self._headers(method), allow_redirects=False, timeout=40
            )
            self._csrf = _token(page) or self._csrf
            return judge(page), f"{page.status_code} {page.headers.get('Location', '')} {page.text[:2000]}"

        return self._timed(f"{method} {address}", send)

    def _headers(self, method: str) -> dict[str, str]:
        return FORM | {"Origin": self.site} if method == "POST" else {}

    def _signed_in(self) -> tuple[Kind, str]:
        with suppress(AssertionError):  # a missing button means an unexpected page, judged below
            self.browser.sign_in(self.person)
        page = self.browser.page
        self._csrf = _token(page) or self._csrf
        return _signed_in_kind(page), f"{page.status_code} {page.url} {page.text[:2000]}"

    def _timed(self, what: str, act: Callable[[], tuple[Kind, str]]) -> Kind:
        began = time.monotonic()
        try:
            kind, detail = act()
        except requests.RequestException as error:
            kind, detail = "bad", repr(error)
        self.met.append(Outcome(self.number, what, kind, began, time.monotonic(), "" if kind == "answered" else detail))
        return kind


class Crowd:
    """All visitors, each in a thread."""

    def __init__(self, guests: Sequence[Guest]) -> None:
        self.guests, self.staying, self._stop = guests, Event(), Event()
        self._threads = [Thread(target=guest.live, args=(self._stop, self.staying)) for guest in guests]

    def begin(self) -> None:
        for thread in self._threads:
            thread.start()

    def end(self) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join()

    def met(self, since: float, until: float) -> list[Outcome]:
        return [one for guest in self.guests for one in list(guest.met) if since <= one.ended < until]


def _saved_kind(page: requests.Response, wanted: bool) -> Kind:
    if page.status_code == 200 and page.headers["Content-Type"] == "application/json":
        return "answered" if page.json()["saved"] == wanted else "bad"
    if page.status_code in {302, 403}:
        return "signed out"
    return "error page" if is_error_page(page) else "bad"


def _signed_out_kind(page: requests.Response) -> Kind:
    if page.status_code == 302:
        return "answered"
    return "error page" if is_error_page(page) else "bad"


def _signed_in_kind(page: requests.Response) -> Kind:
    if is_error_page(page) or is_failed_sign_in(page):
        return "error page"
    return "answered" if kind_of(page) == "answered" else "bad"


def _token(page: requests.Response) -> str:
    found = re.search(r'name="csrf_token" value="([^"]+)"', page.text)
    return found[1] if found else ""
