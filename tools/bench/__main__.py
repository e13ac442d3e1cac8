"""`python -m tools.bench [--short | --cpu]` exits with 1 if a goal is not met."""

from __future__ import annotations

import argparse
import sys

from tools.bench import cpu, full, short


def main() -> None:
    options = parse_options()
    if options.cpu:
        cpu.measure()
    elif not (short.passed() if options.short else full.passed()):
        sys.exit(1)


def parse_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tools.bench", description="What a signed-in page costs.")
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--short", action="store_true", help="only one page beside the bare call, for the gate")
    form.add_argument("--cpu", action="store_true", help="only the processor time of some pages, in one process")
    return parser.parse_args()


if __name__ == "__main__":
    main()
