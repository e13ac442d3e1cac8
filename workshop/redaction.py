"""Redaction by allow-list: a value is recorded in the clear only if its name is listed and its shape is known.

Any other listed value leaves its length and a fingerprint. A value without a listed name is only counted. So nothing
that Spark, a browser or a plug-in sends can put a secret into the record.
"""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Callable, Collection, Iterable, Mapping

from workshop.record import Pairs, Secret, Shown

Rule = Callable[[str, str], Shown]
"""Turns the name and the value of a field into what may be shown."""
Rules = Mapping[str, Rule]

NOT_KEPT = "(not kept)"
MAX_VALUES = 40
"""Values to keep of one message: a request may repeat a name thousands of times."""


class Fingerprints:
    """Keyed hashes: equal for equal values, and useless without the key, which never leaves this process."""

    def __init__(self) -> None:
        self._key = secrets.token_bytes(32)

    def secret(self, name: str, value: str) -> Secret:
        """The rule for tokens, codes and other secrets."""
        digest = hashlib.blake2b(value.encode("utf-8", "surrogatepass"), key=self._key, digest_size=3).hexdigest()
        return Secret(name, len(value), f"#{digest}")

    def word(self, *known: str) -> Rule:
        """The rule for a value that is shown if it is one of these."""
        return lambda name, value: value if value in known else self.secret(name, value)

    def words(self, *known: str) -> Rule:
        """The rule for a comma-separated list that is shown if each word is one of these."""
        return lambda name, value: value if set(value.split(",")) <= {*known} else self.secret(name, value)

    def number(self, name: str, value: str) -> Shown:
        """The rule for whole numbers, of at most seven digits: no token is that short."""
        return value if re.fullmatch(r"\d{1,7}", value, re.ASCII) else self.secret(name, value)


def hidden(_name: str, _value: str) -> Shown:
    """The rule for values whose length would already tell something: passwords, names, free text."""
    return NOT_KEPT


def redacted(rules: Rules, values: Iterable[tuple[str, object]]) -> tuple[Pairs, int]:
    """The first values with a listed name, and the number of all others."""
    sent = [(name, _text(value)) for name, value in values]
    listed = [(name, value) for name, value in sent if name in rules]
    pairs = tuple((name, rules[name](name, value)) for name, value in listed[:MAX_VALUES])
    return pairs, len(sent) - len(pairs)


def _text(value: object) -> str:
    """A scalar as JSON writes it; blank for objects and lists."""
    if isinstance(value, bool) or value is None:
        return {True: "true", False: "false", None: "null"}[value]
    return str(value) if isinstance(value, str | int | float) else ""


def known_or(known: Collection[str], value: str, otherwise: str) -> str:
    return value if value in known else otherwise
