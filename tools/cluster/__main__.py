"""`python -m tools.cluster [--short]` prints what visitors experienced. It exits with 1 if a promise was broken."""

from __future__ import annotations

import argparse
import sys
import time

from tools.cluster.checks import broken_promises
from tools.cluster.cluster import Cluster, running_cluster
from tools.cluster.outcomes import Outcome, Summary, summarize
from tools.cluster.proxy import version
from tools.cluster.steps import LONG, SHORT, Step

SETTLE_SECONDS = 1.5
"""Visitors are still observed for this long after a step."""
MAX_WITHOUT = 20.0
"""How long a visitor may be without a page, in seconds. One step stops the database for eight."""

LEGEND = """errors: error pages written for people. bad: any other error, or a sign-out.
without: the longest time that a visitor had no page, in s. slowest: the slowest response, in s."""
HEADING = f"{'step':<22} {'s':>5} {'requests':>8} {'errors':>6} {'bad':>4} {'without':>8} {'slowest':>8}"


def main() -> None:
    options = parse_options()
    caddy, began = version(), time.monotonic()
    visitors, workers, steps = (6, 1, SHORT) if options.short else (16, 2, LONG)
    with running_cluster(visitors, workers) as cluster:
        print(f"Three machines of {workers} workers, PostgreSQL, {caddy}; {visitors} visitors.", flush=True)
        print(HEADING, flush=True)
        faults = [fault for name, step in steps.items() for fault in run_step(cluster, name, step)]
        cluster.crowd.end()
        faults += broken_promises(cluster)
    print(LEGEND, f"{time.monotonic() - began:.0f} s in all.", sep="\n")
    print("\n".join(faults) or "Nobody was signed out, and nothing that was acknowledged was lost.")
    sys.exit(1 if faults else 0)


def parse_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tools.cluster", description=__doc__)
    parser.add_argument("--short", action="store_true", help="fewer visitors and steps, for the gate")
    return parser.parse_args()


def run_step(cluster: Cluster, name: str, step: Step) -> list[str]:
    """Run one step, print its line, and return what went wrong."""
    began = time.monotonic()
    try:
        note, faults = step(cluster), []
    except AssertionError as error:
        note, faults = "BROKEN", [f"{name}: {error}"]
    time.sleep(SETTLE_SECONDS)
    until = time.monotonic()
    met = summarize(cluster.crowd.met(began, until))
    print(line(name, until - began, met, note), flush=True)
    if met.without > MAX_WITHOUT:
        faults.append(f"{name}: a visitor was without a page for {met.without:.1f} s")
    return faults + [f"{name}: {describe(outcome)}" for outcome in met.bad]


def line(name: str, seconds: float, met: Summary, note: str) -> str:
    figures = f"{met.requests:>8} {met.error_pages:>6} {len(met.bad):>4} {met.without:>8.1f} {met.slowest:>8.1f}"
    return f"{name:<22} {seconds:>5.1f} {figures}  {note}"


def describe(outcome: Outcome) -> str:
    return f"visitor {outcome.visitor} was {outcome.kind}: {outcome.what} {' '.join(outcome.detail[:300].split())}"


if __name__ == "__main__":
    main()
