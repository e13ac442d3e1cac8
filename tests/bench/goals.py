"""What the figures have to show; each goal is printed as met or not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from .machine import Measured

RATIO, TIMES, MEGABYTES, FLAT = 1.3, 2.0, 120.0, 0.8
Found = Mapping[tuple[int, int], Measured]
"""By Spark's delay in milliseconds and the number of visitors."""


class Goals:
    def __init__(self) -> None:
        self._lines: list[tuple[bool, str]] = []

    def ratio(self, page: float, call: float) -> None:
        self._add(page / call <= RATIO, f"one visitor, Spark 50 ms: {page / call:.2f} × the call; at most {RATIO} ×")

    def throughput(self, mine: Found, stock: Found) -> None:
        """With 16 visitors, at each delay."""
        for delay in (0, 50, 200):
            times = mine[delay, 16].rate / max(stock[delay, 16].rate, 0.01)
            self._add(
                times >= TIMES, f"16 visitors, Spark {delay} ms: {times:.1f} × the pages of Flask-Session, unpooled"
            )

    def memory(self, most: float) -> None:
        self._add(most < MEGABYTES, f"{most:.0f} MB a worker after 64 visitors; less than {MEGABYTES:.0f}")

    def flat(self, name: str, rates: Sequence[Measured]) -> None:
        """As many pages with 10,000 sessions as with one, but for what a busy machine makes of it."""
        part = rates[-1].rate / rates[0].rate
        self._add(part >= FLAT, f"10,000 live sessions, {name}: {part:.2f} of the pages with one; at least {FLAT}")

    def told(self) -> bool:
        print("\nGoals")
        for met, words in self._lines:
            print(f"{'met    ' if met else 'NOT MET'}  {words}")
        return all(met for met, _ in self._lines)

    def _add(self, met: bool, words: str) -> None:
        self._lines.append((met, words))
