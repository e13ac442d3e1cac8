"""E-mail: one plain-text message at a time over SMTP (RFC 5321), or printed to the console without a server."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import localtime, make_msgid
from unicodedata import category

from app.config import Settings

TIMEOUT = 10.0
"""Seconds for each response of the server."""
DEFAULT_SENDER = "portal@localhost"
"""The sender of printed messages if the settings have none."""
POLICY = SMTP.clone(max_line_length=900)  # when Python folds a line, it loses blanks between encoded words
CONTROL_CATEGORIES = {"Cc", "Cs"}  # Unicode's categories for control characters and lone surrogates


class MailError(Exception):
    """The e-mail was not sent. The message says why, and quotes nothing of the e-mail."""


@dataclass(frozen=True)
class Email:
    """`reply_to` is a name with a valid e-mail address, or None."""

    to: str
    subject: str
    body: str
    reply_to: tuple[str, str] | None = None


def enabled(settings: Settings) -> bool:
    """Without a server, development prints e-mail; production offers none."""
    return bool(settings.smtp_host) or not settings.production


def send(settings: Settings, email: Email) -> None:
    """Hand the e-mail to the server of SMTP_HOST. Raises MailError."""
    message = _message(settings, email)
    if not settings.smtp_host:
        print(f"---- E-mail, printed as SMTP_HOST is not set ----\n{_readable(message)}\n---- End of the e-mail ----")
        return
    with smtp_connection(settings) as server:
        server.send_message(message, settings.mail_from or DEFAULT_SENDER, [email.to])
        with suppress(OSError):  # the server has accepted the e-mail, so an error on QUIT does not matter
            server.quit()


@contextmanager
def smtp_connection(settings: Settings) -> Iterator[smtplib.SMTP]:
    """A connection that is encrypted and logged in as the settings say.

    Raises MailError, also for errors inside the `with` block.
    """
    try:
        with closing(_connect(settings)) as server:
            if settings.smtp_security == "starttls":
                server.starttls(context=ssl.create_default_context())
            if settings.smtp_user:
                server.login(settings.smtp_user, settings.smtp_password.get_secret_value())
            yield server
    except OSError as error:  # the base class of smtplib's own errors
        raise MailError(f"{type(error).__name__} {getattr(error, 'smtp_code', '')}".strip()) from None


def _connect(settings: Settings) -> smtplib.SMTP:
    host, port = settings.smtp_host, settings.smtp_port
    if settings.smtp_security == "tls":
        return smtplib.SMTP_SSL(host, port, timeout=TIMEOUT, context=ssl.create_default_context())
    return smtplib.SMTP(host, port, timeout=TIMEOUT)


def _message(settings: Settings, email: Email) -> EmailMessage:
    message, sender = EmailMessage(policy=POLICY), settings.mail_from or DEFAULT_SENDER
    message["From"] = Address(one_line(settings.brand_name), addr_spec=sender)
    message["To"] = email.to
    if email.reply_to:
        message["Reply-To"] = Address(one_line(email.reply_to[0]), addr_spec=email.reply_to[1])
    message["Subject"] = one_line(email.subject)
    message["Date"] = localtime()
    message["Message-ID"] = make_msgid(domain=sender.rpartition("@")[2])
    message.set_content(_without_controls(email.body), cte="quoted-printable")
    return message


def one_line(text: str) -> str:
    """The text as a header may have it: no control characters, and nothing that a mail program would decode."""
    printable = "".join(character if character.isprintable() else " " for character in text)
    return " ".join(printable.split()).replace("=?", "= ?")  # an "encoded word" could hide a line end


def _without_controls(body: str) -> str:
    """The body with line ends as its only control characters. A terminal or mail program might act on others."""
    return "\n".join("".join(map(_blank_control, line)) for line in body.splitlines())


def _blank_control(character: str) -> str:
    return " " if category(character) in CONTROL_CATEGORIES else character


def _readable(message: EmailMessage) -> str:
    headers = "\n".join(f"{name}: {value}" for name, value in message.items())
    return f"{headers}\n\n{message.get_content()}".rstrip()
