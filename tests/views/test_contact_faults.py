"""What keeps a message from being sent, and that none of it is lost then."""

from __future__ import annotations

import io
import re
from concurrent.futures import ThreadPoolExecutor

import pytest

from app import mail
from app.spark import accounts
from sandbox.homes import QUIRKS
from tests.conftest import Start
from tests.fake_smtp import FakeSmtp
from tests.servers import Visitor, free_port
from tests.views.contact import HOME, TEXT, Asking, asking, body, only, pat, send, smtp

__all__ = ["asking", "pat", "smtp"]


WRONG = [
    ({"message": "   short  "}, "ten characters"),
    ({"message": "x" * 4001}, "4,001 characters"),
    ({"reply": "phone", "phone": "+++ --- +++"}, "phone number"),
    ({"reply": "phone", "phone": "701-555-0142<script>"}, "phone number"),
]


@pytest.mark.parametrize(("typed", "words"), WRONG)
def test_what_is_wrong_is_said_beside_the_field_and_nothing_is_lost(
    typed: dict[str, str], words: str, pat: Visitor, smtp: FakeSmtp
) -> None:
    pat.get(HOME)
    pat.press("Send to", **{"message": TEXT} | typed)
    assert pat.page.status_code == 422
    assert pat.text("title").startswith("Error: ")
    assert words in pat.text("main .summary")
    field = pat.soup.select("main [aria-invalid]")[0]
    assert pat.soup.select_one(f".summary a[href='#{field['id']}']")
    assert words in pat.text(f"#{field['aria-describedby']}")
    assert pat.text("#message") == " ".join((typed.get("message") or TEXT).split())
    assert smtp.envelopes == []


def test_markup_is_shown_as_it_was_typed(pat: Visitor, smtp: FakeSmtp) -> None:
    evil = "</textarea><script>alert(1)</script> {{7*7}} is my question"
    send(pat, evil)
    assert pat.text("blockquote") == evil
    assert not pat.soup.select("blockquote script")
    assert evil in body(only(smtp))


def test_a_message_may_be_as_long_as_it_says(pat: Visitor, smtp: FakeSmtp) -> None:
    send(pat, "Ж\n" * 2000)
    assert "on its way" in pat.h1
    assert body(only(smtp)).count("Ж") == 2000


@pytest.mark.parametrize("refusal", ["550 no such person", "451 later"])
def test_a_refused_letter_is_told_calmly_with_the_text_and_the_phone(
    refusal: str, pat: Visitor, smtp: FakeSmtp, log: io.StringIO
) -> None:
    smtp.refusal = refusal
    send(pat)
    assert pat.page.status_code == 502
    assert "is not sent yet" in pat.text(".summary")
    assert "701-555-0142" in pat.text(".summary")
    assert pat.text("#message") == " ".join(TEXT.split())
    smtp.refusal = ""
    pat.press("Send to", message=TEXT)
    assert "on its way" in pat.h1
    assert "was not sent: SMTPDataError" in log.getvalue()


def test_a_server_that_is_away_is_told_calmly(asking: Asking) -> None:
    visitor = asking(smtp_port=str(free_port()))
    send(visitor)
    assert visitor.page.status_code == 502


def test_nothing_of_a_message_is_in_the_log(pat: Visitor, smtp: FakeSmtp, log: io.StringIO) -> None:
    send(pat)
    smtp.refusal = "550 Is the garage heated?"
    send(pat, "Another message about the garage.")
    assert "garage" not in log.getvalue()
    assert "555-0163" not in log.getvalue()


def test_the_button_pressed_twice_sends_once(pat: Visitor, smtp: FakeSmtp) -> None:
    pat.get(HOME)
    token = str(pat.soup.select("main input[name=csrf_token]")[0]["value"])
    typed = {"csrf_token": token, "to": "Dana Lee", "message": TEXT}

    def press(_: int) -> int:
        return pat.http.post(pat.home + HOME, typed, allow_redirects=False).status_code

    with ThreadPoolExecutor(4) as pool:
        assert set(pool.map(press, range(4))) == {303}
    assert len(smtp.envelopes) == 1


def test_both_presses_of_the_button_learn_of_a_failure(pat: Visitor, smtp: FakeSmtp) -> None:
    smtp.refusal = "451 later"
    pat.get(HOME)
    token = str(pat.soup.select("main input[name=csrf_token]")[0]["value"])
    typed = {"csrf_token": token, "to": "Dana Lee", "message": TEXT}
    with ThreadPoolExecutor(2) as pool:
        answers = pool.map(lambda _: pat.http.post(pat.home + HOME, typed).status_code, range(2))
    assert set(answers) == {502}


def test_the_sixth_message_in_ten_minutes_has_to_wait(pat: Visitor, smtp: FakeSmtp) -> None:
    for turn in range(5):
        send(pat, f"This is message number {turn}.")
    send(pat, "This is one too many.")
    assert pat.page.status_code == 429
    assert 0 < int(pat.page.headers["Retry-After"]) <= 600
    assert re.search(r"next one in about \d+ minutes", pat.text(".summary"))
    assert pat.text("#message") == "This is one too many."
    assert len(smtp.envelopes) == 5


def test_one_person_s_haste_holds_nobody_else_back(pat: Visitor, asking: Asking, smtp: FakeSmtp) -> None:
    for turn in range(6):
        send(pat, f"This is message number {turn}.")
    sam = Visitor(pat.home)
    sam.sign_in("Sam", "danalee")
    send(sam)
    assert "on its way" in sam.h1


