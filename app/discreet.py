"""A text for the log, without what nobody may read there: tokens, codes, secrets, cookies, e-mail addresses, queries.

They are known by a name beside them (`token=…`, `Cookie: …`), by their place (`Bearer …`, `//user:…@host`), and, where
neither helps, by their looks. Ids of listings and of requests stay. Visitors and Spark write some of what is logged,
so no pattern here takes more than linear time.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

BLANK = "[…]"

SPARKS_ID = re.compile(r"(\(status \w{1,6},(?: code \d{1,9},)? request [\w.:-]{1,100}\))")
"""How Spark's `X-Request-Id` is written here: it looks like a token, and is what the vendor's support asks for."""

SIGN = r"(?:\\{0,4}[\"']\s{0,4}[=:,]|\s{0,4}[=:])\s{0,4}"
QUOTED = (
    r"[bru]{0,2}(?:\"(?:\\+.|[^\"\\\n])*|'(?:\\+.|[^'\\\n])*"
    r"|\\{1,4}[\"'](?:[^\"'\n]|[\"'](?!\s{0,4}[,:}\])]))*)"
)
"""Up to the quote that ends it, or that may: text within text has its quotes escaped."""
HIDDEN = re.compile(
    r"(oauth2/token/)[^\s\"'?]+"
    r"|(\?)\S+"
    r"|(\[parameters: )[^\n]+"  # SQLAlchemy's
    r"|(://)[^\s\"']{1,300}@"
    rf"|((?:authorization|cookie)[\w-]{{0,40}}{SIGN})(?:{QUOTED}|[^\n]+)"
    r"|((?:code|state|token|secret|passw(?:or)?d|pwd|api_?key|session|credential|signature)[\w-]{0,40}"
    rf"{SIGN})(?:{QUOTED}|[^\s&]+)"
    r"|((?:oauth|bearer|basic)\s{1,4})[^\s\"']{6,}"
    r"|[^\s@<>\"(),:;\[\]]{1,64}(?:@|%40)[\w.-]+",
    re.IGNORECASE,
)
WORD = re.compile(r"[\w-]{16,}")
RUN = re.compile(r"[^\W_]{16,}")


def discreet(text: str, known: Iterable[str] = ()) -> str:
    """`known` are secrets that are hidden wherever they stand: no look gives away a password."""
    for secret in known:
        text = text.replace(secret, BLANK)
    return "".join(part if SPARKS_ID.fullmatch(part) else _blanked(part) for part in SPARKS_ID.split(text))


def _blanked(text: str) -> str:
    named = HIDDEN.sub(lambda found: "".join(filter(None, found.groups())) + BLANK, text)
    return WORD.sub(lambda found: BLANK if _random(found[0]) else found[0], named)


def _random(word: str) -> bool:
    """Whether letters and digits mix as they do in what a machine drew: in one run, or with both cases among dashes."""
    if any(map(_mixed, RUN.findall(word))):
        return True
    return len(word) >= 24 and _mixed(word) and word != word.lower() and word != word.upper()


def _mixed(run: str) -> bool:
    return any(map(str.isdigit, run)) and any(map(str.isalpha, run))
