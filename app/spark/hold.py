"""Calls that must wait a while: Spark said so, or did not answer before."""

from __future__ import annotations

import time

LONGEST = 30.0
"""Seconds: the longest pause between two attempts while Spark does not answer."""


class Hold:
    """Shared by all threads of a process; times are of its own monotonic clock."""

    def __init__(self) -> None:
        self._until, self._failures = 0.0, 0

    @property
    def left(self) -> float:
        """Seconds that calls still have to wait; 0 if they may go."""
        return max(self._until - time.monotonic(), 0.0)

    def wait(self, seconds: float) -> None:
        """No calls for so long."""
        self._until = max(self._until, time.monotonic() + seconds)

    def failed(self) -> None:
        """The first failure costs nothing; after each further one in a row the pause doubles: 1, 2, 4 … seconds.

        Calls that were under way when the pause began have met the same fault: they do not make it longer.
        """
        if self.left:
            return
        self._failures += 1
        if self._failures > 1:
            self.wait(min(2.0 ** min(self._failures - 2, 10), LONGEST))

    def worked(self) -> None:
        self._failures = 0
