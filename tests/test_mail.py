"""Letters over a real SMTP conversation."""

from __future__ import annotations

import smtplib
import socket
from collections.abc import Iterator
from email.headerregistry import Address

import pytest
from hypothesis import given
from hypothesis import settings as settings_of_hypothesis
from hypothesis import strategies as st

from app import mail
from app.config import is_email_address
from app.mail import Email, MailError, enabled, one_line, send
from tests.fake_smtp import LETTER, FakeSmtp, fake_smtp, settings
from tests.servers import free_port


@pytest.fixture(scope="module")
def shared_smtp() -> Iterator[FakeSmtp]:
    with fake_smtp() as smtp:
        yield smtp


@pytest.fixture
def smtp(shared_smtp: FakeSmtp) -> FakeSmtp:
    shared_smtp.envelopes.clear()
    shared_smtp.refusal = ""
    return shared_smtp


def test_a_letter_arrives_as_it_was_written(smtp: FakeSmtp) -> None:
    send(settings(smtp.port, smtp_from="Portal <portal@homes.example>"), LETTER)
    (letter,), (envelope,) = smtp.emails, smtp.envelopes
    assert (envelope.mail_from, envelope.rcpt_tos) == ("portal@homes.example", ["dana@example.com"])
    assert letter["From"] == "Hawthorn & Lee <portal@homes.example>"
    assert letter["To"] == "dana@example.com"
    assert letter["Reply-To"] == "Pat Olsen <pat@example.com>"
    assert letter["Subject"] == "Question: 12 Oak St"
    assert letter["Message-ID"].endswith("@homes.example>")
    assert letter.get_content() == "Is it still for sale?\r\n"


def test_without_a_sender_of_its_own_the_site_writes_as_the_agent(smtp: FakeSmtp) -> None:
    send(settings(smtp.port), LETTER)
    assert smtp.envelopes[0].mail_from == "dana@example.com"


def test_nobody_is_named_to_reply_to_who_has_no_address(smtp: FakeSmtp) -> None:
    send(settings(smtp.port), Email("dana@example.com", "Question", "Text"))
    assert smtp.emails[0]["Reply-To"] is None


EVIL = st.one_of(
    st.text(max_size=60),
    st.sampled_from(
        [
            "Pat\r\nBcc: evil@example.com",
            'Pat" <evil@example.com>, "',
            "=?utf-8?q?Pat=0D=0ABcc:_evil@example.com?=",
            "=?utf-8?b?DQpCY2M6IGV2aWxAZXhhbXBsZS5jb20=?=",
            "Zoë Ångström 李" * 9,
            "Pat\u2028Bcc: evil@example.com\x0b\x85",
            "\ud800 half",
            ".\r\n.\r\nMAIL FROM:<evil@example.com>",
        ]
    ),
)
HEADERS = {
    *("From", "To", "Reply-To", "Subject", "Date", "Message-ID"),
    *("MIME-Version", "Content-Type", "Content-Transfer-Encoding"),
}


@settings_of_hypothesis(max_examples=60, deadline=None)
@given(name=EVIL, subject=EVIL, body=EVIL, brand=EVIL)
def test_nothing_that_is_typed_adds_a_header_or_a_reader(
    shared_smtp: FakeSmtp, name: str, subject: str, body: str, brand: str
) -> None:
    shared_smtp.envelopes.clear()
    letter = Email("dana@example.com", subject, f"Dear Dana\n{body}", (name, "pat@example.com"))
    send(settings(shared_smtp.port, brand_name=brand.encode("utf-8", "replace").decode()), letter)
    (arrived,), (envelope,) = shared_smtp.emails, shared_smtp.envelopes
    assert sorted(arrived.keys()) == sorted(HEADERS)
    assert envelope.rcpt_tos == ["dana@example.com"]
    assert [address.addr_spec for address in arrived["Reply-To"].addresses] == ["pat@example.com"]
    assert [address.addr_spec for address in arrived["From"].addresses] == ["dana@example.com"]
    assert arrived["Subject"] == one_line(subject)
    assert arrived.get_content().startswith("Dear Dana\r\n")


@given(st.text())
def test_what_counts_as_an_address_is_one_address(text: str) -> None:
    for address in (text, f"{text}@example.com", f"pat@{text}.com"):
        if is_email_address(address):
            assert address.isascii()
            assert not set(address) & set(' \r\n\t,;:<>()[]"\\')
            assert address.count("@") == 1


