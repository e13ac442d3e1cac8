"""The map beside the search."""

from __future__ import annotations

from sandbox.homes import QUIRKS
from tests.servers import Visitor
from tests.views.listing_pages import truth
from tests.views.open_houses import keep


def test_the_map_marks_homes_that_the_consumer_saved_or_saw(pat: Visitor) -> None:
    pat.get("/search")
    keep(pat, QUIRKS["million"], "save")
    pat.get(f"/homes/{QUIRKS['markup']}")
    for quirk, kind in (("million", "saved"), ("markup", "seen")):
        pat.get(f"/search?place={truth(quirk)['ListingId']}&status=any")
        assert pat.soup.select(f"aside svg a.pin.{kind}[href='#home-{QUIRKS[quirk]}']"), kind
