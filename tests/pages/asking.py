"""A portal with a post office behind it, and visitors who ask there."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from email.message import EmailMessage

import pytest

from sandbox.homes import QUIRKS
from tests.conftest import Start
from tests.live import Visitor
from tests.post_office import PostOffice, post_office

HOME = f"/ask?home={QUIRKS['million']}"
TEXT = "Is the garage heated?\n\nWe would come on Saturday."
Asking = Callable[..., Visitor]


def sending_by(office: PostOffice) -> dict[str, str]:
    return {"smtp_host": "127.0.0.1", "smtp_port": str(office.port), "smtp_security": "none"}


@pytest.fixture
def office() -> Iterator[PostOffice]:
    with post_office() as office:
        yield office


@pytest.fixture
def asking(start_portal: Start, office: PostOffice) -> Asking:
    """Starts a portal with that post office, and signs somebody in there."""

    def sign_in(person: str = "Pat", portal: str | None = "danalee", agent: str = "", **changed: str) -> Visitor:
        site = {"agent_name": "Dana Lee", "agent_email": "dana@hawthorn.example", "brand_name": "Hawthorn & Lee"}
        visitor = Visitor(start_portal(**(sending_by(office) | site | changed)).url)
        visitor.sign_in(person, portal, agent)
        return visitor

    return sign_in


@pytest.fixture
def pat(asking: Asking) -> Visitor:
    return asking()


def send(visitor: Visitor, message: str = TEXT, address: str = HOME, **more: str) -> None:
    visitor.get(address)
    visitor.press("Send to", message=message, **more)


def only(office: PostOffice) -> EmailMessage:
    (letter,) = office.letters
    return letter


def body(letter: EmailMessage) -> str:
    text: str = letter.get_content()
    return text.replace("\r\n", "\n")
