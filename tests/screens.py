"""Every screen, rendered from made values as the portal renders it, but with an error for each value not given."""

from __future__ import annotations

from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from bs4 import BeautifulSoup
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from app.formats import FILTERS
from app.look import Brand
from app.pages.account import Place
from app.pages.agent import Invitation
from app.pages.frame import Frame
from app.settings import ROOT
from app.spark.fields import Fields
from app.spark.listing import Listing
from app.spark.listings import Page
from app.spark.people import Agent, Consumer, Contact
from app.spark.portal import Account, Portal
from app.spark.system import System

NOW = datetime(2026, 11, 24, 9, 14, tzinfo=ZoneInfo("America/Chicago"))
BRAND = Brand("Hawthorn & Lee", "#336699", None, "Dana Lee", "dana@example.com", "701-555-0142", "Hawthorn Realty")
DANA = Agent("1", "Dana Lee", "Hawthorn Realty", "dana@example.com", "701-555-0142", None)
PAT = Contact("1", "Pat Olsen", "Pat", None)
FRAME = Frame(
    Consumer("1", "Pat Olsen", "pat@example.com"),
    PAT,
    DANA,
    (DANA,),
    System("Prairie MLS", "1", "America/Chicago", "Not guaranteed.\n\n© Prairie MLS"),
    {"A": "Residential"},
)
SORTS = {"newest": "Newest first", "price": "Price, low to high"}
HERE = Place("a-handle", "Firefox on Windows", NOW - timedelta(days=3), NOW, NOW + timedelta(days=27))
FAILURE = SimpleNamespace(title="Sign-in did not finish", what="It took too long.", advice="Start again.", again=True)


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


def page(*homes: Listing, number: int = 5) -> Page:
    return Page(homes, number, 27, 642)


SIGNED_OUT: dict[str, dict[str, Any]] = {
    "landing/landing.html": {
        "fixed_portal": None, "sign_in_host": "sparkplatform.com", "portal": "", "choice": None, "wanted": "/homes/1",
        "notice": "Please sign in to carry on.", "problem": None, "draft": None, "password_grant": False,
    },
    "sign_in/failed.html": {"failure": FAILURE, "again": "/", "reference": "K7QF"},
    "sign_in/leave.html": {"sign_in_host": "sparkplatform.com"},
    "sign_in/password.html": {
        "sign_in_host": "sparkplatform.com", "wanted": None, "draft": None,
        "problem": SimpleNamespace(words="Enter your name and your password.", typed=True),
    },
    "errors/error.html": {"title": "Gone", "advice": "Search on.", "reference": None, "retry": None},
    "agent/welcome.html": {"sign_in_host": "sparkplatform.com", "notice": None},
    "agent/agent.html": {
        "role": "agent", "account": Account("1", "Dana Lee", "Hawthorn Realty", None, None, None, "Prairie MLS"),
        "portal": Portal("1", "1", "danalee", "DanaLee", False, ("Address", "Phone")),
        "invitation": Invitation("danalee", "http://localhost/p/danalee", "https://sparkplatform.com/auth/vow/danalee"),
        "site": "http://localhost", "fixed_portal": "marcuswebb", "typed": "", "problem": None,
    },
}  # fmt: skip
SIGNED_IN: dict[str, dict[str, Any]] = {
    "home/home.html": {"newest": page(home(), number=1)},
    "search/search.html": {"page": page(home()), "sort": "newest", "sorts": SORTS},
    "listing/listing.html": {"home": home(), "back": "/search?page=5"},
    "account/account.html": {
        "this": HERE,
        "others": [HERE],
        "idle_hours": 24,
        "absolute_days": 30,
        "ended": True,
        "flexmls": ("sparkplatform.com", "https://sparkplatform.com"),
    },
    "sign_in/failed.html": SIGNED_OUT["sign_in/failed.html"],
    "sign_in/leave.html": SIGNED_OUT["sign_in/leave.html"],
    "errors/error.html": SIGNED_OUT["errors/error.html"],
    "agent/welcome.html": SIGNED_OUT["agent/welcome.html"],
}
SCREENS = [(name, False) for name in SIGNED_OUT] + [(name, True) for name in SIGNED_IN]


def render(
    name: str, *, signed_in: bool = True, frame: Frame | None = FRAME, brand: Brand = BRAND, **values: Any
) -> str:
    templates = Environment(loader=FileSystemLoader(ROOT / "templates"), undefined=StrictUndefined, autoescape=True)
    templates.trim_blocks = templates.lstrip_blocks = True
    templates.filters.update(FILTERS)
    templates.globals.update(brand=brand, sample_data=True, asset="/static/{}".format, url_for=_address)
    role = "consumer" if signed_in else None
    around = {"signed_in": signed_in, "role": role, "frame": frame if signed_in else None, "page_time": NOW}
    others = {"other_agents": frame.others if frame and signed_in else ()}
    screens = SIGNED_IN if signed_in else SIGNED_OUT
    given = around | others | screens[name] | values
    templates.globals["csrf_token"] = (lambda: "a-token") if given["role"] else None
    return templates.get_template(name).render(given)


def _address(endpoint: str, **values: object) -> str:
    return f"/{endpoint}?{urlencode({key: value for key, value in values.items() if value is not None})}"


def seen(html: str) -> str:
    """The words of the page, one space between them."""
    return " ".join(BeautifulSoup(html, "html.parser").get_text(" ").split())
