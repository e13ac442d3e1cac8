"""Lesson 7: are these the settings of a portal of one's own? The portal's own rules read them."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import urlsplit

from bs4 import BeautifulSoup

from app import create_app
from app.config import LOOPBACK, Settings, is_email_address, try_load
from tests.conftest import SECRET

OURS = {"", "VOW Portal", "Hawthorn & Lee"}
READABLE = 4.5
"""The contrast of text that WCAG 2.2 asks for (1.4.3)."""


def test_the_rules_of_the_portal_find_no_fault(work: Path) -> None:
    _, faults = try_load(_env_file=file(work))
    assert not faults, f"The portal says: {faults[0]}\n({len(faults)} to go, as far as one can see by now)"


def test_it_runs_on_spark_and_not_on_the_sandbox(work: Path) -> None:
    given, _ = try_load(_env_file=file(work))
    assert given, "The settings cannot be read."
    assert not given.sandbox, "SPARK_CLIENT_ID is blank: without one the sandbox stands in for Spark."


def test_spark_sends_visitors_back_to_this_site(work: Path) -> None:
    address = given(work).redirect_uri
    parts = urlsplit(address)
    assert (parts.scheme, parts.path) == ("https", "/auth/callback"), (
        "SPARK_REDIRECT_URI: take https:// and your host name, then /auth/callback."
    )
    assert parts.hostname not in LOOPBACK, "SPARK_REDIRECT_URI: visitors need a name that leads to your site."


def test_the_brand_is_its_own(work: Path) -> None:
    said = given(work)
    assert said.brand_name not in OURS, "BRAND_NAME: what do visitors see at the top of each page?"
    assert said.brokerage_name, "BROKERAGE_NAME: whose firm runs this site? It stands at the foot of each page."


def test_the_color_stays_as_it_is_and_can_be_read(work: Path) -> None:
    color = given(work).brand_color
    assert re.fullmatch("#[0-9a-fA-F]{6}", color), "BRAND_COLOR: write it as # and six digits, such as #7a3b2e."
    found = contrast_with_white(color)
    assert found >= READABLE, (
        f"BRAND_COLOR: white text on {color} has a contrast of {found:.1f} : 1, and {READABLE} : 1 is the least.\n"
        "Take a darker one; the portal would darken it for you, and then it is not yours any more."
    )


def test_visitors_can_reach_their_agent(work: Path) -> None:
    said = given(work)
    assert said.agent_name, "AGENT_NAME: who answers?"
    assert said.agent_email or said.agent_phone, "AGENT_EMAIL or AGENT_PHONE: how do visitors reach their agent?"
    assert is_email_address(said.agent_email or "a@example.com"), (
        f"AGENT_EMAIL: {said.agent_email} is no e-mail address."
    )


def test_the_first_page_leads_to_the_portal_of_the_agent(work: Path, sqlite_url: str) -> None:
    said, faults = try_load(_env_file=file(work), database_url=sqlite_url, secret_key=SECRET)
    assert not faults, "This can be tried once the portal would start."
    assert said, "This can be tried once the portal would start."
    assert said.spark_portal, "SPARK_PORTAL: with the name of your agent's portal, visitors are asked no question."
    app = create_app(said)
    landing = BeautifulSoup(app.test_client().get("/", base_url=said.site).text, "html.parser")
    app.extensions["database"].engine.dispose()
    assert said.brand_name in landing.get_text(), "The first page should show BRAND_NAME."
    assert landing.select_one(f"form input[name=portal][value='{said.spark_portal}']"), (
        "The first page should lead to the portal that SPARK_PORTAL names."
    )


def file(work: Path) -> Path:
    path = work / "my-portal.env"
    assert path.exists(), f"exercises/{work.name}/my-portal.env is not there. Did you rename it?"
    return path


def given(work: Path) -> Settings:
    """What the file says, without the names that the sandbox lends to a portal that has none."""
    said, faults = try_load(_env_file=file(work), spark_client_id="anything")
    assert said, f"The settings cannot be read: {faults[0]}"
    return said


def contrast_with_white(color: str) -> float:
    """From 1 for white to 21 for black: https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio."""
    red, green, blue = (linear(int(color[place : place + 2], 16) / 255) for place in (1, 3, 5))
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)


def linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)
