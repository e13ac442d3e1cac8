"""The console: a sign that it cannot show is spelled, and nobody's page fails over it."""

from __future__ import annotations

import codecs
import io
import sys
from unicodedata import normalize

SPELLED = {
    "“": '"',
    "”": '"',
    "‘": "'",
    "’": "'",
    "–": "-",
    "—": "-",
    "→": "->",
    "←": "<-",
    "×": "x",
    "✓": "ok",
    "✗": "x",
}


def init() -> None:
    """From now on nothing that is written raises: on Windows what goes into a file or pipe is not UTF-8, nor is the C
    locale."""
    codecs.register_error("spell", spelled)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="spell")


def spelled(error: UnicodeError) -> tuple[str, int]:
    """A handler of `codecs`: “Zoë’s” becomes "Zoe's", and what has no spelling a question mark."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return "".join(map(_plain, error.object[error.start : error.end])), error.end


def _plain(sign: str) -> str:
    return SPELLED.get(sign) or normalize("NFKD", sign).encode("ascii", "ignore").decode() or "?"
