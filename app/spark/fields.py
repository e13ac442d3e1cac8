"""From Spark's JSON to values one can trust: the one place that knows masks, strings for numbers and missing keys.

See https://sparkplatform.com/docs/supporting_documentation/standard_response_format and data masking in the
standard fields: what a role may not see arrives as `"********"`, in a field of any type.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation

MASK = "********"
TEXT_TYPES = {str, int, Decimal}
"""What can be read as a text: the types themselves, as True is an int too."""
NUMBER_TYPES = (str, int, Decimal, float)


def unmask(value: object) -> object:
    """The same JSON without what is withheld: masked keys and items are gone, a mask inside a text is cut out."""
    if isinstance(value, str):
        return " ".join(value.replace(MASK, " ").split()).strip(" ,") or None if MASK in value else value
    if isinstance(value, dict):
        return {key: kept for key, item in value.items() if (kept := unmask(item)) is not None}
    if isinstance(value, list):
        return [kept for item in value if (kept := unmask(item)) is not None]
    return value


class Fields:
    """An object of Spark's JSON, already unmasked. Every reader takes names in order of preference; none raises."""

    def __init__(self, raw: object) -> None:
        self._raw: Mapping[str, object] = raw if isinstance(raw, Mapping) else {}

    def __bool__(self) -> bool:
        return bool(self._raw)

    def text(self, *names: str) -> str | None:
        """The first text that is not blank; a number is given as its digits."""
        for value in self._values(names):
            if type(value) in TEXT_TYPES and (text := str(value).strip()):
                return text
        return None

    def number(self, *names: str) -> Decimal | None:
        """The first number, whether it came as a number or as a string such as `" 50000.0"`."""
        for value in self._values(names):
            if (number := parse_number(value)) is not None:
                return number
        return None

    def integer(self, *names: str) -> int | None:
        number = self.number(*names)
        return int(number) if number is not None else None

    def boolean(self, *names: str) -> bool | None:
        """True, False, or None for "not said"."""
        for value in self._values(names):
            said = {"true": True, "false": False}.get(str(value).strip().lower())
            if said is not None:
                return said
        return None

    def timestamp(self, *names: str) -> datetime | None:
        """An aware time. One without a zone is taken as UTC, a date as its noon: that day all over America."""
        for value in self._values(names):
            if (moment := parse_timestamp(value)) is not None:
                return moment
        return None

    def names(self) -> tuple[str, ...]:
        """The keys, in their order."""
        return tuple(self._raw)

    def nested(self, name: str) -> Fields:
        return Fields(self._raw.get(name))

    def items(self, name: str) -> list[Fields]:
        value = self._raw.get(name)
        return [Fields(item) for item in value if isinstance(item, Mapping)] if isinstance(value, list) else []

    def texts(self, name: str) -> tuple[str, ...]:
        """The texts of a list of plain texts."""
        value = self._raw.get(name)
        return tuple(item for item in value if isinstance(item, str)) if isinstance(value, list) else ()

    def joined_text(self, name: str) -> str | None:
        """A text, or a list of texts as `A, B`; also one that comes as `{"A": true, "B": false}`, of which A holds."""
        value = self._raw.get(name)
        if isinstance(value, Mapping):
            return ", ".join(str(key) for key, holds in value.items() if holds is True) or None
        return ", ".join(self.texts(name)) or self.text(name)

    def without_text(self, text: str) -> Fields:
        """The same object without the texts, at any depth, in which this one stands in whatever letters."""
        return Fields(_without(self._raw, text.casefold()))

    def _values(self, names: tuple[str, ...]) -> Iterator[object]:
        return map(self._raw.get, names)  # None for a missing one says as little as any other text, number or flag


def _without(value: object, text: str) -> object:
    if isinstance(value, Mapping):
        return {key: _without(item, text) for key, item in value.items() if text not in str(key).casefold()}
    if isinstance(value, list):
        return [_without(item, text) for item in value]
    return None if isinstance(value, str) and text in value.casefold() else value


def parse_number(value: object) -> Decimal | None:
    if not isinstance(value, NUMBER_TYPES):
        return None
    try:
        number = Decimal(str(value).strip())
    except InvalidOperation:
        return None
    return number if number.is_finite() and abs(number.adjusted()) < 15 else None


def parse_timestamp(value: object) -> datetime | None:
    try:
        moment = datetime.fromisoformat(value.strip()) if isinstance(value, str) else None
    except ValueError:
        return None
    if moment is None or moment.year not in range(1900, 2200):  # 0001-01-01 and 9999-12-31 stand for "not said"
        return None
    noon = moment.replace(hour=12) if len(str(value).strip()) == 10 else moment
    return noon.replace(tzinfo=noon.tzinfo or UTC)
