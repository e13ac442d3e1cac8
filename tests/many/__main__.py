"""`python -m tests.many [--short]`: a table of what visitors met; the exit code says whether all promises held."""

from __future__ import annotations

import argparse
import sys
import time

from .promises import broken
from .proxy import version
from .record import Outcome, Sum, summed
from .stage import Stage, stage
from .steps import LONG, SHORT, Step

SETTLING = 1.5
"""Seconds that belong to a step after what happens in it."""
MOST_WITHOUT = 20.0
"""Seconds that a visitor may be without a page, the database's eight seconds away included."""

LEGEND = """calm: error pages made for people. bad: any other error, or a sign-out.
without: the longest time that a visitor had no page, in s. slowest: answer, in s."""


def main() -> None:
    options = parsed_options()
    front, began = version(), time.monotonic()
    visitors, workers, steps = (6, 1, SHORT) if options.short else (16, 2, LONG)
    with stage(visitors, workers) as here:
        print(f"Three machines of {workers} workers, PostgreSQL, {front}; {visitors} visitors.", flush=True)
        print(f"{'step':<22} {'s':>5} {'requests':>8} {'calm':>5} {'bad':>4} {'without':>8} {'slowest':>8}", flush=True)
        faults = [fault for name, step in steps.items() for fault in carried_out(here, name, step)]
        here.crowd.end()
        faults += broken(here)
    print(LEGEND, f"{time.monotonic() - began:.0f} s in all.", sep="\n")
    print("\n".join(faults) or "Nobody was signed out, and nothing that was acknowledged is lost.")
    sys.exit(1 if faults else 0)


def parsed_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.many", description=__doc__)
    parser.add_argument("--short", action="store_true", help="fewer visitors and steps, for the gate")
    return parser.parse_args()


def carried_out(here: Stage, name: str, step: Step) -> list[str]:
    """What went wrong in it, in words."""
    began = time.monotonic()
    try:
        note, faults = step(here), []
    except AssertionError as error:
        note, faults = "BROKEN", [f"{name}: {error}"]
    time.sleep(SETTLING)
    until = time.monotonic()
    met = summed(here.crowd.met(began, until))
    print(line(name, until - began, met, note), flush=True)
    if met.without > MOST_WITHOUT:
        faults.append(f"{name}: a visitor was without a page for {met.without:.1f} s")
    return faults + [f"{name}: {told(outcome)}" for outcome in met.bad]


def line(name: str, seconds: float, met: Sum, note: str) -> str:
    figures = f"{met.requests:>8} {met.calm:>5} {len(met.bad):>4} {met.without:>8.1f} {met.slowest:>8.1f}"
    return f"{name:<22} {seconds:>5.1f} {figures}  {note}"


def told(outcome: Outcome) -> str:
    return f"visitor {outcome.visitor} was {outcome.kind}: {outcome.what} {' '.join(outcome.detail[:300].split())}"


if __name__ == "__main__":
    main()
