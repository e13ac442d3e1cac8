"""E-mail of the portal: one plain letter at a time over SMTP (RFC 5321), or to the console while there is no server."""

from __future__ import annotations

import re
import smtplib
import ssl
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import localtime, make_msgid, parseaddr
from unicodedata import category

from app.settings import Settings

PATIENCE = 10.0
"""Seconds for each answer of the server."""
ATOM = r"[\w!#$%&'*+/=^`{|}~-]+"
ADDRESS = re.compile(
    rf"(?=.{{1,64}}@){ATOM}(?:\.{ATOM})*@(?:[a-z0-9-]{{1,63}}\.)+[a-z0-9-]{{2,63}}", re.ASCII | re.IGNORECASE
)
"""Dots stand between atoms only (RFC 5322): Python raises at others, though some mailboxes have them. A question mark
could begin an "encoded word"."""
NOBODY = "portal@localhost"
"""From whom letters come that are only printed, as long as the settings name nobody."""
POLICY = SMTP.clone(max_line_length=900)  # where it breaks a line, Python loses blanks between words that are encoded
CONTROL = {"Cc", "Cs"}  # Unicode's names for control characters and halves of characters


class NotSent(Exception):
    """The letter did not go out; the message says why in words that hold nothing of it."""


@dataclass(frozen=True)
class Letter:
    """`reply_to` is a name with an address that is fit for mail, or None."""

    to: str
    subject: str
    body: str
    reply_to: tuple[str, str] | None = None


def is_address(text: str | None) -> bool:
    """Whether mail can go there: no more than ASCII, nothing that a header could take for something else."""
    return text is not None and len(text) <= 254 and ADDRESS.fullmatch(text) is not None


def one_line(text: str) -> str:
    """The text as a header may have it: what is not printed becomes a blank, and nothing is left to be decoded."""
    shown = "".join(letter if letter.isprintable() else " " for letter in text)
    return " ".join(shown.split()).replace("=?", "= ?")  # an "encoded word" could hide a line end


def sender(settings: Settings) -> str:
    """The address that letters come from; blank if the settings have none."""
    return parseaddr(settings.smtp_from)[1] or settings.agent_email


def can_send(settings: Settings) -> bool:
    """In development letters are printed where there is no server; in production none are written then."""
    return bool(settings.smtp_host) or not settings.production


def send(settings: Settings, letter: Letter) -> None:
    """Hand the letter to the server of SMTP_HOST. Raises NotSent."""
    message = _message(settings, letter)
    if not settings.smtp_host:
        print(f"---- E-mail, printed as SMTP_HOST is not set ----\n{_readable(message)}\n---- End of the e-mail ----")
        return
    with reached(settings) as server:
        server.send_message(message, sender(settings) or NOBODY, [letter.to])
        with suppress(OSError):  # it has the letter, however it says goodbye
            server.quit()


@contextmanager
def reached(settings: Settings) -> Iterator[smtplib.SMTP]:
    """The server, encrypted and signed in to as the settings say. Raises NotSent, also for what is done with it."""
    try:
        with closing(_connected(settings)) as server:
            if settings.smtp_security == "starttls":
                server.starttls(context=ssl.create_default_context())
            if settings.smtp_user:
                server.login(settings.smtp_user, settings.smtp_password.get_secret_value())
            yield server
    except OSError as error:  # smtplib's own errors are of this kind too
        raise NotSent(f"{type(error).__name__} {getattr(error, 'smtp_code', '')}".strip()) from None


def _connected(settings: Settings) -> smtplib.SMTP:
    host, port = settings.smtp_host, settings.smtp_port
    if settings.smtp_security == "tls":
        return smtplib.SMTP_SSL(host, port, timeout=PATIENCE, context=ssl.create_default_context())
    return smtplib.SMTP(host, port, timeout=PATIENCE)


def _message(settings: Settings, letter: Letter) -> EmailMessage:
    message, address = EmailMessage(policy=POLICY), sender(settings) or NOBODY
    message["From"] = Address(one_line(settings.brand_name), addr_spec=address)
    message["To"] = letter.to
    if letter.reply_to:
        message["Reply-To"] = Address(one_line(letter.reply_to[0]), addr_spec=letter.reply_to[1])
    message["Subject"] = one_line(letter.subject)
    message["Date"] = localtime()
    message["Message-ID"] = make_msgid(domain=address.rpartition("@")[2])
    message.set_content(_text(letter.body), cte="quoted-printable")
    return message


def _text(body: str) -> str:
    """No control character but the end of a line: a terminal or a mail program might act on others."""
    lines = ("".join(" " if category(sign) in CONTROL else sign for sign in line) for line in body.splitlines())
    return "\n".join(lines)


def _readable(message: EmailMessage) -> str:
    headers = "\n".join(f"{name}: {value}" for name, value in message.items())
    return f"{headers}\n\n{message.get_content()}".rstrip()
