"""Redacts text for the log: tokens, codes, secrets, cookies, e-mail addresses and query strings.

A secret is recognized by the name beside it (`token=…`, `Cookie: …`), by its place (`Bearer …`, `//user:…@host`) or by
its looks. Ids of listings and of requests stay. Visitors and Spark write some of what is logged, so every pattern here
takes linear time.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

REDACTED = "[…]"

SPARK_REQUEST_ID = re.compile(r"(\(status \w{1,6},(?: code \d{1,9},)? request [\w.:-]{1,100}\))")
"""Spark's `X-Request-Id` as the portal writes it: it looks like a token, and the vendor's support asks for it."""

EQUALS = r"(?:\\{0,4}[\"']\s{0,4}[=:,]|\s{0,4}[=:])\s{0,4}"
QUOTED = (
    r"[bru]{0,2}(?:\"(?:\\+.|[^\"\\\n])*|'(?:\\+.|[^'\\\n])*"
    r"|\\{1,4}[\"'](?:[^\"'\n]|[\"'](?!\s{0,4}[,:}\])]))*)"
)
"""A quoted value, up to the quote that ends it. Text within text has its quotes escaped."""
NAMES = r"(?=[acpst])(?:code|state|token|secret|passw(?:or)?d|pwd|api_?key|session|credential|signature)"
SECRETS = [
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"(\?)\S+",  # a query string
        rf"((?:authorization|cookie)[\w-]{{0,40}}{EQUALS})(?:{QUOTED}|[^\n]+)",
        rf"({NAMES}[\w-]{{0,40}}{EQUALS})(?:{QUOTED}|[^\s&]+)",
        r"((?:oauth|bearer|basic)\s{1,4})[^\s\"']{6,}",
        r"(oauth2/token/)[^\s\"'?]+",
        r"(://)[^\s\"']{1,300}@",  # a password in a URL
        r"(\[parameters: )[^\n]+",  # SQLAlchemy's
        r"()[^\s@<>\"(),:;\[\]]{1,64}(?:@|%40)[\w.-]+",  # an e-mail address
    )
]
"""What stays is the group."""
WORD = re.compile(r"[\w-]{16,}")
RUN = re.compile(r"[^\W_]{16,}")


def redact(text: str, secrets: Iterable[str] = ()) -> str:
    """The text with `[…]` for each secret. The given `secrets` are redacted wherever they stand."""
    for secret in secrets:
        text = text.replace(secret, REDACTED)
    parts = SPARK_REQUEST_ID.split(text)
    parts[::2] = map(_redact_part, parts[::2])  # between the request ids
    return "".join(parts)


def _redact_part(text: str) -> str:
    for pattern in SECRETS:
        text = pattern.sub(lambda match: match[1] + REDACTED, text)
    return WORD.sub(lambda match: REDACTED if _is_random(match[0]) else match[0], text)


def _is_random(word: str) -> bool:
    """Whether a machine drew it: letters and digits mix in one run, or in both cases between dashes."""
    if any(map(_is_mixed, RUN.findall(word))):
        return True
    return len(word) >= 24 and _is_mixed(word) and word != word.lower() and word != word.upper()


def _is_mixed(run: str) -> bool:
    return any(map(str.isdigit, run)) and any(map(str.isalpha, run))
