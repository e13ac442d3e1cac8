"""Builds the homes of an MLS: the same ones every time, with dates that follow the calendar."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from zoneinfo import ZoneInfo

from sandbox.homes.agents import AGENTS_BY_MLS
from sandbox.homes.fields import build_standard_fields, co_agent_fields
from sandbox.homes.home import Home
from sandbox.homes.home_types import HOME_TYPES, HomeType, commonest_type
from sandbox.homes.house import House, random_house
from sandbox.homes.ids import listing_id
from sandbox.homes.listing import Fields, Listing
from sandbox.homes.media import random_media
from sandbox.homes.open_houses import OpenHouse, open_houses, upcoming
from sandbox.homes.photos import photos
from sandbox.homes.quirks import Quirk, quirk_of
from sandbox.homes.sale import STATUSES, Sale, random_sale
from sandbox.homes.towns import TOWNS
from sandbox.mls import LAKES, MLS_BY_ID, PRAIRIE, Mls

COUNTS = {PRAIRIE.id: 680, LAKES.id: 120}
SEEDS = {PRAIRIE.id: 0, LAKES.id: 700}  # of the photos, so that no two homes look alike


@cache
def homes(mls_id: str) -> tuple[Home, ...]:
    """All homes of an MLS. The first call builds them, and their dates count back from then."""
    now = datetime.now(UTC)
    return tuple(_home(MLS_BY_ID[mls_id], number, now) for number in range(COUNTS[mls_id]))


@cache
def by_id(mls_id: str) -> dict[str, Home]:
    return {home.id: home for home in homes(mls_id)}


def _home(mls: Mls, number: int, now: datetime) -> Home:
    rng = random.Random(f"home {mls.id} {number}")
    quirk = quirk_of(number) or Quirk()
    house = _house(rng, mls, number, quirk)
    key = listing_id(mls.id, number)
    home_photos = photos(key, SEEDS[mls.id] + number, house.kind.style, _photo_count(rng, house, quirk))
    agent = rng.choice(AGENTS_BY_MLS[mls.id])
    listing = Listing(key, mls, house, _sale(rng, house, quirk, now), agent, len(home_photos))
    media, visits = random_media(key, number, full=quirk.full), _open_houses(listing, quirk, now)
    in_person = [visit for visit in upcoming(visits, now) if not visit.is_livestream]
    fields = build_standard_fields(listing, rng) | _second_agent(listing)
    fields |= media.counts | {"OpenHousesCount": len(in_person)}
    return Home(key, mls.id, quirk.edit(fields), home_photos, number % 6 != 0, media, visits, quirk)


def _second_agent(listing: Listing) -> Fields:
    """Every fourth listing of the Lakes MLS has a second agent."""
    number = listing.house.number
    if listing.mls is not LAKES or number % 4 != 1:
        return {}
    others = [agent for agent in AGENTS_BY_MLS[listing.mls.id] if agent != listing.agent]
    return co_agent_fields(others[number % len(others)], sold=listing.sale.status == "Closed")


def _open_houses(listing: Listing, quirk: Quirk, now: datetime) -> tuple[OpenHouse, ...]:
    """Active homes with a building. One with a withheld address always has open houses."""
    if listing.sale.status != "Active" or listing.house.building is None:
        return ()
    withheld = "UnparsedAddress" in quirk.masked
    return open_houses(listing.id, now.astimezone(ZoneInfo(listing.mls.zone)), full=quirk.full, required=withheld)


def _house(rng: random.Random, mls: Mls, number: int, quirk: Quirk) -> House:
    kind = commonest_type(quirk.style) if quirk.style else _kind(rng, mls)
    towns = TOWNS[mls.id]
    house = random_house(rng, number, kind, rng.choices(towns, [town.weight for town in towns])[0])
    return replace(house, building=replace(house.building, **quirk.building)) if house.building else house


def _kind(rng: random.Random, mls: Mls) -> HomeType:
    return rng.choices(HOME_TYPES, [kind.prairie if mls is PRAIRIE else kind.lakes for kind in HOME_TYPES])[0]


def _sale(rng: random.Random, house: House, quirk: Quirk, now: datetime) -> Sale:
    status = quirk.status or rng.choices(list(STATUSES), list(STATUSES.values()))[0]
    sale = random_sale(rng, house, status, now)
    return sale.at_price(quirk.price) if quirk.price else sale


def _photo_count(rng: random.Random, house: House, quirk: Quirk) -> int:
    if quirk.photos is not None:
        return quirk.photos
    return rng.randint(3, 7) if house.kind.style == "land" else round(rng.triangular(8, 40, 21))
