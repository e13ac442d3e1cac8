"""Injected faults, waiting for the calls that they apply to."""

from __future__ import annotations

from dataclasses import dataclass, field
from math import inf
from threading import Event, Lock
from typing import get_args

from sandbox.calls import CallKind
from sandbox.errors import API_ERRORS, GRANT_ERRORS
from sandbox.tokens import Authorization

DEFAULT_SECONDS = {"slow": 0.5, "hang": 60.0, "429": 1.0, "1550": 1.0}
GRANT_ONLY = {"no_access_token", "bare"}
API_ONLY = API_ERRORS.keys() - GRANT_ERRORS.keys()
FAULT_NAMES = {*DEFAULT_SECONDS, *GRANT_ONLY, *API_ERRORS, *GRANT_ERRORS, "html", "list", "empty", "reset"}


@dataclass
class Fault:
    """`what` happens to the next `times` calls (None: to all) of the kind `where` below `path`.

    `authorization` limits the fault to its calls (None: everybody's). `released` ends the wait of held calls.
    `seconds` is the length of `slow` and `hang`, and the `Retry-After` of an error (0: none).
    Raises ValueError or TypeError.
    """

    where: CallKind
    what: str
    path: str = "/"
    seconds: float | None = None
    times: int | None = 1
    authorization: Authorization | None = None
    released: Event = field(default_factory=Event, init=False)

    def __post_init__(self) -> None:
        kinds = get_args(CallKind)
        if self.where not in kinds or self.what not in FAULT_NAMES:
            raise ValueError(f"where is one of {', '.join(kinds)}; what is one of {', '.join(sorted(FAULT_NAMES))}")
        if self.what in GRANT_ONLY and self.where != "grant":
            raise ValueError(f"{self.what} is for grants only")
        if self.what in API_ONLY and self.where == "grant":
            raise ValueError(f"{self.what} is for the API only")
        self.seconds = DEFAULT_SECONDS.get(self.what, 0.0) if self.seconds is None else float(self.seconds)
        if not 0 <= self.seconds < inf:
            raise ValueError("seconds is 0 or more")
        self.times = None if self.times is None else int(self.times)

    def applies_to(self, where: CallKind, path: str, caller: Authorization | None) -> bool:
        is_target = where == self.where and path.startswith(self.path) and self.authorization in {None, caller}
        return is_target and self.times != 0


class FaultRegistry:
    """All injected faults of one sandbox. Thread-safe."""

    def __init__(self) -> None:
        self._faults: list[Fault] = []
        self._lock = Lock()

    def add(self, fault: Fault) -> None:
        with self._lock:
            self._faults.append(fault)

    def clear(self, authorization: Authorization | None = None) -> None:
        """Remove all faults, or those of one authorization, and release the calls that they hold."""
        with self._lock:
            removed = [fault for fault in self._faults if authorization in {None, fault.authorization}]
            self._faults = [fault for fault in self._faults if fault not in removed]
        for fault in removed:
            fault.released.set()

    def consume(self, where: CallKind, path: str, caller: Authorization | None) -> Fault | None:
        """The first fault that applies to this call; it counts as used once more."""
        with self._lock:
            fault = next((fault for fault in self._faults if fault.applies_to(where, path, caller)), None)
            if fault and fault.times:
                fault.times -= 1
            return fault
