"""Open houses as a calendar file (RFC 5545), for the calendar on the visitor's own phone or computer."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from urllib.parse import urlsplit

from flask import url_for
from icalendar import Calendar, Event

from app import config
from app.views.open_houses import Showing


def calendar(showings: Iterable[Showing]) -> bytes:
    """Times are in UTC, so the file needs no time zone. A withheld address appears nowhere."""
    file = Calendar()
    file.add("prodid", "-//VOW Portal//Open houses//EN")
    file.add("version", "2.0")
    for showing in showings:
        file.add_component(_event(showing))
    written: bytes = file.to_ical()
    return written


def _event(showing: Showing) -> Event:
    home, one, site = showing.home, showing.open_house, config.current().site
    event = Event()
    event.add("uid", f"{home.id}-{one.id}@{urlsplit(site).hostname}")
    event.add("dtstamp", datetime.now(UTC))
    event.add("dtstart", one.start.astimezone(UTC))
    if one.end:
        event.add("dtend", one.end.astimezone(UTC))
    event.add("summary", f"Open house: {home.address.street or _in_words(showing)}")
    if home.address.street:
        event.add("location", ", ".join(filter(None, (home.address.street, home.address.town))))
    event.add("url", site + url_for("listing.show", listing_id=home.id))
    event.add("description", "\n".join(_lines(showing)))
    return event


def _in_words(showing: Showing) -> str:
    """Replaces an address that is withheld or unknown."""
    home = showing.home
    beds = f"{home.facts.beds}-bedroom " if home.facts.beds else ""
    return f"{beds}home{f' in {home.address.city}' if home.address.city else ''}"


def _lines(showing: Showing) -> list[str]:
    home = showing.home
    lines = [f"Listing office: {home.attribution.office or 'not given by the MLS'}"]
    if home.number:
        lines.append(f"MLS #{home.number}")
    if home.address.withheld:
        lines.append("The address is withheld at the seller’s request: ask your agent for it.")
    return lines + ([showing.open_house.comments] if showing.open_house.comments else [])
