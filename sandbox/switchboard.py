"""The faults that are switched on, waiting for the calls they are meant for."""

from __future__ import annotations

from dataclasses import dataclass, field
from math import inf
from threading import Event, Lock
from typing import get_args

from sandbox.calls import Kind
from sandbox.ledger import Authorization
from sandbox.refusals import FROM_API, FROM_GRANT

SECONDS = {"slow": 0.5, "hang": 60.0, "429": 1.0, "1550": 1.0}
GRANT_ONLY = {"no_access_token", "bare"}
API_ONLY = FROM_API.keys() - FROM_GRANT.keys()
WHAT = {*SECONDS, *GRANT_ONLY, *FROM_API, *FROM_GRANT, "html", "list", "empty", "reset"}


@dataclass
class Switch:
    """One fault: `what` happens to the next `times` calls (None: to all) of the kind `where` below `path`.

    `only` is the one authorization whose calls it is for (None: everybody's). `lifted` lets go of the calls it holds.
    `seconds` is how long `slow` and `hang` last, and the `Retry-After` of a refusal (0: none).
    Raises ValueError or TypeError.
    """

    where: Kind
    what: str
    path: str = "/"
    seconds: float | None = None
    times: int | None = 1
    only: Authorization | None = None
    lifted: Event = field(default_factory=Event, init=False)

    def __post_init__(self) -> None:
        if self.where not in get_args(Kind) or self.what not in WHAT:
            raise ValueError(f"where is one of {', '.join(get_args(Kind))}; what is one of {', '.join(sorted(WHAT))}")
        if self.what in GRANT_ONLY and self.where != "grant":
            raise ValueError(f"{self.what} is for grants only")
        if self.what in API_ONLY and self.where == "grant":
            raise ValueError(f"{self.what} is for the API only")
        self.seconds = SECONDS.get(self.what, 0.0) if self.seconds is None else float(self.seconds)
        if not 0 <= self.seconds < inf:
            raise ValueError("seconds is 0 or more")
        self.times = None if self.times is None else int(self.times)

    def is_for(self, where: Kind, path: str, caller: Authorization | None) -> bool:
        meant = where == self.where and path.startswith(self.path) and self.only in {None, caller}
        return meant and self.times != 0


class Switchboard:
    """Safe for threads."""

    def __init__(self) -> None:
        self._switches: list[Switch] = []
        self._lock = Lock()

    def add(self, switch: Switch) -> None:
        with self._lock:
            self._switches.append(switch)

    def clear(self, only: Authorization | None = None) -> None:
        """Take out every switch, or those for this one alone, and let go of the calls that they hold."""
        with self._lock:
            gone = [switch for switch in self._switches if only in {None, switch.only}]
            self._switches = [switch for switch in self._switches if only not in {None, switch.only}]
        for switch in gone:
            switch.lifted.set()

    def take(self, where: Kind, path: str, caller: Authorization | None) -> Switch | None:
        """The first switch that is meant for this call, counted as used once more."""
        with self._lock:
            switch = next((switch for switch in self._switches if switch.is_for(where, path, caller)), None)
            if switch and switch.times:
                switch.times -= 1
            return switch
