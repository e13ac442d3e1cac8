"""What may be shown of a message, decided when it is recorded: what has a listed name, and a value of a known shape.

Everything else leaves at most its length and a fingerprint, and what has no listed name is only counted. So nothing
that Spark, a browser or a plug-in sends can put a secret into the record.
"""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Callable, Collection, Iterable, Mapping

from .record import Pairs, Secret, Shown

Rule = Callable[[str, str], Shown]
Rules = Mapping[str, Rule]

NOT_KEPT = "(not kept)"
MOST = 40
"""Values that are kept of one message: a browser may repeat a name as often as its request has room."""


class Marks:
    """Fingerprints: equal for equal values, and of no use without the key, which never leaves this process."""

    def __init__(self) -> None:
        self._key = secrets.token_bytes(32)

    def secret(self, name: str, value: str) -> Secret:
        """The rule for tokens, codes and the like."""
        digest = hashlib.blake2b(value.encode("utf-8", "surrogatepass"), key=self._key, digest_size=3).hexdigest()
        return Secret(name, len(value), f"#{digest}")

    def word(self, *known: str) -> Rule:
        """A value that is shown if it is one of these."""
        return lambda name, value: value if value in known else self.secret(name, value)

    def words(self, *known: str) -> Rule:
        """A list with commas in which each word is one of these."""
        return lambda name, value: value if set(value.split(",")) <= {*known} else self.secret(name, value)

    def number(self, name: str, value: str) -> Shown:
        """A whole number of a size that no token has."""
        return value if re.fullmatch(r"\d{1,7}", value, re.ASCII) else self.secret(name, value)


def never(_name: str, _value: str) -> Shown:
    """The rule for what even a length would tell about: passwords, names, texts that somebody wrote."""
    return NOT_KEPT


def shown(rules: Rules, values: Iterable[tuple[str, object]]) -> tuple[Pairs, int]:
    """The first values with a listed name, and how many others there were."""
    sent = [(name, text(value)) for name, value in values]
    listed = [(name, value) for name, value in sent if name in rules]
    pairs = tuple((name, rules[name](name, value)) for name, value in listed[:MOST])
    return pairs, len(sent) - len(pairs)


def text(value: object) -> str:
    """As JSON writes it; nothing of what is nested."""
    if isinstance(value, bool) or value is None:
        return {True: "true", False: "false", None: "null"}[value]
    return str(value) if isinstance(value, str | int | float) else ""


def first(known: Collection[str], value: str, otherwise: str) -> str:
    return value if value in known else otherwise
