"""A step of the flow: who spoke to whom, what and why, the messages, and the checks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from workshop.flow.http_text import Sheet
from workshop.quotes import Quote
from workshop.references import Reference

Lane = Literal["browser", "portal", "spark"]
NAMES: dict[Lane, str] = {"browser": "Browser", "portal": "Portal", "spark": "Spark"}


@dataclass(frozen=True)
class Arrow:
    """From lane to lane. From a lane to itself it is a box: something that only this lane sees."""

    start: Lane
    end: Lane
    words: str

    @property
    def text(self) -> str:
        route = NAMES[self.start] if self.start == self.end else f"{NAMES[self.start]} to {NAMES[self.end]}"
        return f"{route}: {self.words}"


@dataclass(frozen=True)
class Tick:
    """A check. `mark` is `yes`, `no`, or `none` if it was not reached or does not exist."""

    mark: Literal["yes", "no", "none"]
    words: str


@dataclass(frozen=True)
class Row:
    """One line for a page, with a line for each call it made."""

    words: str
    status: str
    took: str
    calls: tuple[Row, ...] = ()


@dataclass(frozen=True)
class Step:
    title: str
    why: str
    arrows: tuple[Arrow, ...]
    sheets: tuple[Sheet, ...] = ()
    ticks: tuple[Tick, ...] = ()
    took: str = ""
    references: tuple[Reference, ...] = ()
    quotes: tuple[Quote, ...] = ()
    rows: tuple[Row, ...] = ()

    @property
    def went_wrong(self) -> bool:
        return any(tick.mark == "no" for tick in self.ticks)


def yes(words: str) -> Tick:
    return Tick("yes", words)


def no(words: str) -> Tick:
    return Tick("no", words)


def none(words: str) -> Tick:
    return Tick("none", words)


def whether(passed: bool, words: str, otherwise: str = "") -> Tick:
    """A check that passed or failed. `otherwise` words a failure differently."""
    return yes(words) if passed else no(otherwise or words)


def duration(ms: float | None) -> str:
    """`0.4 ms`, `118 ms`, `2.7 s`, `14 s`, `3 min 5 s`."""
    if ms is None:
        return ""
    if ms < 1000:
        return f"{ms:.1f} ms" if ms < 10 else f"{ms:.0f} ms"
    seconds = ms / 1000
    if seconds < 60:
        return f"{seconds:.1f} s" if seconds < 10 else f"{seconds:.0f} s"
    return f"{seconds // 60:.0f} min {seconds % 60:.0f} s"
