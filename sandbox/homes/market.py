"""Puts the homes of an MLS on the market: the same ones every time, only their dates move with the calendar."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from zoneinfo import ZoneInfo

from sandbox.homes.fields import standard_fields, with_others
from sandbox.homes.home import Home
from sandbox.homes.house import House, a_house
from sandbox.homes.ids import listing_id
from sandbox.homes.kinds import KINDS, Kind, of_style
from sandbox.homes.listing import Fields, Listing
from sandbox.homes.media import media
from sandbox.homes.open_houses import OpenHouse, open_houses, upcoming
from sandbox.homes.photos import photos
from sandbox.homes.places import TOWNS
from sandbox.homes.quirks import Quirk, quirk_of
from sandbox.homes.roster import ROSTER
from sandbox.homes.sale import STATUSES, Sale, a_sale
from sandbox.mls import EVERY_MLS, LAKES, PRAIRIE, Mls

COUNTS = {PRAIRIE.id: 680, LAKES.id: 120}
SEEDS = {PRAIRIE.id: 0, LAKES.id: 700}  # of the photos: no home looks like another


@cache
def homes(mls_id: str) -> tuple[Home, ...]:
    """All homes of an MLS, built at the first call; their dates count back from that moment."""
    now = datetime.now(UTC)
    return tuple(_home(EVERY_MLS[mls_id], number, now) for number in range(COUNTS[mls_id]))


@cache
def by_id(mls_id: str) -> dict[str, Home]:
    return {home.id: home for home in homes(mls_id)}


def _home(mls: Mls, number: int, now: datetime) -> Home:
    rng = random.Random(f"home {mls.id} {number}")
    quirk = quirk_of(number) or Quirk()
    house = _house(rng, mls, number, quirk)
    key = listing_id(mls.id, number)
    pictures = photos(key, SEEDS[mls.id] + number, house.kind.style, _photo_count(rng, house, quirk))
    agent = rng.choice(ROSTER[mls.id])
    listing = Listing(key, mls, house, _sale(rng, house, quirk, now), agent, len(pictures))
    shown, visits = media(key, number, full=quirk.full), _visits(listing, quirk, now)
    open_now = [one for one in upcoming(visits, now) if not one.streamed]
    fields = standard_fields(listing, rng) | _others(listing) | shown.counts | {"OpenHousesCount": len(open_now)}
    return Home(key, mls.id, quirk.facts(fields), pictures, number % 6 != 0, shown, visits, quirk)


def _others(listing: Listing) -> Fields:
    """Every fourth listing of the Lakes MLS has a second agent."""
    number, members = listing.house.number, [agent for agent in ROSTER[listing.mls.id] if agent != listing.agent]
    if listing.mls is not LAKES or number % 4 != 1:
        return {}
    return with_others(members[number % len(members)], sold=listing.sale.status == "Closed")


def _visits(listing: Listing, quirk: Quirk, now: datetime) -> tuple[OpenHouse, ...]:
    """Homes for sale that have rooms to see; one whose address is withheld is among them."""
    if listing.sale.status != "Active" or listing.house.building is None:
        return ()
    withheld = "UnparsedAddress" in quirk.masked
    return open_houses(listing.id, now.astimezone(ZoneInfo(listing.mls.zone)), full=quirk.full, wanted=withheld)


def _house(rng: random.Random, mls: Mls, number: int, quirk: Quirk) -> House:
    kind = of_style(quirk.style) if quirk.style else _kind(rng, mls)
    towns = TOWNS[mls.id]
    house = a_house(rng, number, kind, rng.choices(towns, [town.weight for town in towns])[0])
    return replace(house, building=replace(house.building, **quirk.building)) if house.building else house


def _kind(rng: random.Random, mls: Mls) -> Kind:
    return rng.choices(KINDS, [kind.prairie if mls is PRAIRIE else kind.lakes for kind in KINDS])[0]


def _sale(rng: random.Random, house: House, quirk: Quirk, now: datetime) -> Sale:
    status = quirk.status or rng.choices(list(STATUSES), list(STATUSES.values()))[0]
    sale = a_sale(rng, house, status, now)
    return sale.priced(quirk.price) if quirk.price else sale


def _photo_count(rng: random.Random, house: House, quirk: Quirk) -> int:
    if quirk.photos is not None:
        return quirk.photos
    return rng.randint(3, 7) if house.kind.style == "land" else round(rng.triangular(8, 40, 21))