def test_a_sign_in_that_ended_meanwhile_loses_no_text(pat: Visitor, smtp: FakeSmtp) -> None:
    pat.get(HOME)
    form = pat.page
    pat.http.cookies.clear()
    pat.page = form
    pat.press("Send to", message=TEXT, reply="phone")
    assert pat.page.status_code == 403
    assert "What you had typed is kept" in pat.text("main")
    pat.press("Continue", to="portal", portal="danalee")
    pat.press("Pat")
    pat.press("Allow")
    assert pat.path == "/ask"
    assert pat.text("#message") == " ".join(TEXT.split())
    assert pat.soup.select("#by-phone[checked]")
    assert smtp.envelopes == []


def test_a_form_from_before_another_sign_in_loses_no_text(pat: Visitor, smtp: FakeSmtp) -> None:
    pat.get(HOME)
    form = pat.page
    pat.http.cookies.clear()
    pat.sign_in()
    pat.page = form
    pat.press("Send to", message=TEXT)
    assert pat.page.status_code == 400
    pat.get(HOME)
    assert pat.text("#message") == " ".join(TEXT.split())


def test_a_form_without_its_token_is_refused(pat: Visitor, smtp: FakeSmtp) -> None:
    pat.get(HOME)
    pat.post(HOME, {"message": TEXT, "to": "Dana Lee"}, headers={"Origin": "https://evil.example"})
    assert pat.page.status_code == 400
    pat.get(HOME)
    assert pat.text("#message") == ""
    assert smtp.envelopes == []


@pytest.fixture
def no_mail(pat: Visitor, monkeypatch: pytest.MonkeyPatch) -> Visitor:
    """At a site in production that has no mail server."""
    monkeypatch.setattr(mail, "enabled", lambda _settings: False)
    return pat


def test_a_site_that_sends_no_mail_offers_phone_and_address(no_mail: Visitor, smtp: FakeSmtp) -> None:
    no_mail.get(HOME)
    assert not no_mail.soup.select("main form")
    assert no_mail.soup.select("main a[href='tel:7015550142']")
    assert no_mail.soup.select("main a[href='mailto:dana@hawthorn.example']")


def test_what_is_sent_there_all_the_same_is_not_lost(no_mail: Visitor, smtp: FakeSmtp) -> None:
    no_mail.get("/account")
    token = str(no_mail.soup.select("input[name=csrf_token]")[0]["value"])
    no_mail.post(HOME, {"csrf_token": token, "message": TEXT, "to": "Dana Lee"})
    assert no_mail.page.status_code == 503
    assert "Is the garage heated?" in no_mail.text("main")
    assert smtp.envelopes == []


def test_without_a_mail_server_in_development_the_letter_is_printed(
    start_portal: Start, capsys: pytest.CaptureFixture[str]
) -> None:
    visitor = Visitor(start_portal().url)
    visitor.sign_in()
    send(visitor)
    assert "on its way" in visitor.h1
    assert capsys.readouterr().out.count("Is the garage heated?") == 1


def left_behind(pat: Visitor) -> str:
    """Opens the form and sends it without its token, so that its text is kept; the token."""
    pat.get(HOME)
    token = str(pat.soup.select("main input[name=csrf_token]")[0]["value"])
    assert pat.post(HOME, {"message": TEXT}, headers={"Sec-Fetch-Site": "same-origin"}).status_code == 400
    return token


def test_what_was_typed_about_one_home_is_not_offered_about_another(pat: Visitor) -> None:
    left_behind(pat)
    pat.get(f"/ask?home={QUIRKS['land']}")
    assert pat.text("#message") == ""
    pat.get(HOME)
    assert pat.text("#message") == " ".join(TEXT.split())


def test_a_message_that_arrived_at_last_is_not_offered_again(pat: Visitor) -> None:
    token = left_behind(pat)
    pat.post(HOME, {"csrf_token": token, "message": TEXT, "to": "Dana Lee"})
    assert "on its way" in pat.h1
    pat.get(HOME)
    assert pat.text("#message") == ""


def test_a_phone_number_is_one_short_line_whatever_is_typed(pat: Visitor, smtp: FakeSmtp) -> None:
    send(pat, phone="701-555-0101\n\nDana, call\n" + "9" * 5000)
    assert f"Phone: 701-555-0101 Dana, call {'9' * 16}\n" in body(only(smtp))


def test_to_look_at_the_page_after_a_message_leaves_its_copy_there(pat: Visitor) -> None:
    pat.get(HOME)
    after = pat.press("Send to", False, message=TEXT).headers["Location"]
    pat.http.head(pat.home + after)
    pat.get(after)
    assert "Is the garage heated?" in pat.text("main blockquote")


def test_a_consumer_whose_address_mail_does_not_take_still_asks(
    asking: Asking, smtp: FakeSmtp, monkeypatch: pytest.MonkeyPatch
) -> None:
    odd = accounts.Consumer("1", "Pat Olsen", "pat..olsen@docomo.example")
    monkeypatch.setattr(accounts, "fetch_consumer", lambda _spark: odd)
    send(asking())
    assert only(smtp)["Reply-To"] is None
    assert "E-mail: pat..olsen@docomo.example" in body(only(smtp))
