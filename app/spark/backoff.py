"""When to hold calls back: Spark said to wait, or does not respond."""

from __future__ import annotations

import threading
import time

MAX_PAUSE = 30.0
"""Seconds: the longest pause between two attempts while Spark does not answer."""
SLOW_FAILURE, FAILURE_THRESHOLD, PROBE_INTERVAL = 1.0, 3, 2.0
"""How long a slow failure takes, in seconds; how many in a row mean an outage; and the seconds between two probes."""


class Backoff:
    """Shared by all threads of a process; uses the monotonic clock."""

    def __init__(self) -> None:
        self._until, self._failures = 0.0, 0

    @property
    def remaining(self) -> float:
        """Seconds that calls still have to wait; 0 if none."""
        return max(self._until - time.monotonic(), 0.0)

    def pause(self, seconds: float) -> None:
        """Hold calls back for that long."""
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
    """In an outage, fails calls at once, so that threads do not all wait for Spark.

    Shared by all threads of a process. Counts only slow failures: quick ones block no thread.
    """

    def __init__(self) -> None:
        self._failures, self._next, self._lock = 0, 0.0, threading.Lock()

    def allows_call(self) -> bool:
        """Whether to make a call: always, or in an outage once every few seconds."""
        with self._lock:
            if self._failures >= FAILURE_THRESHOLD and time.monotonic() < self._next:
                return False
            self._next = time.monotonic() + PROBE_INTERVAL
            return True

    def record_failure(self, seconds: float) -> None:
        """Count a failed call that took `seconds`."""
        with self._lock:
            self._failures += seconds >= SLOW_FAILURE

    def record_success(self) -> None:
        self._failures = 0
