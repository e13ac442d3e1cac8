"""Asking the agent: a form on this site, a letter in the agent's mailbox."""

from __future__ import annotations

import re

import pytest

from sandbox.homes import QUIRKS
from tests.auth.conftest import Misbehave, misbehave
from tests.conftest import Start
from tests.fake_smtp import FakeSmtp
from tests.servers import Visitor
from tests.views.contact import HOME, TEXT, Asking, asking, body, only, pat, send, sending_by, smtp

__all__ = ["asking", "misbehave", "pat", "smtp"]


def test_the_page_names_who_answers_and_about_which_home(pat: Visitor) -> None:
    pat.get(HOME)
    assert pat.h1 == "Ask Dana Lee"
    assert "Hawthorn Realty" in pat.text("main .panel")
    assert "701-555-0142" in pat.text("main .panel")
    assert "$1,395,000" in pat.text("main .about")
    assert "Listing office: " in pat.text("main .about")
    assert "Pat Olsen" in pat.text("main form")
    assert "pat@example.com" in pat.text("main form")
    assert pat.soup.select("#phone")[0]["value"] == "701-555-0163"


def test_a_question_reaches_the_agent_and_can_be_replied_to(pat: Visitor, smtp: FakeSmtp) -> None:
    pat.get(HOME)
    street = pat.text("main .about a")
    send(pat)
    letter = only(smtp)
    assert smtp.envelopes[0].rcpt_tos == ["dana@hawthorn.example"]
    assert letter["Reply-To"] == "Pat Olsen <pat@example.com>"
    assert re.fullmatch(rf"Question: {re.escape(street)} · MLS #\S+", letter["Subject"])
    for part in (
        TEXT,
        f"{pat.home}/homes/{QUIRKS['million']}",
        "Pat Olsen",
        "701-555-0163",
        "Please answer by e-mail.",
    ):
        assert part in body(letter)


def test_the_visitor_gets_a_copy_once(pat: Visitor) -> None:
    send(pat)
    assert pat.answers[-2].status_code == 303
    assert "on its way to Dana Lee" in pat.h1
    assert "Is the garage heated?" in pat.text("main blockquote")
    assert pat.soup.select_one(f"main a[href='/homes/{QUIRKS['million']}']")
    pat.get(pat.page.url)
    assert "Is the garage heated?" not in pat.page.text
    assert "on its way" in pat.h1


def test_one_can_ask_in_general(pat: Visitor, smtp: FakeSmtp) -> None:
    send(pat, address="/ask")
    assert only(smtp)["Subject"] == "Question: from Pat Olsen"
    assert "/homes/" not in body(only(smtp))


def test_a_tour_tells_of_the_written_agreement_first(pat: Visitor, smtp: FakeSmtp) -> None:
    pat.get(f"{HOME}&about=tour")
    assert pat.h1 == "Request a tour"
    assert "written agreement" in pat.text("main")
    pat.press("Send to", message="Saturday at ten?")
    assert only(smtp)["Subject"].startswith("Tour request: ")


def test_a_problem_with_a_listing_can_be_reported(pat: Visitor, smtp: FakeSmtp) -> None:
    send(pat, "The photos are of another home.", f"{HOME}&about=problem")
    assert only(smtp)["Subject"].startswith("Problem with a listing: ")


def test_an_answer_by_phone_is_asked_for_with_the_number(pat: Visitor, smtp: FakeSmtp) -> None:
    send(pat, reply="phone", phone="(701) 555-0101 ext 4")
    assert "Please answer by phone." in body(only(smtp))
    assert "Phone: (701) 555-0101 ext 4" in body(only(smtp))


@pytest.mark.parametrize("quirk", ["withheld_address", "withheld_but_sent"])
def test_a_withheld_address_is_neither_on_the_page_nor_in_the_letter(quirk: str, pat: Visitor, smtp: FakeSmtp) -> None:
    send(pat, address=f"/ask?home={QUIRKS[quirk]}")
    letter = only(smtp)
    assert re.fullmatch(r"Question: MLS #\S+", letter["Subject"])
    assert "Address withheld at the seller’s request" in body(letter)


def test_a_home_of_which_everything_is_masked_can_be_asked_about(pat: Visitor, smtp: FakeSmtp) -> None:
    send(pat, address=f"/ask?home={QUIRKS['every_field_masked']}")
    assert "**" not in str(only(smtp)["Subject"]) + body(only(smtp)) + pat.page.text


@pytest.mark.parametrize("home", ["20990101000000000000000000", "../../x", "1&about=evil"])
def test_a_home_that_is_not_there_does_not_keep_one_from_asking(home: str, pat: Visitor, smtp: FakeSmtp) -> None:
    send(pat, address=f"/ask?home={home}")
    assert body(only(smtp)).endswith(f"{TEXT}\n")


def test_an_outage_of_spark_does_not_keep_one_from_asking(pat: Visitor, smtp: FakeSmtp, misbehave: Misbehave) -> None:
    misbehave("api", "503", path="/v1/listings", times=9)
    send(pat)
    assert f"{pat.home}/homes/{QUIRKS['million']}" in body(only(smtp))


def test_another_agent_than_the_one_named_gets_nothing_unseen(pat: Visitor, smtp: FakeSmtp) -> None:
    send(pat, to="Marcus Webb")
    assert pat.page.status_code == 409
    assert "Dana Lee answers here now" in pat.text(".summary")
    pat.press("Send to", message=TEXT)
    assert "on its way to Dana Lee" in pat.h1


def test_an_agent_of_another_name_than_the_site_s_gets_it_where_spark_says(asking: Asking, smtp: FakeSmtp) -> None:
    sam = asking("Sam", None, "Marcus")
    send(sam)
    assert sam.h1 == "Your message is on its way to Marcus Webb"
    assert smtp.envelopes[0].rcpt_tos == ["marcus@example.com"]


def test_the_agent_of_a_site_for_one_portal_gets_it_where_the_site_says(start_portal: Start, smtp: FakeSmtp) -> None:
    site = {"spark_portal": "danalee", "agent_email": "office@hawthorn.example", "agent_name": "The team"}
    portal = start_portal(**sending_by(smtp), **site)
    visitor = Visitor(portal.url)
    visitor.get("/")
    for button in ("Sign in to", "Pat", "Allow"):
        visitor.press(button)
    send(visitor)
    assert smtp.envelopes[0].rcpt_tos == ["office@hawthorn.example"]


def test_a_consumer_of_whom_nothing_is_known_is_answered_by_phone(
    pat: Visitor, smtp: FakeSmtp, misbehave: Misbehave
) -> None:
    for path in ("/v1/consumers/me", "/v1/my/contact"):
        misbehave("api", "503", path=path, times=20)
    sam = Visitor(pat.home)
    sam.sign_in("Sam", "danalee")
    send(sam)
    assert sam.page.status_code == 422
    assert not sam.soup.select("#by-email")
    sam.press("Send to", message=TEXT, phone="701-555-0199")
    letter = only(smtp)
    assert letter["Reply-To"] is None
    assert "a reply to this message does not reach them" in body(letter)
    assert "Phone: 701-555-0199" in body(letter)
