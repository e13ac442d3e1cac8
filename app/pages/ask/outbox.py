"""Letters on their way: each once, and no more of them than people write.

How many a person writes is counted for all processes; a letter that is under way is known to its own process alone, so
a button that is pressed twice may send two letters if the presses come to two processes.
"""

from __future__ import annotations

import hashlib
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future

from app.mail import Email, MailError
from app.tally import Limit, Tallies

PACE = (Limit("letters in ten minutes", 5, 600), Limit("letters in a day", 20, 86_400))
"""How many letters one person may write."""
SAME = 60.0
"""Seconds in which the same letter is a button that was pressed twice."""


class TooMany(Exception):
    """`seconds` is how long to wait."""

    def __init__(self, seconds: int) -> None:
        super().__init__("too many letters")
        self.seconds = seconds


class Outbox:
    def __init__(self, tallies: Tallies) -> None:
        self._tallies, self._lock = tallies, threading.Lock()
        self._recent: dict[bytes, tuple[float, Future[None]]] = {}

    def send(self, whose: str, letter: Email, deliver: Callable[[Email], None]) -> None:
        """Deliver the letter, unless it is under way or just was: then wait for how that goes.

        Raises MailError, and TooMany if this person has to wait.
        """
        key = hashlib.sha256(repr((whose, letter)).encode("utf-8", "replace")).digest()
        outcome, mine = self._outcome(key)
        if mine:
            self._deliver(key, outcome, whose, letter, deliver)
        try:
            outcome.result(SAME)
        except TimeoutError:
            raise MailError("under way for too long") from None

    def _outcome(self, key: bytes) -> tuple[Future[None], bool]:
        """How this letter goes, and whether it is for the caller to deliver it."""
        now = time.monotonic()
        with self._lock:
            self._recent = {key: kept for key, kept in self._recent.items() if kept[0] > now - SAME}
            mine = key not in self._recent
            _, outcome = self._recent.setdefault(key, (now, Future()))
        return outcome, mine

    def _deliver(
        self, key: bytes, outcome: Future[None], whose: str, letter: Email, deliver: Callable[[Email], None]
    ) -> None:
        try:
            self._require_pace(whose)
            deliver(letter)
        except BaseException as error:
            with self._lock:
                self._recent.pop(key, None)
            outcome.set_exception(error)
        else:
            outcome.set_result(None)

    def _require_pace(self, whose: str) -> None:
        for limit in PACE:
            if seconds := self._tallies.hit(limit, whose):
                raise TooMany(seconds)
