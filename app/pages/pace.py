"""How fast one session may read pages with homes (no bulk reading), and how fast it may change something."""

from __future__ import annotations

import logging
import math
import threading
import time
from dataclasses import dataclass

from flask import Flask, current_app, request
from sqlalchemy.exc import SQLAlchemyError

from app import session, tally
from app.sign_in import drafts
from app.sign_in.access import opens_to
from app.sign_in.this_site import comes_from_this_site
from app.tally import Limit, Tallies, TooOften

log = logging.getLogger(__name__)

BLUEPRINTS = {"home", "search", "listing", "saved", "searches", "open_houses", "ask"}
PAGES = Limit("pages", 90, 60)
CHANGES = Limit("changes", 60, 60)
TOLD = 10
"""Pages after which a process tells the table: most pages cost no statement for it."""


def init_app(app: Flask) -> None:
    app.extensions["pace"] = Pace(app.extensions["tallies"])
    app.before_request(_require)


def _require() -> None:
    """Raises TooOften."""
    stored = session.current().stored if session.role() else None
    if stored is None or not _counts():
        return
    if request.method == "POST":
        _require_calm(stored.key.hex())
    elif session.signed_in():
        _require_reading(stored.key.hex())


def _counts() -> bool:
    """Forms that only who is signed in may send; signing out is none of them. Of pages, those with homes."""
    view = current_app.view_functions.get(request.endpoint or "")
    if request.method == "POST":
        return view is not None and opens_to(view) != "everybody"
    return request.blueprint in BLUEPRINTS


def _require_reading(whose: str) -> None:
    pace: Pace = current_app.extensions["pace"]
    if seconds := pace.read(whose):
        advice = "The MLS asks us to keep programs from copying its homes."
        raise TooOften(seconds, "That was faster than people read", advice)


def _require_calm(whose: str) -> None:
    """What was typed is offered again on the page of its form."""
    if seconds := tally.current().hit(CHANGES, whose):
        if comes_from_this_site():
            drafts.keep()
        raise TooOften(seconds, "That was a lot in one minute", "Your last change was not made.")


@dataclass
class Minute:
    """What one session has read in this process until `ends` (of the monotonic clock)."""

    ends: float
    pages: int = 0


class Pace:
    """Pages are counted in the process, and told to the table by tens.

    So one process lets through exactly as many as the limit says, and each further one up to nine more a minute.
    """

    def __init__(self, tallies: Tallies) -> None:
        self._tallies, self._lock = tallies, threading.Lock()
        self._minutes: dict[str, Minute] = {}

    def read(self, whose: str) -> int:
        """Count a page: 0 to go on, or the seconds to wait."""
        with self._lock:
            minute = self._minute(whose)
            minute.pages += 1
            pages = minute.pages
        if pages <= PAGES.most and pages % TOLD == 0:
            self._tell(whose, minute)
        return 0 if minute.pages <= PAGES.most else max(math.ceil(minute.ends - time.monotonic()), 1)

    def _minute(self, whose: str) -> Minute:
        """The oldest stand first, so that those which are over are soon found."""
        present = time.monotonic()
        while self._minutes and next(iter(self._minutes.values())).ends <= present:
            del self._minutes[next(iter(self._minutes))]
        if whose in self._minutes and self._minutes[whose].ends <= present:
            del self._minutes[whose]
        return self._minutes.setdefault(whose, Minute(present + PAGES.seconds))

    def _tell(self, whose: str, minute: Minute) -> None:
        """If the table does not answer, this process alone counts."""
        try:
            seconds = self._tallies.hit(PAGES, whose, TOLD)
        except SQLAlchemyError as error:
            log.error("the pages of a session were not counted: %s", type(error).__name__)
            return
        if seconds:
            minute.pages, minute.ends = PAGES.most + 1, time.monotonic() + seconds