@pytest.mark.parametrize(
    "text", [None, "", "pat", "pat@localhost", "pat@example.com\n", "pat@exämple.com", "a@b.c,d@e.fg"]
)
def test_what_is_no_address_is_told(text: str | None) -> None:
    assert not is_email_address(text)


def test_a_server_that_refuses_the_letter_is_told_without_its_words(smtp: FakeSmtp) -> None:
    smtp.refusal = "550 no dana@example.com here"
    with pytest.raises(MailError, match=r"^SMTPDataError 550$"):
        send(settings(smtp.port), LETTER)


def test_a_server_that_is_not_there_is_told() -> None:
    with pytest.raises(MailError, match="ConnectionRefusedError"):
        send(settings(free_port()), LETTER)


@pytest.mark.parametrize("security", ["none", "tls", "starttls"])
def test_a_silent_server_is_waited_for_in_vain(security: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mail, "TIMEOUT", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as silent, pytest.raises(MailError):
        send(settings(silent.getsockname()[1], smtp_security=security), LETTER)


def test_without_a_server_the_letter_is_printed_once_and_marked(capsys: pytest.CaptureFixture[str]) -> None:
    send(settings(0, smtp_host="", agent_email=""), LETTER)
    printed = capsys.readouterr().out
    assert printed.startswith("---- E-mail, printed as SMTP_HOST is not set ----\n")
    assert printed.count("Is it still for sale?") == 1
    assert "To: dana@example.com\n" in printed


def test_only_a_production_without_a_server_sends_nothing() -> None:
    for production, host, can in ((True, "", False), (True, "mail.example", True), (False, "", True)):
        assert enabled(settings(25, smtp_host=host, app_env="production" if production else "development")) is can


def test_a_server_that_does_not_encrypt_gets_no_letter(smtp: FakeSmtp) -> None:
    with pytest.raises(MailError, match="SMTPNotSupportedError"):
        send(settings(smtp.port, smtp_security="starttls"), LETTER)


@given(st.text("ab.=?'{+-", min_size=1, max_size=8))
def test_every_address_that_is_taken_can_stand_in_a_letter(mailbox: str) -> None:
    if is_email_address(address := f"{mailbox}@example.com"):
        assert Address(addr_spec=address).addr_spec == address


@pytest.mark.parametrize("address", ["pat..olsen@docomo.example", "pat.@docomo.example", ".pat@docomo.example"])
def test_a_mailbox_whose_dots_are_not_of_the_standard_is_not_taken(address: str) -> None:
    assert not is_email_address(address)


def test_a_server_that_hangs_up_after_the_letter_has_it_all_the_same(
    smtp: FakeSmtp, monkeypatch: pytest.MonkeyPatch
) -> None:
    def hung_up(_server: smtplib.SMTP) -> None:
        raise smtplib.SMTPServerDisconnected

    monkeypatch.setattr(smtplib.SMTP, "quit", hung_up)
    send(settings(smtp.port), LETTER)
    assert len(smtp.emails) == 1


def test_an_address_has_at_most_254_characters() -> None:
    longest = "pat@" + "example." * 31 + "us"
    assert len(longest) == 254
    assert is_email_address(longest)
    assert not is_email_address(longest + "a")


LONG = "Zoë Ångström-Østergård von Björnsäter zu Größenwahn an der Mündung " * 3


def test_long_names_that_are_not_ascii_arrive_as_they_were_written(smtp: FakeSmtp) -> None:
    """Where Python breaks a line of such a header, it loses the blanks between words."""
    name = LONG.strip()
    send(settings(smtp.port, brand_name=name), Email("dana@example.com", name, "Text", (name, "pat@example.com")))
    (letter,) = smtp.emails
    assert letter["Subject"] == name
    assert [(who.display_name, who.addr_spec) for who in letter["From"].addresses] == [(name, "dana@example.com")]
    assert [(who.display_name, who.addr_spec) for who in letter["Reply-To"].addresses] == [(name, "pat@example.com")]


def test_a_long_line_of_a_letter_arrives_whole_in_lines_that_servers_take(smtp: FakeSmtp) -> None:
    send(settings(smtp.port), Email("dana@example.com", "Question", LONG * 20))
    assert max(map(len, (smtp.envelopes[0].content or b"").splitlines())) <= 998
    assert smtp.emails[0].get_content().rstrip() == (LONG * 20).rstrip()
