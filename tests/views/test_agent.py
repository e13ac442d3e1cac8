"""GET /agent: who is signed in, their portal, what to set and what to hand out; over HTTP against the sandbox."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
import segno

from app.spark.accounts import Account, Portal
from app.spark.fields import Fields
from app.views.agent import Invitation
from tests.conftest import Start
from tests.screens import render, seen
from tests.servers import Server, Visitor
from tests.views.agents import dana, iris, sign_in

__all__ = ["dana", "iris"]


def change_portal(sandbox: Server, **changed: Any) -> None:
    portals = sandbox.app.extensions["sandbox"].portals
    portals["danalee"] = replace(portals["danalee"], **changed)


def test_a_visitor_is_told_what_the_page_is_for(visitor: Visitor) -> None:
    visitor.get("/")
    visitor.get(str(visitor.soup.select("footer a")[-1]["href"]))
    assert "see your flexmls portal or make one" in visitor.text("main")
    assert [button.get_text(strip=True) for button in visitor.soup.select("main button")] == ["Sign in as an agent"]
    visitor.get("/agent?ended=1")
    assert "flexmls has ended your sign-in" in visitor.text(".notice")


def test_a_consumer_is_told_that_their_sign_in_will_be_replaced(visitor: Visitor) -> None:
    visitor.sign_in()
    visitor.get("/agent")
    assert "signed in as Pat Olsen just now. Signing in as an agent replaces that" in visitor.text(".notice")
    assert "For agents" not in visitor.text("footer")


def test_an_agent_sees_who_they_are_and_what_to_set(dana: Visitor, portal: Server, sandbox: Server) -> None:
    assert dana.path == "/agent"
    for words in ("Dana Lee", "Hawthorn Realty", "Prairie MLS", "701-555-0142", "dana@example.com"):
        assert words in dana.text("main .agent")
    assert dana.text("main .rest section") == "DanaLee On To register, your clients must also give: Address, Phone."
    codes = [code.get_text() for code in dana.soup.select("main code")]
    assert codes == ["SPARK_PORTAL=danalee", f"{portal.url}/p/danalee", f"{sandbox.url}/auth/vow/danalee"]
    assert "Dana Lee" in dana.text("header .menu")
    assert not dana.soup.select("header nav")


def test_a_portal_may_require_nothing(visitor: Visitor) -> None:
    sign_in(visitor, "Marcus")
    assert "You require nothing extra" in visitor.text("main .rest section")


def test_a_portal_may_be_off(visitor: Visitor, sandbox: Server) -> None:
    change_portal(sandbox, enabled=False)
    sign_in(visitor, "Dana")
    assert visitor.text("main .tag") == "Off"
    assert "switched off in flexmls" in visitor.text("main .notice")


@pytest.mark.parametrize(
    ("fixed", "said"),
    [("danalee", "Done: everybody who signs in"), ("marcuswebb", "set to another portal, marcuswebb")],
)
def test_an_agent_is_told_which_portal_the_site_is_set_to(fixed: str, said: str, start_portal: Start) -> None:
    visitor = Visitor(start_portal(spark_portal=fixed).url)
    assert said in sign_in(visitor, "Dana").text("main")


def test_the_code_says_the_link_and_stays_dark_on_white(dana: Visitor, portal: Server) -> None:
    size, _ = segno.make_qr(f"{portal.url}/p/danalee", error="m").symbol_size(border=4)
    drawing = dana.soup.select_one("[role=img] svg")
    assert drawing
    assert f"{portal.url}/p/danalee" in str(dana.soup.select("[role=img]")[0]["aria-label"])
    assert drawing["viewbox"] == f"0 0 {size} {size}"
    ground, modules = drawing.select("path")
    assert (ground["fill"], ground["d"], modules["stroke"]) == ("#fff", f"M0 0h{size}v{size}h-{size}z", "#000")
    expected = segno.make_qr(f"{portal.url}/p/danalee", error="m").svg_inline(border=4)
    assert f'd="{modules["d"]}"' in expected


def test_the_code_can_be_taken_along(dana: Visitor) -> None:
    shown = str(dana.soup.select("[role=img] path")[1]["d"])
    file = dana.get(str(dana.soup.select("a[download]")[0]["href"]))
    assert file.text.startswith('<svg xmlns="http://www.w3.org/2000/svg"')
    assert shown in file.text
    assert file.headers["Content-Type"].startswith("image/svg+xml")
    assert file.headers["Content-Disposition"] == "attachment; filename=portal-danalee.svg"
    assert file.headers["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("name", ["Dana Lee", "danalee/../evil", "", '"><script>'])
def test_a_name_that_fits_no_address_becomes_none(name: str, visitor: Visitor, sandbox: Server) -> None:
    change_portal(sandbox, name=name)
    sign_in(visitor, "Dana")
    assert "cannot be part of a link" in visitor.text("main .notice")
    assert not visitor.soup.select("main code, main svg, main a[href]")
    assert len(visitor.soup.select("script")) == 1
    assert visitor.get("/agent/card.svg").status_code == 404


def test_only_a_site_of_this_machine_is_said_to_be_one() -> None:
    public = Invitation("danalee", "https://homes.example/p/danalee", "https://sparkplatform.com/auth/vow/danalee")
    assert "works only on this machine" in seen(render("agent/agent.html", signed_in=False))
    assert "works only on" not in seen(render("agent/agent.html", signed_in=False, invitation=public))


def test_an_agent_without_a_portal_has_no_card(iris: Visitor) -> None:
    assert iris.get("/agent/card.svg").status_code == 404


def test_what_spark_does_not_say_of_an_agent_is_left_out() -> None:
    emails = [{"Address": "home@example.com"}, {"Address": "office@example.com", "Primary": True}]
    found = Account.read(Fields({"Name": "Jo Fields", "Emails": emails, "Phones": [{"Number": "1"}]}))
    assert (found.email, found.phone, found.office, found.photo) == ("office@example.com", "1", None, None)
    nothing = Portal.read(Fields({"Name": "jo", "RequiredFields": ["Phone", None, 3]}))
    assert (nothing.display_name, nothing.enabled, nothing.required_fields) == ("jo", True, ("Phone",))
    nobody = Account.read(Fields({}))
    for portal in (None, nothing):
        html = render("agent/agent.html", signed_in=False, account=nobody, portal=portal, invitation=None)
        assert "None" not in seen(html)
