"""Visitors who look, save homes, sign out and come back, and remember what they were told was done."""

from __future__ import annotations

import random
import re
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from threading import Event, Thread

import requests

from tests.live import Visitor

from .record import Kind, Outcome, is_calm, is_failed_sign_in, kind_of

PEOPLE = ("Pat", "Sam")
FORM = {"Accept": "application/json", "Sec-Fetch-Site": "same-origin"}


class Guest:
    """One of them, in a browser of their own. Nobody else touches their `homes` (ids).

    `saved` says which of these were acknowledged to be saved (True) or not saved any more (False); `viewed` is the last
    home whose page they got. What was answered with an error is in neither: it may have been done or not.
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
        """Do one thing after the other, as fast as people read; while `staying` is set nobody signs out."""
        while not stop.is_set():
            do = self._chance.choices(
                [self.search, self.look_home, self.view, self.keep, self.leave], [30, 15, 15, 35, 5]
            )
            if not (do == [self.leave] and staying.is_set()):
                do[0]()
            stop.wait(self._chance.uniform(0.4, 1.0))

    def search(self) -> None:
        self._look(f"/search?page={self._chance.randint(2, 4)}")

    def look_home(self) -> None:
        self._look("/home")

    def view(self) -> None:
        home = self._chance.choice(self.homes)
        self.viewed = home if self._look(f"/homes/{home}") else ""

    def keep(self) -> None:
        """Save one of the homes, or take it out again."""
        home = self._chance.choice(self.homes)
        wanted = not self.saved.pop(home, False)
        form = {"home": home, "do": "save" if wanted else "unsave", "csrf_token": self._csrf}
        answer = self._ask("POST", "/saved", lambda page: _kept(page, wanted), data=form)
        if answer == "answered":
            self.saved[home] = wanted

    def leave(self) -> None:
        """Sign out, and in again: in a new browser if it did not work."""
        if self._ask("POST", "/sign-out", _left, data={"csrf_token": self._csrf}) != "answered":
            self._new_browser()
        self.arrive()

    def arrive(self, patience: float = 60.0) -> None:
        """Sign in, as often as it takes."""
        self.viewed = ""
        until = time.monotonic() + patience
        while self._timed("sign in", self._signed_in) != "answered" and time.monotonic() < until:
            time.sleep(0.5)

    def agree(self) -> None:
        """To the terms, once for each person."""
        self.browser.sign_in(self.person)
        self.browser.press("I agree", agree="yes")
        assert kind_of(self.browser.page) == "answered", self.browser.h1
        self._csrf = _token(self.browser.page)

    def _new_browser(self) -> None:
        self.browser = Visitor(self.site)
        self.browser.http.verify = str(self.certificate)

    def _look(self, address: str) -> bool:
        return self._ask("GET", address, kind_of) == "answered"

    def _ask(
        self, method: str, address: str, judge: Callable[[requests.Response], Kind], data: dict[str, str] | None = None
    ) -> Kind:
        def ask() -> tuple[Kind, str]:
            page = self.browser.http.request(
                method, self.site + address, data=data, headers=self._headers(method), allow_redirects=False, timeout=40
            )
            self._csrf = _token(page) or self._csrf
            return judge(page), f"{page.status_code} {page.headers.get('Location', '')} {page.text[:2000]}"

        return self._timed(f"{method} {address}", ask)

    def _headers(self, method: str) -> dict[str, str]:
        return FORM | {"Origin": self.site} if method == "POST" else {}

    def _signed_in(self) -> tuple[Kind, str]:
        with suppress(AssertionError):  # a button is missing: this is another page than the next step's
            self.browser.sign_in(self.person)
        page = self.browser.page
        self._csrf = _token(page) or self._csrf
        calm = is_calm(page) or is_failed_sign_in(page)
        kind: Kind = "calm" if calm else "answered" if kind_of(page) == "answered" else "bare"
        return kind, f"{page.status_code} {page.url} {page.text[:2000]}"

    def _timed(self, what: str, do: Callable[[], tuple[Kind, str]]) -> Kind:
        began = time.monotonic()
        try:
            kind, detail = do()
        except requests.RequestException as error:
            kind, detail = "bare", repr(error)
        self.met.append(Outcome(self.number, what, kind, began, time.monotonic(), "" if kind == "answered" else detail))
        return kind


class Crowd:
    """All of them at once."""

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


def _kept(page: requests.Response, wanted: bool) -> Kind:
    if page.status_code == 200 and page.headers["Content-Type"] == "application/json":
        return "answered" if page.json()["saved"] == wanted else "bare"
    return "signed out" if page.status_code in {302, 403} else "calm" if is_calm(page) else "bare"


def _left(page: requests.Response) -> Kind:
    return "answered" if page.status_code == 302 else "calm" if is_calm(page) else "bare"


def _token(page: requests.Response) -> str:
    found = re.search(r'name="csrf_token" value="([^"]+)"', page.text)
    return found[1] if found else ""
