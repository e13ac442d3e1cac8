"""`python -m tests.bench [--short]`; it fails if a goal is not met."""

from __future__ import annotations

import argparse
import sys

from . import full, short


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description="What a signed-in page costs.")
    parser.add_argument("--short", action="store_true", help="only the page beside the bare call, for the gate")
    passed = short.passed() if parser.parse_args().short else full.passed()
    sys.exit(0 if passed else 1)


if __name__ == "__main__":
    main()
