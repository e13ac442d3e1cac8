"""The price of a home, and its history on the market."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from sandbox.homes.house import THIS_YEAR, House

STATUSES = {"Active": 82, "Pending": 8, "Active Under Contract": 2, "Closed": 6, "Coming Soon": 2}
HISTORIC_VALUE_SHARE = {"victorian": 0.8, "craftsman": 0.78}
LOWEST_VALUE_SHARE = 0.62


@dataclass(frozen=True)
class Sale:
    """Prices are in whole dollars, monthly for rentals. `status` is a StandardStatus; times are UTC."""

    status: str
    price: int
    original: int
    previous: int | None
    listed: datetime
    price_changed: datetime | None
    status_changed: datetime
    modified: datetime
    closed: date | None = None
    close_price: int | None = None

    def at_price(self, price: int) -> Sale:
        """The same sale at a price that never changed."""
        sold = price if self.close_price else None
        return replace(self, price=price, original=price, previous=None, price_changed=None, close_price=sold)


def random_sale(rng: random.Random, house: House, status: str, now: datetime) -> Sale:
    price, age = asking_price(rng, house), _age(rng, status)
    listed = now - age
    if status == "Coming Soon":
        return Sale(status, price, price, None, now + timedelta(days=rng.randint(2, 9)), None, listed, listed)
    sale = Sale(status, price, price, None, listed, None, listed, listed + age * rng.choice([0, 0, 0.3, 0.7]))
    if age > timedelta(days=21) and rng.random() < 0.4:
        sale = _reduced(rng, sale, now)
    return sale if status == "Active" else _off_market(rng, sale, now)


def _age(rng: random.Random, status: str) -> timedelta:
    """Most homes are weeks on the market, some came today, none is older than a year."""
    if status == "Closed":
        return timedelta(days=rng.uniform(60, 330))
    days = rng.uniform(0.05, 0.9) if rng.random() < 0.03 else min(350.0, 0.2 + rng.expovariate(1 / 42))
    return timedelta(minutes=round(days * 1440))


def _reduced(rng: random.Random, sale: Sale, now: datetime) -> Sale:
    """One price reduction, sometimes two."""
    previous = round_price(sale.price * rng.uniform(1.015, 1.06))
    original = round_price(previous * 1.03) if rng.random() < 0.3 else previous
    changed = sale.listed + (now - sale.listed) * rng.uniform(0.4, 0.98)
    return replace(sale, previous=previous, original=original, price_changed=changed, modified=changed)


def _off_market(rng: random.Random, sale: Sale, now: datetime) -> Sale:
    """Off the market in the last third of its time; a closed sale has a close price."""
    changed = now - (now - sale.listed) * rng.uniform(0.02, 0.3)
    if sale.price_changed and sale.price_changed > changed:
        sale = replace(sale, price_changed=sale.listed + (changed - sale.listed) / 2)
    ended = replace(sale, status_changed=changed, modified=changed)
    if sale.status != "Closed":
        return ended
    return replace(ended, closed=changed.date(), close_price=int(sale.price * rng.uniform(0.955, 1.02) / 100) * 100)


def asking_price(rng: random.Random, house: House) -> int:
    """Depends on size, age, type, land and town."""
    town, building = house.location.town, house.building
    value = _land(house) * town.level * rng.uniform(0.9, 1.15)
    if building:
        charm = HISTORIC_VALUE_SHARE.get(house.kind.style, LOWEST_VALUE_SHARE)
        wear = max(charm, 1 - 0.0046 * (THIS_YEAR - building.year))
        per_foot = house.kind.rate * wear * (1900 / building.size) ** 0.12 * rng.uniform(0.88, 1.13)
        value += building.size * per_foot * town.level + 9_000 * building.garage
        if house.kind.code == "F":
            return round_price((building.size * 1.05 + 320) * town.level * rng.uniform(0.92, 1.1))
    return round_price(value)


def _land(house: House) -> float:
    """Town lots cost a price per acre, open land much less, waterfront more."""
    if house.kind.acres[1] < 0.1:
        return 0
    per_acre = 62_000 if house.kind.built else 150_000
    open_land = max(0.0, house.acres - 1) * (7_200 if house.kind.code in {"C", "E"} else 9_000)
    return (min(house.acres, 1) * per_acre + open_land) * (2.6 if house.location.water else 1)


def round_price(value: float) -> int:
    """Round as agents do: 1,425 a month, 189,900 or 425,000."""
    if value < 10_000:
        return round(value / 25) * 25
    step = 1_000 if value < 150_000 else 5_000
    price = max(1, round(value / step)) * step
    return price if price % 25_000 == 0 else price - 100
