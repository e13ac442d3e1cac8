"""The record: the latest requests of each browser and their Spark calls, redacted, in memory only."""

from __future__ import annotations

import itertools
import secrets
import threading
from collections import OrderedDict, deque
from dataclasses import dataclass, field, fields, is_dataclass

BROWSERS = 300
"""Browsers to keep. The least recently seen one is dropped first."""
VISITS = 120
"""Requests to keep for each browser."""
CALLS = 40
"""Spark calls to keep for each request."""


@dataclass(frozen=True)
class Secret:
    """A value that is not shown: its length, and a fingerprint under a key of this process (`mark`)."""

    name: str
    chars: int
    mark: str


Shown = str | Secret
Pairs = tuple[tuple[str, Shown], ...]


@dataclass(frozen=True)
class Message:
    """A request or a response: the parts of its first line, its headers, and the values of its query or body.

    `left_out` counts the values whose names are not on the list of harmless ones.
    """

    line: tuple[Shown, ...]
    headers: Pairs = ()
    values: Pairs = ()
    left_out: int = 0

    def value(self, name: str) -> Shown | None:
        return next((value for known, value in (*self.values, *self.headers) if known == name), None)


@dataclass(frozen=True)
class Call:
    """One call to Spark. `kind` is `grant`, `delete` (of a token) or `api`. `fault` says why no response came."""

    kind: str
    began: float
    took_ms: float
    asked: Message
    answered: Message | None
    fault: str | None = None

    @property
    def status(self) -> str | None:
        return str(self.answered.line[0]) if self.answered else None

    @property
    def outcome(self) -> str:
        """The status, or the fault."""
        return self.status or str(self.fault)


@dataclass(frozen=True)
class Cookie:
    """A cookie that a response sets. `flags` are its attributes, such as `HttpOnly`."""

    value: Secret
    flags: tuple[str, ...]
    deleted: bool


@dataclass
class Visit:
    """One request of a browser, and the Spark calls it made. `began` is in seconds since 1970.

    `endpoint` is Flask's name for the view, or None if no view has this address. `came_with` is the session id that
    the browser sent; `row` tells whether a session row has it, signed in or not. `failure` is the cause of a failed
    sign-in (`app.auth.errors`), and `detail` the check it failed on, if known.
    """

    number: int
    endpoint: str | None
    began: float
    asked: Message
    role: str | None = None
    came_with: Secret | None = None
    row: bool = False
    answered: Message | None = None
    took_ms: float | None = None
    role_after: str | None = None
    cookies: tuple[Cookie, ...] = ()
    failure: str | None = None
    detail: str = ""
    calls: deque[Call] = field(default_factory=lambda: deque(maxlen=CALLS))

    @property
    def status(self) -> str | None:
        return str(self.answered.line[0]) if self.answered else None


@dataclass(frozen=True)
class Broken:
    """What this browser broke last, by its name in `breaks`. `since` is the number of the visit before it."""

    name: str
    since: int
    repaired: bool = False


def is_callback(visit: Visit) -> bool:
    return visit.endpoint == "auth.callback"


class Browser:
    """The visits of one browser, oldest first, and what is broken for it."""

    broken: Broken | None = None

    def __init__(self) -> None:
        self._visits: deque[Visit] = deque(maxlen=VISITS)
        self._numbers = itertools.count(1)

    @property
    def visits(self) -> tuple[Visit, ...]:
        return tuple(self._visits)

    def number(self) -> int:
        return next(self._numbers)

    def add(self, visit: Visit) -> None:
        self._visits.append(visit)

    def clear(self) -> None:
        self._visits.clear()


class Record:
    """The browsers, by the id in their workshop cookie. An id must come from `begin`: others find nothing."""

    def __init__(self) -> None:
        self._browsers: OrderedDict[str, Browser] = OrderedDict()
        self._lock = threading.Lock()

    def find(self, browser_id: str | None) -> Browser | None:
        with self._lock:
            browser = self._browsers.get(browser_id or "")
            if browser_id and browser:
                self._browsers.move_to_end(browser_id)
            return browser

    def begin(self) -> tuple[str, Browser]:
        """A new browser, and the id for its cookie."""
        browser_id, browser = secrets.token_urlsafe(16), Browser()
        with self._lock:
            self._browsers[browser_id] = browser
            if len(self._browsers) > BROWSERS:
                self._browsers.popitem(last=False)
        return browser_id, browser


def plain(value: object) -> object:
    """The same value for JSON. A visit in progress may still get calls, so this copies their list."""
    if is_dataclass(value):
        return {part.name: plain(getattr(value, part.name)) for part in fields(value)}
    return [plain(each) for each in tuple(value)] if isinstance(value, tuple | deque) else value
