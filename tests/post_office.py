"""A mail server on the loopback that keeps what it is given, and misbehaves when told to."""

from __future__ import annotations

import logging
import socket
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session

from app.mail import Email
from app.settings import Settings

logging.getLogger("mail.log").propagate = False  # aiosmtpd's own account of what it hears


@dataclass
class PostOffice:
    """`refusal` is the answer to every letter, such as `550 no such person`; `login` what AUTH must give."""

    port: int = 0
    refusal: str = ""
    login: tuple[bytes, bytes] | None = None
    envelopes: list[Envelope] = field(default_factory=list)
    encrypted: list[bool] = field(default_factory=list)

    @property
    def letters(self) -> list[EmailMessage]:
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
def post_office(**more: Any) -> Iterator[PostOffice]:
    """`more` is for aiosmtpd's Controller."""
    office = PostOffice(free_port())
    controller = Controller(
        office,
        hostname="127.0.0.1",
        port=office.port,
        authenticator=office.authenticate,
        server_hostname="test",
        **more,
    )
    controller.start()
    try:
        yield office
    finally:
        controller.stop()


def free_port() -> int:
    """A port on which nobody listens."""
    with closing(socket.create_server(("127.0.0.1", 0))) as listening:
        port: int = listening.getsockname()[1]
        return port


LETTER = Email("dana@example.com", "Question: 12 Oak St", "Is it still for sale?", ("Pat Olsen", "pat@example.com"))


def settings(port: int, **changed: object) -> Settings:
    given = {"smtp_host": "127.0.0.1", "smtp_port": port, "smtp_security": "none", "brand_name": "Hawthorn & Lee"}
    return Settings.model_validate(given | {"agent_email": "dana@example.com"} | changed)
