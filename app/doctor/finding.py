"""What a check finds, and which checks are due."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, TypeVar

Check = TypeVar("Check")
Level = Literal["ok", "warning", "fault"]


@dataclass(frozen=True)
class Finding:
    """A line of the doctor's: what it looked at, what it saw there, and unless that is well, what helps."""

    level: Level
    about: str
    saw: str
    remedy: str = ""


def due(checks: Iterable[tuple[Check, tuple[str, ...]]], faults: Iterable[str]) -> list[Check]:
    """The checks that can be made: each comes with (the beginnings of) the settings that must be without fault."""
    return [check for check, settings in checks if not any(fault.startswith(settings) for fault in faults)]
