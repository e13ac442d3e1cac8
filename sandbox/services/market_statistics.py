"""Market statistics by month: https://sparkplatform.com/docs/api_services/market_statistics

The level of each series comes from the homes on the market. Its variation comes from a fixed seed.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from statistics import mean, median

from flask import Blueprint, Response, request

from sandbox.auth import current_access
from sandbox.errors import SparkError
from sandbox.homes import Home, homes
from sandbox.homes.home_types import PROPERTY_TYPES
from sandbox.responses import results

MONTHS = 12
LOCATION_FIELDS = ("City", "CountyOrParish", "MLSAreaMajor", "PostalCode", "StateOrProvince", "SubdivisionName")
MONTHLY_SHARE = {"Active": 1.0, "New": 0.45, "Pended": 0.35, "Sold": 0.3}  # of the homes on the market, each month
STAGES = tuple(MONTHLY_SHARE)


@dataclass(frozen=True)
class Market:
    """The number of homes, and the asking prices of those that have one, in dollars."""

    count: int
    prices: tuple[float, ...]

    def price(self, of: Callable[[Sequence[float]], float]) -> float:
        return of(self.prices) if self.prices else 0.0


Level = Callable[[Market], float]


def _count(share: float) -> Level:
    return lambda market: market.count * share


def _price(of: Callable[[Sequence[float]], float], factor: float = 1.0) -> Level:
    return lambda market: market.price(of) * factor


def _volume(share: float, factor: float = 1.0) -> Level:
    return lambda market: sum(market.prices) * share * factor


def _if_any(level: float) -> Level:
    return lambda market: level if market.count else 0.0


PRICES = {
    f"{state}{word}ListPrice": _price(of) for state in STAGES for word, of in (("Average", mean), ("Median", median))
}
SERVICES: dict[str, dict[str, Level]] = {
    "absorption": {"AbsorptionRate": _if_any(3.4)},
    "inventory": {f"{state}Listings": _count(share) for state, share in MONTHLY_SHARE.items()},
    "price": PRICES | {"SoldAverageSoldPrice": _price(mean, 0.98), "SoldMedianSoldPrice": _price(median, 0.98)},
    "ratio": {"SaleToOriginalListPriceRatio": _if_any(0.962), "SaleToListPriceRatio": _if_any(0.981)},
    "dom": {"AverageDom": _if_any(44), "AverageCdom": _if_any(52)},
    "volume": {f"{state}ListVolume": _volume(share) for state, share in MONTHLY_SHARE.items()}
    | {"SoldSaleVolume": _volume(MONTHLY_SHARE["Sold"], 0.98)},
}
DECIMAL_PLACES = {"absorption": 1, "ratio": 3}  # all others are whole numbers

bp = Blueprint("market_statistics", __name__, url_prefix="/v1/marketstatistics")


@bp.get(f"/<any({', '.join(SERVICES)}):service>")
def get_statistics(service: str) -> Response:
    options, market = _options(service), _market()
    places = DECIMAL_PLACES.get(service)
    series = {option: _series(option, SERVICES[service][option](market), places) for option in options}
    return results([{"Dates": [f"{month.month}/1/{month.year}" for month in _months()], **series}])


def _options(service: str) -> list[str]:
    """The series that `Options` names, or all of the service."""
    options = [name for name in request.args.get("Options", "").split(",") if name] or list(SERVICES[service])
    if unknown := set(options) - set(SERVICES[service]):
        raise SparkError(400, 1053, f"Options of {service} cannot be {', '.join(sorted(unknown))}")
    return options


def _market() -> Market:
    chosen = [home for home in homes(current_access().mls_id) if _is_of_type(home) and _is_at_location(home)]
    prices = tuple(float(str(price)) for home in chosen if (price := home.fields["ListPrice"]) is not None)
    return Market(len(chosen), prices)


def _is_of_type(home: Home) -> bool:
    code = request.args.get("PropertyTypeCode", "A")
    if code not in PROPERTY_TYPES:
        raise SparkError(400, 1053, "PropertyTypeCode is not a property type of the MLS")
    return home.fields["PropertyType"] == code


def _is_at_location(home: Home) -> bool:
    name, value = request.args.get("LocationField"), request.args.get("LocationValue")
    if (name is None) != (value is None):
        raise SparkError(400, 1050, "LocationField and LocationValue come together")
    if name is not None and name not in LOCATION_FIELDS:
        raise SparkError(400, 1053, f"LocationField must be one of {', '.join(LOCATION_FIELDS)}")
    return name is None or home.fields[name] == value


def _months() -> list[date]:
    """The first day of each of the last months, newest first."""
    today = datetime.now(UTC)
    counted = [today.year * 12 + today.month - 1 - back for back in range(MONTHS)]
    return [date(number // 12, number % 12 + 1, 1) for number in counted]


def _series(option: str, level: float, places: int | None) -> list[float]:
    """One value a month. Homes were slightly cheaper a year ago, and winter has fewer sales."""
    return [round(level * _swing(option, month, back), places) for back, month in enumerate(_months())]


def _swing(option: str, month: date, back: int) -> float:
    rng = random.Random(f"statistics {current_access().mls_id} {option} {month}")
    if "Ratio" in option:
        return rng.uniform(0.992, 1.008)
    season = 1.0 if "Price" in option else 1 - abs(month.month - 6.5) / 18
    return (1 - back * 0.003) * season * rng.uniform(0.97, 1.03)
