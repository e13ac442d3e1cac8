"""`make faults`: everything breaks once, under a portal that visitors use. Loopback only; prints a table.

`--short` is some of it, for the gate. It exits with 1 if something was not survived.
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

from sandbox import create_sandbox
from tests.live import Server
from tests.many.database import postgres

from . import at_spark, in_postgres, in_process, in_sqlite
from .certificates import contexts
from .control import Control
from .portal import Portal, portal
from .spark import IllSpark
from .trial import HEADINGS, Row

Start = Callable[..., AbstractContextManager[Portal]]


def main() -> None:
    began, rows = time.monotonic(), []
    for row in tried(parsed_options()):
        rows.append(row)
        print("  ".join(filter(None, row.cells)), file=sys.stderr)
    print(table(rows))
    wrong, done = sum(bool(row.wrong) for row in rows), sum(not row.skipped for row in rows)
    print(f"\n{done} tried, {done - wrong} survived, {len(rows) - done} not tried; {time.monotonic() - began:.0f} s")
    sys.exit(1 if wrong else 0)


def parsed_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description="Everything breaks once.")
    parser.add_argument("--short", action="store_true", help="some of it, for the gate")
    parser.add_argument("--only", default="", help="only what has this in its name: spark, sqlite, postgres, process")
    return parser.parse_args()


def tried(options: argparse.Namespace) -> Iterator[Row]:
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory(prefix="portal-faults-")))
        sandbox = stack.enter_context(Server().serving(create_sandbox()))
        control = Control(folder)
        spark = IllSpark(sandbox.port, contexts(folder))
        stack.callback(spark.close)
        start = partial(portal, folder, spark.url, sandbox.url)
        yield from _on_sqlite(start, folder / "disk", spark, control, options)
        if options.only in "postgres":
            with postgres() as server, start(server.url) as started:
                yield from in_postgres.rows(started, spark, server, options.short)


def _on_sqlite(
    start: Start, disk: Path, spark: IllSpark, control: Control, options: argparse.Namespace
) -> Iterator[Row]:
    disk.mkdir()
    path, command = disk / "portal.db", in_sqlite.small_disk(disk)
    with start(f"sqlite:///{path}", *command) as started:
        if options.only in "spark":
            yield from at_spark.rows(started, spark, control, options.short)
        if options.only in "process":
            yield from in_process.rows(started, spark, control, options.short)
        if options.only in "sqlite":
            yield from in_sqlite.rows(started, spark, in_sqlite.Disk(started, path, small=bool(command)), options.short)


def table(rows: Iterable[Row]) -> str:
    """In Markdown, for `docs/reliability.md`."""
    lines = [HEADINGS, tuple("-" * len(heading) for heading in HEADINGS), *(row.cells for row in rows)]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    return "\n".join(
        f"| {' | '.join(cell.ljust(width) for cell, width in zip(line, widths, strict=True))} |" for line in lines
    )


if __name__ == "__main__":
    main()
