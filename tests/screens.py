"""Every screen, rendered from made values as the portal renders it, but with an error for each value not given."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from bs4 import BeautifulSoup
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from app.config import ROOT
from app.formats import FILTERS
from app.spark.accounts import Account, Agent, Consumer, Contact, Portal
from app.spark.carts import ListingCart, ListingCarts
from app.spark.fields import Fields
from app.spark.listing import Listing
from app.spark.listing_detail import HistoryEvent, ListingDetail, RoomTable
from app.spark.listing_fields import Fact, FieldGroup
from app.spark.listings import ListingPage
from app.spark.media import MediaLink
from app.spark.mls import SystemInfo, attribution_lines
from app.spark.open_houses import OpenHouse
from app.spark.saved_searches import SavedSearch
from app.spark.sparkql import SearchCriteria
from app.templating import Brand
from app.views.account import SignedInBrowser
from app.views.agent import Invitation
from app.views.browsing_history import BackLink
from app.views.contact import Inquiry, Problem
from app.views.contact.email import ContactForm, Sender, Topic
from app.views.context import PageContext, message
from app.views.legal import ACKNOWLEDGEMENTS, VERSION
from app.views.listing import Similar
from app.views.listing.mortgage import estimate
from app.views.map import draw
from app.views.open_houses import Agenda, Day, Showing
from app.views.saved import CartPage, Tab
from app.views.saved.cart_actions import SaveForm
from app.views.saved_searches import Row
from app.views.search import Results
from app.views.search.form import SearchForm

NOW = datetime(2026, 11, 24, 9, 14, tzinfo=ZoneInfo("America/Chicago"))
BRAND = Brand("Hawthorn & Lee", "#336699", None, "Dana Lee", "dana@example.com", "701-555-0142", "Hawthorn Realty")
DANA = Agent("1", "Dana Lee", "Hawthorn Realty", "dana@example.com", "701-555-0142", None)
PAT = Contact("1", "Pat Olsen", "Pat", None)
CONTEXT = PageContext(
    Consumer("1", "Pat Olsen", "pat@example.com"),
    PAT,
    DANA,
    (DANA,),
    SystemInfo("Prairie MLS", "1", "America/Chicago", "Not guaranteed.\n\n© Prairie MLS"),
    {"A": "Residential"},
)
CARTS = ListingCarts(
    (
        ListingCart("1", "Favorites", "Favorites", 1, ("20260101000000000000000000",)),
        ListingCart("2", "Rejects", "Rejects", 0, ()),
        ListingCart("3", "Recommended", "Recommended", 0, ()),
        ListingCart("4", "Lake cabins", "Custom", 1, ("20260101000000000000000001",)),
    )
)
TABS = (Tab("saved", "Saved", CARTS.all[0]), Tab("4", "Lake cabins", CARTS.all[3]))
UNDONE = message("Hidden. Your searches leave it out.", "/saved", do="unhide", home="1", back="/search")
SORTS = {"newest": "Newest first", "price": "Price, low to high"}
HERE = SignedInBrowser("a-handle", "Firefox on Windows", NOW - timedelta(days=3), NOW, NOW + timedelta(days=27))
FAILURE = SimpleNamespace(
    title="Sign-in did not finish", message="It took too long.", advice="Start again.", retry=True
)


def pictures(number: int, caption: str = "") -> list[dict[str, str]]:
    return [{"Uri640": f"https://photos.example/{n}.jpg", "Caption": caption} for n in range(1, number + 1)]


def home(**fields: object) -> Listing:
    """An ordinary home; `fields` are standard fields that differ."""
    ordinary = {
        "ListingId": "24-1180", "ListPrice": "389900.0", "BedsTotal": 3, "BathsTotal": "2.5",
        "BuildingAreaTotal": "2140", "PropertyType": "A", "PropertySubType": "Single Family", "MlsStatus": "Active",
        "StandardStatus": "Active",
        "UnparsedFirstLineAddress": "1420 Elm Street", "City": "Fargo", "StateOrProvince": "ND", "PostalCode": "58102",
        "ListOfficeName": "Red River Realty", "ListAgentFirstName": "Jo", "ListAgentLastName": "Fields",
        "ListOfficePhone": "701-555-0187", "ModificationTimestamp": NOW.isoformat(), "Photos": pictures(2),
        "OnMarketDate": (NOW - timedelta(days=2)).isoformat(), "PublicRemarks": "Oak floors.\n\nA deep porch.",
    }  # fmt: skip
    return Listing.read(Fields({"Id": "20260101000000000000000000", "StandardFields": ordinary | fields}))


def page(*homes: Listing, number: int = 5) -> ListingPage:
    return ListingPage(homes, number, 27, 642)


OPEN = OpenHouse(
    "7", NOW + timedelta(hours=2), NOW + timedelta(hours=4), "Use the side door.", "https://live.example/7"
)
SHOWING = Showing(home(), OPEN, saved=True)
SHOWN = Showing(home(VOWAddressDisplayYN=False, Photos=[]), OpenHouse("8", NOW, None, None, None), over=True)
ASKING = Inquiry(Topic("tour", "1"), home(), Sender("Pat Olsen", "pat@example.com", "701-555-0101"), DANA, open=True)

LIKE = home(
    UnparsedFirstLineAddress="12 Oak Avenue", PostalCode="58103", ListPrice=401_000, Photos=[], OnMarketDate=None
)
PARTS = replace(
    ListingDetail(home(), {}),
    rooms=RoomTable(("Room", "Level"), (("Kitchen", "Main"), ("Bath", ""))),
    videos=(MediaLink(None, "https://vimeo.com/1", "Vimeo"),),
    documents=(MediaLink("Survey", "https://documents.example/1.pdf", "documents.example"),),
    closed_on=NOW,
)

SEARCHES = (
    SavedSearch("1", "Three bedrooms in Fargo", None, "City Eq 'Fargo' And BedsTotal Ge 3", modified=NOW),
    SavedSearch("2", "On the lakes", "With a lake to their name", provided=True),
    SavedSearch("3", "Acreages"),
)

SIGNED_OUT: dict[str, dict[str, Any]] = {
    "landing/landing.html": {
        "fixed_portal": None, "sign_in_host": "sparkplatform.com", "portal": "", "choice": None, "wanted": "/homes/1",
        "notice": "Please sign in to carry on.", "problem": None, "draft": None, "sign_in_options": (),
    },
    "sign_in/failed.html": {"failure": FAILURE, "again": "/", "reference": "K7QF"},
    "sign_in/leave.html": {"sign_in_host": "sparkplatform.com"},
    "sign_in/password.html": {
        "sign_in_host": "sparkplatform.com", "wanted": None, "draft": None,
        "problem": SimpleNamespace(words="Enter your name and your password.", typed=True),
    },
    "errors/error.html": {
        "title": "Gone", "advice": "Search on.", "reference": None, "retry": None, "gone": CARTS.all[0].listing_ids[0],
    },
    "agent/welcome.html": {"sign_in_host": "sparkplatform.com", "notice": None},
    "agent/agent.html": {
        "role": "agent", "account": Account("1", "Dana Lee", "Hawthorn Realty", None, None, None, "Prairie MLS"),
        "portal": Portal("1", "1", "danalee", "DanaLee", False, ("Address", "Phone")),
        "invitation": Invitation("danalee", "http://localhost/p/danalee", "https://sparkplatform.com/auth/vow/danalee"),
        "site": "http://localhost", "fixed_portal": "marcuswebb", "typed": "", "problem": None,
    },
}  # fmt: skip
LEGAL: dict[str, dict[str, Any]] = {
    "legal/privacy.html": {"idle_hours": 24, "absolute_days": 30, "typed_at": "sparkplatform.com"},
    "legal/terms.html": {"sentences": ACKNOWLEDGEMENTS, "version": VERSION},
    "legal/copyright.html": {"contact": "dana@example.com"},
    "legal/accessibility.html": {},
}
SIGNED_OUT |= LEGAL
SIGNED_IN: dict[str, dict[str, Any]] = {
    **LEGAL,
    "legal/agree.html": {"wanted": "/homes/1", "problem": "Check the box.", "sentences": ACKNOWLEDGEMENTS},
    "home/home.html": {
        "searches": SEARCHES,
        "new": {"1": 3, "2": 0},
        "total": 642,
        "sections": dict.fromkeys(("picked", "saved", "open_soon", "newest", "viewed"), (home(),)) | {"saved": None},
    },
    "saved_searches/saved_searches.html": {
        "rows": [
            Row(search, ("Fargo", "3+ beds") if search.filter else (), f"/searches/{search.id}") for search in SEARCHES
        ],
        "new": {"1": 3, "2": 0},
    },
    "saved_searches/results.html": {
        "row": Row(SEARCHES[1], (), "/searches/2"),
        "search_form": SearchForm(),
        "found": Results(page(home()), 642, hidden=2),
        "only_new": False,
    },
    "saved_searches/create.html": {
        "search_form": SearchForm(SearchCriteria(open_house=7)),
        "words": ("open house in the next 7 days",),
        "typed": "Fargo",
        "count": 1,
        "problem": "Enter a name for this search.",
    },
    "saved_searches/rename.html": {"search": SEARCHES[0], "typed": "Fargo", "problem": None},
    "saved_searches/delete.html": {"search": SEARCHES[0]},
    "saved_searches/not_found.html": {},
    "saved/saved.html": {
        "answered": True,
        "tabs": TABS,
        "tab": TABS[0],
        "sort": "recent",
        "sorts": SORTS,
        "targets": TABS[1:],
        "cart_page": CartPage(page(home(), number=1), ("20260101000000000000000009",)),
        "undone": {"home": "1", "do": "save"},
    },
    "open_houses/open_houses.html": {
        "agenda": Agenda((Day(NOW.date(), (SHOWING, SHOWN)),), 80, 75),
        "of_which": "saved",
        "choices": {"all": "All homes", "saved": "Saved homes"},
    },
    "contact/contact.html": {
        "inquiry": ASKING,
        "form": ContactForm("Is it open?", "phone", "7", "Dana Lee"),
        "problem": Problem(422, fields={"message": "Write a little more.", "phone": "Enter a phone number."}),
    },
    "contact/sent.html": {"inquiry": ASKING, "copy": {"to": "Dana Lee", "message": "Is it open?\n\nThank you."}},
    "search/search.html": {
        "search_form": SearchForm(),
        "found": Results(page(home()), 642),
        "page": page(home()),
        "place": None,
    },
    "listing/listing.html": {
        "home": home(),
        "parts": PARTS,
        "groups": (FieldGroup("Building", (Fact("Roof", "Metal"), Fact("Taxes", Decimal(4212)), Fact("Listed", NOW))),),
        "place": draw([home(Latitude=46.87, Longitude=-96.79), home(Latitude=46.88, Longitude=-96.8)]),
        "events": (HistoryEvent(NOW, "Price changed", Decimal(404_900), Decimal(410_000)),),
        "similar": Similar("Fargo", Decimal(331_415), Decimal(448_385), "/search?place=Fargo", (LIKE,)),
        "mortgage": estimate(replace(PARTS, listing=home()), "Residential", {"rate": "x"}),
        "back_link": BackLink("/search?page=5", "2", "3"),
        "address": "http://localhost/homes/1",
    },
    "account/account.html": {
        "this": HERE,
        "others": [HERE],
        "idle_hours": 24,
        "absolute_days": 30,
        "agreed": NOW,
        "flexmls": ("sparkplatform.com", "https://sparkplatform.com"),
    },
    "sign_in/failed.html": SIGNED_OUT["sign_in/failed.html"],
    "sign_in/leave.html": SIGNED_OUT["sign_in/leave.html"],
    "errors/error.html": SIGNED_OUT["errors/error.html"],
    "agent/welcome.html": SIGNED_OUT["agent/welcome.html"],
}
SCREENS = [(name, False) for name in SIGNED_OUT] + [(name, True) for name in SIGNED_IN]


def render(
    name: str, *, signed_in: bool = True, context: PageContext = CONTEXT, brand: Brand = BRAND, **values: Any
) -> str:
    templates = Environment(loader=FileSystemLoader(ROOT / "templates"), undefined=StrictUndefined, autoescape=True)
    templates.trim_blocks = templates.lstrip_blocks = True
    templates.filters.update(FILTERS)
    templates.globals.update(
        brand=brand, sample_data=True, workshop=False, asset="/static/{}".format, url_for=_address,
        attribution_lines=attribution_lines, page_time=lambda: NOW, flashes=lambda: [UNDONE],
        save_form=lambda: SaveForm.of(CARTS if signed_in else None, "/saved", "/search"),
    )  # fmt: skip
    role = "consumer" if signed_in else None
    context = context if signed_in else PageContext()
    around = {
        "signed_in": signed_in,
        "role": role,
        "context": context,
        "agent": context.agent or brand.agent,
        "carts": CARTS if signed_in else None,
    }
    others = {"other_agents": context.other_agents}
    screens = SIGNED_IN if signed_in else SIGNED_OUT
    given = around | others | screens[name] | values
    templates.globals["csrf_token"] = (lambda: "a-token") if given["role"] else None
    return templates.get_template(name).render(given)


def _address(endpoint: str, **values: object) -> str:
    return f"/{endpoint}?{urlencode({key: value for key, value in values.items() if value is not None})}"


def seen(html: str) -> str:
    """The words of the page, one space between them."""
    return " ".join(BeautifulSoup(html, "html.parser").get_text(" ").split())
