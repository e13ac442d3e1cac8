"""The monthly estimate: its arithmetic against known figures, and what it makes of what people type."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.spark.fields import Fields
from app.spark.listing_detail import ListingDetail
from app.views.listing.mortgage import Loan, estimate, monthly_payment

NOTHING = Decimal(0)


def terms(price: object, rate: object, years: object, down: object = 0, tax: object = 0, fee: object = 0) -> Loan:
    return Loan(*(Decimal(str(value)) for value in (price, down, rate, years, tax, fee)))


def home(**fields: object) -> ListingDetail:
    return ListingDetail.read(
        Fields({"Id": "1", "StandardFields": {"ListPrice": 300_000, "PropertyType": "A"} | fields})
    )


def typed(detail: ListingDetail, **given: str) -> dict[str, str]:
    """What stands in the boxes."""
    found = estimate(detail, "", given)
    assert found
    return {box.name: box.typed for box in found.fields}


@pytest.mark.parametrize(
    ("price", "rate", "years", "loan"),
    [
        (200_000, 6, 30, "1199.10"),
        (100_000, 5, 15, "790.79"),
        (300_000, 7, 30, "1995.91"),
        (250_000, "4.5", 20, "1581.62"),
        (120_000, 0, 10, "1000.00"),
        (1, 30, 50, "0.03"),
    ],
)
def test_payments_are_those_of_the_tables(price: int, rate: object, years: int, loan: str) -> None:
    assert monthly_payment(terms(price, rate, years)).principal_and_interest == Decimal(loan)


def test_the_parts_add_up() -> None:
    found = monthly_payment(terms(300_000, 7, 30, down=20, tax=3600, fee="125.50"))
    assert (found.borrowed, found.tax) == (Decimal(240_000), Decimal(300))
    assert (found.principal_and_interest, found.fee) == (Decimal("1596.73"), Decimal("125.50"))
    assert found.total == Decimal("2022.23")


def test_who_pays_in_full_borrows_nothing() -> None:
    assert monthly_payment(terms(300_000, 7, 30, down=100, tax=1200)).total == 100


money = st.decimals(1, 5_000_000, places=2)
rates = st.decimals(0, 30, places=3)
lengths = st.integers(1, 50)


@given(money, rates, lengths)
def test_equal_payments_pay_the_loan_back_to_the_cent_and_some(price: Decimal, rate: Decimal, years: int) -> None:
    payment, owed, monthly = monthly_payment(terms(price, rate, years)).principal_and_interest, price, rate / 1200
    for _ in range(years * 12):
        owed += owed * monthly - payment
    grown = Decimal("0.005") * (((1 + monthly) ** (years * 12) - 1) / monthly if monthly else years * 12)
    assert abs(owed) <= grown + Decimal("0.01")


@given(money, rates, lengths, st.decimals(0, 100, places=2))
def test_a_down_payment_never_makes_it_dearer(price: Decimal, rate: Decimal, years: int, down: Decimal) -> None:
    assert (
        NOTHING
        <= monthly_payment(terms(price, rate, years, down=down)).principal_and_interest
        <= monthly_payment(terms(price, rate, years)).principal_and_interest
    )


@given(st.dictionaries(st.sampled_from(["price", "down", "rate", "years", "tax", "fee"]), st.text(max_size=40)))
def test_whatever_is_typed_gives_figures_or_names_what_is_wrong(given: dict[str, str]) -> None:
    found = estimate(home(), "Residential", given)
    assert found
    assert (found.month is None) == any(box.problem for box in found.fields)


def test_the_values_of_the_listing_stand_in_the_boxes() -> None:
    fields = {"TaxAmount": "3612.40", "AssociationFee": "300", "AssociationFeeFrequency": "Quarterly"}
    assert typed(home(**fields)) == {
        "price": "300,000", "down": "20", "rate": "6.5", "years": "30", "tax": "3,612.4", "fee": "100",
    }  # fmt: skip


@pytest.mark.parametrize("often", [None, "One Time", "Per lot"])
def test_a_fee_of_which_one_does_not_know_how_often_it_is_due_is_left_out(often: str | None) -> None:
    assert typed(home(AssociationFee=300, AssociationFeeFrequency=often))["fee"] == "0"


def test_money_and_percent_are_read_as_people_write_them() -> None:
    found = estimate(home(), "", {"price": " $200,000 ", "down": "0 %", "rate": "6%"})
    assert found
    assert found.month
    assert found.month.principal_and_interest == Decimal("1199.10")


@pytest.mark.parametrize(
    ("name", "value", "problem"),
    [
        ("price", "", "Price must be a number, such as 1."),
        ("price", "0", "Price must be from 1 to 1,000,000,000."),
        ("down", "101", "Down payment must be from 0 to 100."),
        ("rate", "-1", "Interest rate must be a number, such as 1."),
        ("rate", "1e2", "Interest rate must be a number, such as 1."),
        ("years", "2.5", "Length of the loan must be a whole number."),
        ("tax", "٣", "Property tax must be a number, such as 1."),
    ],
)
def test_a_wrong_value_stays_in_its_box_and_is_named_beside_it(name: str, value: str, problem: str) -> None:
    found = estimate(home(), "", {name: value})
    assert found
    assert found.month is None
    assert {box.name: box.problem for box in found.fields if box.problem} == {name: problem}
    assert next(box.typed for box in found.fields if box.name == name) == value


@pytest.mark.parametrize(
    ("fields", "kind"),
    [
        ({"PropertyType": "F"}, ""),
        ({"PropertyType": "R"}, "Residential Lease"),
        ({"MlsStatus": "Sold", "StandardStatus": "Closed"}, "Residential"),
        ({"ListPrice": None}, "Residential"),
    ],
)
def test_a_home_to_rent_one_that_is_sold_and_one_without_a_price_get_no_estimate(
    fields: dict[str, object], kind: str
) -> None:
    assert estimate(home(**fields), kind, {}) is None


@pytest.mark.parametrize(
    "fields", [{"ListPrice": 0}, {"ListPrice": "300000.12345"}, {"ListPrice": 10**12}, {"TaxAmount": -4}]
)
def test_values_of_the_mls_that_cannot_be_are_no_mistake_of_the_visitor(fields: dict[str, object]) -> None:
    assert estimate(home(**fields), "", {}) is None
