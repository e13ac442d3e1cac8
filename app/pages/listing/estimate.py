"""What a home may cost a month: our own estimate, never the MLS's. Nothing of it is kept."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from app.spark.detail import Detail

CENT = Decimal("0.01")
USUAL_DOWN, USUAL_RATE, USUAL_YEARS = Decimal(20), Decimal("6.5"), Decimal(30)
A_YEAR = {"monthly": 12, "quarterly": 4, "semi-annually": 2, "semiannually": 2, "annually": 1, "yearly": 1}
"""How often a fee is due, by the MLS's word for it."""
PLAIN = re.compile(r"\d{1,10}(?:\.\d{1,4})?", re.ASCII)


@dataclass(frozen=True)
class Terms:
    """Money in dollars, `down` and `rate` in percent, `tax` by the year, `fee` by the month."""

    price: Decimal
    down: Decimal
    rate: Decimal
    years: Decimal
    tax: Decimal
    fee: Decimal


@dataclass(frozen=True)
class Month:
    """What is due each month: `loan` is principal and interest on the amount `borrowed`."""

    borrowed: Decimal
    loan: Decimal
    tax: Decimal
    fee: Decimal

    @property
    def total(self) -> Decimal:
        return self.loan + self.tax + self.fee


@dataclass(frozen=True)
class Box:
    """A value that the visitor may change; `problem` says what is wrong with what they typed."""

    name: str
    label: str
    unit: str
    typed: str
    problem: str | None = None


@dataclass(frozen=True)
class Estimate:
    """`month` is None while a value is wrong."""

    boxes: tuple[Box, ...]
    month: Month | None


@dataclass(frozen=True)
class Ask:
    label: str
    unit: str
    low: int
    high: int
    whole: bool = False


ASKED = {
    "price": Ask("Price", "$", 1, 1_000_000_000),
    "down": Ask("Down payment", "%", 0, 100),
    "rate": Ask("Interest rate", "% a year", 0, 30),
    "years": Ask("Length of the loan", "years", 1, 50, whole=True),
    "tax": Ask("Property tax", "$ a year", 0, 10_000_000),
    "fee": Ask("Association fee", "$ a month", 0, 1_000_000),
}


def offer(detail: Detail, kind: str, given: Mapping[str, str]) -> Estimate | None:
    """The estimate for a home of this kind with the values in the address; None for one that is sold or to rent, and
    for one whose own values cannot be."""
    price = detail.listing.price.asked
    to_rent = detail.listing.facts.type_code == "F" or re.search(r"rent|lease", kind, re.IGNORECASE)
    if price is None or detail.listing.state.closed or to_rent:
        return None
    boxes = tuple(_box(name, given.get(name), usual) for name, usual in _usual(detail, price).items())
    if any(box.problem for box in boxes):
        return Estimate(boxes, None) if any(name in given for name in ASKED) else None
    return Estimate(boxes, month(Terms(**{box.name: _number(box.typed) or Decimal(0) for box in boxes})))


def month(terms: Terms) -> Month:
    """Equal payments at the end of each month; each part is rounded to the cent."""
    borrowed = terms.price * (100 - terms.down) / 100
    months, rate = int(terms.years) * 12, terms.rate / 1200
    loan = borrowed * rate / (1 - (1 + rate) ** -months) if rate else borrowed / months
    return Month(_cents(borrowed), _cents(loan), _cents(terms.tax / 12), _cents(terms.fee))


def _usual(detail: Detail, price: Decimal) -> dict[str, Decimal]:
    """The listing's own values, and common ones for the loan."""
    tax = detail.facts.get("TaxAmount")
    own = {"price": price, "tax": tax if isinstance(tax, Decimal) else Decimal(0), "fee": _monthly_fee(detail)}
    usual = {"down": USUAL_DOWN, "rate": USUAL_RATE, "years": USUAL_YEARS} | own
    return {name: usual[name] for name in ASKED}


def _monthly_fee(detail: Detail) -> Decimal:
    """Nothing if it is not said how often the fee is due."""
    fee, often = detail.facts.get("AssociationFee"), str(detail.facts.get("AssociationFeeFrequency", ""))
    times = A_YEAR.get(often.strip().lower())
    return _cents(fee * times / 12) if isinstance(fee, Decimal) and times else Decimal(0)


def _box(name: str, typed: str | None, usual: Decimal) -> Box:
    ask = ASKED[name]
    text = f"{usual.normalize():,f}" if typed is None else typed.strip()[:30]
    return Box(name, ask.label, ask.unit, text, _problem(ask, _number(text)))


def _number(typed: str) -> Decimal | None:
    """What people type: `$389,900`, `6.5 %`."""
    bare = re.sub(r"[$%,\s]", "", typed)
    return Decimal(bare) if PLAIN.fullmatch(bare) else None


def _problem(ask: Ask, number: Decimal | None) -> str | None:
    if number is None:
        return f"{ask.label} must be a number, such as {ask.low or 1}."
    if not ask.low <= number <= ask.high:
        return f"{ask.label} must be from {ask.low:,} to {ask.high:,}."
    return f"{ask.label} must be a whole number." if ask.whole and number % 1 else None


def _cents(amount: Decimal) -> Decimal:
    return amount.quantize(CENT, ROUND_HALF_UP)
