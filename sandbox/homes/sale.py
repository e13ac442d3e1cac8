"""What is asked for a home, and what has happened since it came on the market."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from sandbox.homes.house import THIS_YEAR, House

STATUSES = {"Active": 82, "Pending": 8, "Active Under Contract": 2, "Closed": 6, "Coming Soon": 2}
CHARM = {"victorian": 0.8, "craftsman": 0.78}
FLOOR_OF_AGE = 0.62


@dataclass(frozen=True)
class Sale:
    """Prices in whole dollars, for a rental by the month; `status` is a StandardStatus; times are UTC."""

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

    def priced(self, price: int) -> Sale:
        """The same sale at a price that never changed."""
        sold = price if self.close_price else None
        return replace(self, price=price, original=price, previous=None, price_changed=None, close_price=sold)


def a_sale(rng: random.Random, house: House, status: str, now: datetime) -> Sale:
    price, age = asking_price(rng, house), _age(rng, status)
    listed = now - age
    if status == "Coming Soon":
        return Sale(status, price, price, None, now + timedelta(days=rng.randint(2, 9)), None, listed, listed)
    sale = Sale(status, price, price, None, listed, None, listed, listed + age * rng.choice([0, 0, 0.3, 0.7]))
    if age > timedelta(days=21) and rng.random() < 0.4:
        sale = _reduced(rng, sale, now)
    return sale if status == "Active" else _left(rng, sale, now)


def _age(rng: random.Random, status: str) -> timedelta:
    """Most homes are weeks on the market, some came today, none longer than a year."""
    if status == "Closed":
        return timedelta(days=rng.uniform(60, 330))
    days = rng.uniform(0.05, 0.9) if rng.random() < 0.03 else min(350.0, 0.2 + rng.expovariate(1 / 42))
    return timedelta(minutes=round(days * 1440))


def _reduced(rng: random.Random, sale: Sale, now: datetime) -> Sale:
    """One reduction, sometimes two; the last price is the one asked now."""
    previous = rounded(sale.price * rng.uniform(1.015, 1.06))
    original = rounded(previous * 1.03) if rng.random() < 0.3 else previous
    changed = sale.listed + (now - sale.listed) * rng.uniform(0.4, 0.98)
    return replace(sale, previous=previous, original=original, price_changed=changed, modified=changed)


def _left(rng: random.Random, sale: Sale, now: datetime) -> Sale:
    """Off the market in the last third of its time; a closed one brings what was paid."""
    changed = now - (now - sale.listed) * rng.uniform(0.02, 0.3)
    if sale.price_changed and sale.price_changed > changed:
        sale = replace(sale, price_changed=sale.listed + (changed - sale.listed) / 2)
    gone = replace(sale, status_changed=changed, modified=changed)
    if sale.status != "Closed":
        return gone
    return replace(gone, closed=changed.date(), close_price=int(sale.price * rng.uniform(0.955, 1.02) / 100) * 100)


def asking_price(rng: random.Random, house: House) -> int:
    """From size, age, kind, land and town."""
    town, building = house.spot.town, house.building
    value = _land(house) * town.level * rng.uniform(0.9, 1.15)
    if building:
        charm = CHARM.get(house.kind.style, FLOOR_OF_AGE)
        wear = max(charm, 1 - 0.0046 * (THIS_YEAR - building.year))
        per_foot = house.kind.rate * wear * (1900 / building.size) ** 0.12 * rng.uniform(0.88, 1.13)
        value += building.size * per_foot * town.level + 9_000 * building.garage
        if house.kind.code == "F":
            return rounded((building.size * 1.05 + 320) * town.level * rng.uniform(0.92, 1.1))
    return rounded(value)


def _land(house: House) -> float:
    """A lot in town by the acre, open land for much less; water costs extra."""
    if house.kind.acres[1] < 0.1:
        return 0
    per_acre = 62_000 if house.kind.built else 150_000
    open_land = max(0.0, house.acres - 1) * (7_200 if house.kind.code in {"C", "E"} else 9_000)
    return (min(house.acres, 1) * per_acre + open_land) * (2.6 if house.spot.water else 1)


def rounded(value: float) -> int:
    """As agents write prices: 1,425 a month, 189,900 or 425,000."""
    if value < 10_000:
        return round(value / 25) * 25
    step = 1_000 if value < 150_000 else 5_000
    price = max(1, round(value / step)) * step
    return price if price % 25_000 == 0 else price - 100
