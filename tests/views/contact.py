"""A portal with a fake mail server, and visitors who use its contact form."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from email.message import EmailMessage

import pytest

from sandbox.homes import QUIRKS
from tests.conftest import Start
from tests.fake_smtp import FakeSmtp, fake_smtp
from tests.servers import Visitor

HOME = f"/ask?home={QUIRKS['million']}"
TEXT = "Is the garage heated?\n\nWe would come on Saturday."
Asking = Callable[..., Visitor]


def sending_by(smtp: FakeSmtp) -> dict[str, str]:
    return {"smtp_host": "127.0.0.1", "smtp_port": str(smtp.port), "smtp_security": "none"}


@pytest.fixture
def smtp() -> Iterator[FakeSmtp]:
    with fake_smtp() as smtp:
        yield smtp


@pytest.fixture
def asking(start_portal: Start, smtp: FakeSmtp) -> Asking:
    """Start a portal with the fake mail server, and sign a person in."""

    def sign_in(person: str = "Pat", portal: str | None = "danalee", agent: str = "", **changed: str) -> Visitor:
        site = {"agent_name": "Dana Lee", "agent_email": "dana@hawthorn.example", "brand_name": "Hawthorn & Lee"}
        visitor = Visitor(start_portal(**(sending_by(smtp) | site | changed)).url)
        visitor.sign_in(person, portal, agent)
        return visitor

    return sign_in


@pytest.fixture
def pat(asking: Asking) -> Visitor:
    return asking()


def send(visitor: Visitor, message: str = TEXT, address: str = HOME, **more: str) -> None:
    visitor.get(address)
    visitor.press("Send to", message=message, **more)


def only(smtp: FakeSmtp) -> EmailMessage:
    (letter,) = smtp.emails
    return letter


def body(letter: EmailMessage) -> str:
    text: str = letter.get_content()
    return text.replace("\r\n", "\n")
