"""A mail server on the loopback that records its e-mails, and fails on demand."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session

from app.config import Settings
from app.mail import Email
from tests.servers import free_port

logging.getLogger("mail.log").propagate = False  # aiosmtpd's own log of each session


@dataclass
class FakeSmtp:
    """`refusal` answers every e-mail, such as `550 no such person`. `login` is the expected user and password."""

    port: int = 0
    refusal: str = ""
    login: tuple[bytes, bytes] | None = None
    envelopes: list[Envelope] = field(default_factory=list)
    encrypted: list[bool] = field(default_factory=list)

    @property
    def emails(self) -> list[EmailMessage]:
        return [message_from_bytes(envelope.content or b"", policy=default) for envelope in self.envelopes]  # type: ignore[arg-type]  # aiosmtpd gives bytes

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 - its name
        if self.refusal:
            return self.refusal
        self.envelopes.append(envelope)
        self.encrypted.append(session.ssl is not None)
        return "250 kept"

    def authenticate(self, server: SMTP, session: Session, envelope: Envelope, how: str, data: Any) -> AuthResult:
        return AuthResult(success=(data.login, data.password) == self.login, handled=False)


@contextmanager
def fake_smtp(**more: Any) -> Iterator[FakeSmtp]:
    """`more` goes to aiosmtpd's Controller."""
    smtp = FakeSmtp(free_port())
    controller = Controller(
        smtp,
        hostname="127.0.0.1",
        port=smtp.port,
        authenticator=smtp.authenticate,
        server_hostname="test",
        **more,
    )
    controller.start()
    try:
        yield smtp
    finally:
        controller.stop()


LETTER = Email("dana@example.com", "Question: 12 Oak St", "Is it still for sale?", ("Pat Olsen", "pat@example.com"))


def settings(port: int, **changed: object) -> Settings:
    given = {"smtp_host": "127.0.0.1", "smtp_port": port, "smtp_security": "none", "brand_name": "Hawthorn & Lee"}
    return Settings.model_validate(given | {"agent_email": "dana@example.com"} | changed)
