"""Print the figures as tables."""

from __future__ import annotations

from tools.bench.server import Measured


def heading(words: str) -> None:
    print(f"\n{words}\n{'':24} pages/s    p50 ms    p99 ms  CPU ms a page", flush=True)


def line(name: str, found: Measured, more: str = "") -> Measured:
    failed = f"  {found.failed} FAILED" if found.failed else ""
    figures = f"{found.rate:7.1f} {found.p50:9.1f} {found.p99:9.1f} {found.cpu:9.1f}"
    print(f"{name:24} {figures}  {more}{failed}".rstrip(), flush=True)
    return found
