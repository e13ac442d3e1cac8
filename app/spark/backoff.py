"""Calls that must wait a while: Spark said so, or did not answer before."""

from __future__ import annotations

import threading
import time

MAX_PAUSE = 30.0
"""Seconds: the longest pause between two attempts while Spark does not answer."""
SLOW_FAILURE, FAILURE_THRESHOLD, PROBE_INTERVAL = 1.0, 3, 2.0
"""Seconds after which a call without an answer has kept somebody waiting; how many such in a row are an outage; and
seconds between two calls that find out whether it is over."""


class Backoff:
    """Shared by all threads of a process; times are of its own monotonic clock."""

    def __init__(self) -> None:
        self._until, self._failures = 0.0, 0

    @property
    def remaining(self) -> float:
        """Seconds that calls still have to wait; 0 if they may go."""
        return max(self._until - time.monotonic(), 0.0)

    def pause(self, seconds: float) -> None:
        """No calls for so long."""
        self._until = max(self._until, time.monotonic() + seconds)

    def record_failure(self) -> None:
        """The first failure costs nothing; after each further one in a row the pause doubles: 1, 2, 4 … seconds.

        Calls that were under way when the pause began have met the same fault: they do not make it longer.
        """
        if self.remaining:
            return
        self._failures += 1
        if self._failures > 1:
            self.pause(min(2.0 ** min(self._failures - 2, 10), MAX_PAUSE))

    def record_success(self) -> None:
        self._failures = 0


class CircuitBreaker:
    """Whether it is of no use to wait for Spark: visitors are then told at once, and the threads stay free for others.

    Shared by all threads of a process. What fails quickly needs no such care.
    """

    def __init__(self) -> None:
        self._failures, self._next, self._lock = 0, 0.0, threading.Lock()

    def allows_call(self) -> bool:
        """Whether a call may go: each one, or in an outage one every few seconds."""
        with self._lock:
            if self._failures >= FAILURE_THRESHOLD and time.monotonic() < self._next:
                return False
            self._next = time.monotonic() + PROBE_INTERVAL
            return True

    def record_failure(self, seconds: float) -> None:
        """After a call that was given up; `seconds` is how long it took."""
        with self._lock:
            self._failures += seconds >= SLOW_FAILURE

    def record_success(self) -> None:
        self._failures = 0
