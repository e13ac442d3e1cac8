"""The goals for the figures. Each is printed as met or not met."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tools.bench.server import Measured

MAX_RATIO, MIN_SPEEDUP, MAX_MEGABYTES, MIN_FLATNESS = 1.3, 2.0, 120.0, 0.8
Results = Mapping[tuple[int, int], Measured]
"""Keys are Spark's delay in milliseconds and the number of visitors."""


class Goals:
    def __init__(self) -> None:
        self._lines: list[tuple[bool, str]] = []

    def ratio(self, page: float, call: float) -> None:
        self._add(
            page / call <= MAX_RATIO, f"one visitor, Spark 50 ms: {page / call:.2f} × the call; at most {MAX_RATIO} ×"
        )

    def throughput(self, portal: Results, stock: Results) -> None:
        """Compare with 16 visitors, at each delay."""
        for delay in (0, 50, 200):
            times = portal[delay, 16].rate / max(stock[delay, 16].rate, 0.01)
            self._add(
                times >= MIN_SPEEDUP,
                f"16 visitors, Spark {delay} ms: {times:.1f} × the pages of Flask-Session, unpooled",
            )

    def memory(self, megabytes: float) -> None:
        self._add(
            megabytes < MAX_MEGABYTES,
            f"{megabytes:.0f} MB a worker after 64 visitors; less than {MAX_MEGABYTES:.0f}",
        )

    def flat(self, name: str, rates: Sequence[Measured]) -> None:
        """10,000 sessions must not slow pages down. The margin allows for a busy machine."""
        part = rates[-1].rate / rates[0].rate
        self._add(
            part >= MIN_FLATNESS,
            f"10,000 live sessions, {name}: {part:.2f} of the pages with one; at least {MIN_FLATNESS}",
        )

    def report(self) -> bool:
        print("\nGoals")
        for met, words in self._lines:
            print(f"{'met    ' if met else 'NOT MET'}  {words}")
        return all(met for met, _ in self._lines)

    def _add(self, met: bool, words: str) -> None:
        self._lines.append((met, words))
