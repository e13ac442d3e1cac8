"""The estimated monthly cost of a home: our own estimate, never the MLS's. Nothing is stored."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from app.spark.listing_detail import ListingDetail

CENT = Decimal("0.01")
USUAL_DOWN, USUAL_RATE, USUAL_YEARS = Decimal(20), Decimal("6.5"), Decimal(30)
A_YEAR = {"monthly": 12, "quarterly": 4, "semi-annually": 2, "semiannually": 2, "annually": 1, "yearly": 1}
"""How often a fee is due, by the MLS's word for it."""
PLAIN = re.compile(r"\d{1,10}(?:\.\d{1,4})?", re.ASCII)


@dataclass(frozen=True)
class Loan:
    """Money in dollars, `down` and `rate` in percent, `tax` by the year, `fee` by the month."""

    price: Decimal
    down: Decimal
    rate: Decimal
    years: Decimal
    tax: Decimal
    fee: Decimal


@dataclass(frozen=True)
class MonthlyPayment:
    """What is due each month: `principal_and_interest` is for the amount `borrowed`."""

    borrowed: Decimal
    principal_and_interest: Decimal
    tax: Decimal
    fee: Decimal

    @property
    def total(self) -> Decimal:
        return self.principal_and_interest + self.tax + self.fee


@dataclass(frozen=True)
class Field:
    """A value that the visitor may change; `problem` says what is wrong with what they typed."""

    name: str
    label: str
    unit: str
    typed: str
    problem: str | None = None


@dataclass(frozen=True)
class Estimate:
    """`month` is None while a value is wrong."""

    fields: tuple[Field, ...]
    month: MonthlyPayment | None


@dataclass(frozen=True)
class Input:
    label: str
    unit: str
    low: int
    high: int
    whole: bool = False


INPUTS = {
    "price": Input("Price", "$", 1, 1_000_000_000),
    "down": Input("Down payment", "%", 0, 100),
    "rate": Input("Interest rate", "% a year", 0, 30),
    "years": Input("Length of the loan", "years", 1, 50, whole=True),
    "tax": Input("Property tax", "$ a year", 0, 10_000_000),
    "fee": Input("Association fee", "$ a month", 0, 1_000_000),
}


def estimate(detail: ListingDetail, kind: str, given: Mapping[str, str]) -> Estimate | None:
    """The estimate for a home of this kind with the values in the address; None for one that is sold or to rent, and
    for one whose own values cannot be."""
    price = detail.listing.price.listed
    to_rent = detail.listing.facts.type_code == "F" or re.search(r"rent|lease", kind, re.IGNORECASE)
    if price is None or detail.listing.status.closed or to_rent:
        return None
    fields = tuple(_field(name, given.get(name), usual) for name, usual in _usual(detail, price).items())
    if any(field.problem for field in fields):
        return Estimate(fields, None) if any(name in given for name in INPUTS) else None
    numbers = {field.name: _number(field.typed) or Decimal(0) for field in fields}
    return Estimate(fields, monthly_payment(Loan(**numbers)))


def monthly_payment(loan: Loan) -> MonthlyPayment:
    """Equal payments at the end of each month; each part is rounded to the cent."""
    borrowed = loan.price * (100 - loan.down) / 100
    months, rate = int(loan.years) * 12, loan.rate / 1200
    payment = borrowed * rate / (1 - (1 + rate) ** -months) if rate else borrowed / months
    return MonthlyPayment(_cents(borrowed), _cents(payment), _cents(loan.tax / 12), _cents(loan.fee))


def _usual(detail: ListingDetail, price: Decimal) -> dict[str, Decimal]:
    """The listing's own values, and common ones for the loan."""
    tax = detail.facts.get("TaxAmount")
    own = {"price": price, "tax": tax if isinstance(tax, Decimal) else Decimal(0), "fee": _monthly_fee(detail)}
    usual = {"down": USUAL_DOWN, "rate": USUAL_RATE, "years": USUAL_YEARS} | own
    return {name: usual[name] for name in INPUTS}


def _monthly_fee(detail: ListingDetail) -> Decimal:
    """Zero if the listing does not say how often the fee is due."""
    fee, often = detail.facts.get("AssociationFee"), str(detail.facts.get("AssociationFeeFrequency", ""))
    times = A_YEAR.get(often.strip().lower())
    return _cents(fee * times / 12) if isinstance(fee, Decimal) and times else Decimal(0)


def _field(name: str, typed: str | None, usual: Decimal) -> Field:
    expected = INPUTS[name]
    text = f"{usual.normalize():,f}" if typed is None else typed.strip()[:30]
    return Field(name, expected.label, expected.unit, text, _problem(expected, _number(text)))


def _number(typed: str) -> Decimal | None:
    """What people type: `$389,900`, `6.5 %`."""
    bare = re.sub(r"[$%,\s]", "", typed)
    return Decimal(bare) if PLAIN.fullmatch(bare) else None


def _problem(expected: Input, number: Decimal | None) -> str | None:
    if number is None:
        return f"{expected.label} must be a number, such as {expected.low or 1}."
    if not expected.low <= number <= expected.high:
        return f"{expected.label} must be from {expected.low:,} to {expected.high:,}."
    return f"{expected.label} must be a whole number." if expected.whole and number % 1 else None


def _cents(amount: Decimal) -> Decimal:
    return amount.quantize(CENT, ROUND_HALF_UP)
