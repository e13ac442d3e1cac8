"""`python -m tools.chaos [--short] [--only PART]` prints a table of trials. It uses only the loopback.

It exits with 1 if the portal did not survive a trial. `--short` runs a part of the trials, for the gate.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, ExitStack
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.sandbox_process import sandbox_process
from tools.chaos import postgres_trials, process_trials, spark_trials, sqlite_trials
from tools.chaos.certificates import contexts
from tools.chaos.control import Control
from tools.chaos.faulty_spark import FaultySpark
from tools.chaos.portal import Portal, portal
from tools.chaos.trial import HEADINGS, Row
from tools.postgres import postgres

Start = Callable[..., AbstractContextManager[Portal]]


def main() -> None:
    began, rows = time.monotonic(), []
    for row in trials(parse_options()):
        rows.append(row)
        print("  ".join(filter(None, row.cells)), file=sys.stderr)
    print(table(rows))
    failed, done = sum(bool(row.wrong) for row in rows), sum(not row.skipped for row in rows)
    print(f"\n{done} tried, {done - failed} survived, {len(rows) - done} not tried; {time.monotonic() - began:.0f} s")
    sys.exit(1 if failed else 0)


def parse_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m tools.chaos", description="Break everything once under a running portal."
    )
    parser.add_argument("--short", action="store_true", help="only some trials, for the gate")
    parser.add_argument("--only", default="", help="only one part: spark, process, sqlite or postgres")
    return parser.parse_args()


def trials(options: argparse.Namespace) -> Iterator[Row]:
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory(prefix="portal-chaos-")))
        spark_url = stack.enter_context(sandbox_process())
        control = Control(folder)
        spark = FaultySpark(spark_url, contexts(folder))
        stack.callback(spark.close)
        start = partial(portal, folder, spark.url, spark_url)
        yield from _on_sqlite(start, folder / "disk", spark, control, options)
        if options.only in "postgres":
            with postgres() as server, start(server.url) as started:
                yield from postgres_trials.rows(started, spark, server, options.short)


def _on_sqlite(
    start: Start, disk: Path, spark: FaultySpark, control: Control, options: argparse.Namespace
) -> Iterator[Row]:
    disk.mkdir()
    path, command = disk / "portal.db", sqlite_trials.small_disk(disk)
    with start(f"sqlite:///{path}", *command) as started:
        if options.only in "spark":
            yield from spark_trials.rows(started, spark, control, options.short)
        if options.only in "process":
            yield from process_trials.rows(started, spark, control, options.short)
        if options.only in "sqlite":
            yield from sqlite_trials.rows(
                started, spark, sqlite_trials.Disk(started, path, small=bool(command)), options.short
            )


def table(rows: Iterable[Row]) -> str:
    """Format the rows in Markdown, for `docs/reliability.md`."""
    lines = [HEADINGS, tuple("-" * len(heading) for heading in HEADINGS), *(row.cells for row in rows)]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    return "\n".join(
        f"| {' | '.join(cell.ljust(width) for cell, width in zip(line, widths, strict=True))} |" for line in lines
    )


if __name__ == "__main__":
    main()
