"""The form of `/ask`, its validation, and the e-mail made from it.

The e-mail that a question becomes: who sends it, who receives it, and what it is about.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from concurrent.futures import Future
from dataclasses import dataclass, replace

from flask import request, url_for

from app import config
from app.auth.access import spark_client
from app.config import is_email_address
from app.formats import someone_else
from app.mail import Email
from app.spark import listings
from app.spark.accounts import Agent, Consumer, Contact
from app.spark.client import submit
from app.spark.listing import Listing
from app.views.context import PageContext

SHORTEST, LONGEST, PHONE_LONGEST = 10, 4000, 40
PHONE = re.compile(r"[0-9+(). /ext-]{7,40}", re.IGNORECASE)


@dataclass(frozen=True)
class ContactForm:
    """`reply` is how to answer, `email` or `phone`; `to` names who answers, as the visitor was told."""

    message: str = ""
    reply: str = "email"
    phone: str = ""
    to: str = ""

    @classmethod
    def read(cls, typed: Mapping[str, str], phone: str | None, email: str | None) -> ContactForm:
        """What was typed; the rest is filled in from what Spark knows."""
        reply = typed.get("reply", "")
        return cls(
            message="\n".join(typed.get("message", "").strip().splitlines()),
            reply="phone" if reply == "phone" or not email else "email",
            phone=" ".join(typed.get("phone", phone or "").split())[:PHONE_LONGEST],
            to=typed.get("to", ""),
        )

    def problems(self) -> dict[str, str]:
        """What to correct, by field."""
        found = {"message": self._message_problem(), "phone": self._phone_problem()}
        return {field: words for field, words in found.items() if words}

    def _message_problem(self) -> str | None:
        if len(self.message) < SHORTEST:
            return "Write a little more: ten characters at the least."
        too_long = len(self.message) > LONGEST
        return f"Your message has {len(self.message):,} characters; {LONGEST:,} is the most." if too_long else None

    def _phone_problem(self) -> str | None:
        given = PHONE.fullmatch(self.phone) and sum(sign.isdigit() for sign in self.phone) >= 7
        return None if given or self.reply == "email" else "Enter a phone number, such as 701-555-0142."


KINDS = {"question": "Question", "tour": "Tour request", "problem": "Problem with a listing"}
NO_ACCOUNT, NO_CONTACT = Consumer("", None, None), Contact("", None, None, None)


@dataclass(frozen=True)
class Topic:
    """The subject: `kind` is a question, a tour or a problem; `home_id` None means homes in general."""

    kind: str
    home_id: str | None

    def home(self) -> Future[Listing] | None:
        """The home, on its way."""
        return submit(listings.fetch, spark_client(), self.home_id, "PrimaryPhoto") if self.home_id else None


@dataclass(frozen=True)
class Sender:
    """The consumer, as far as Spark tells."""

    name: str = "A visitor"
    email: str | None = None
    phone: str | None = None


def topic() -> Topic:
    """From the query of `/ask`."""
    kind, home = request.args.get("about", ""), request.args.get("home", "")
    return Topic(kind if kind in KINDS else "question", home if listings.ID.fullmatch(home) else None)


def sender(context: PageContext) -> Sender:
    account, contact = context.account or NO_ACCOUNT, context.contact or NO_CONTACT
    return Sender(account.name or contact.name or Sender.name, account.email or contact.email, contact.phone)


def recipient(context: PageContext) -> Agent:
    """The consumer's own agent, or whose site this is while Spark names none. `email` is None if nothing is known
    that mail can go to."""
    here, agent = config.current(), context.agent
    ours = agent is None or bool(here.spark_portal) or _same(agent.name, here.agent_name)
    agent = agent or Agent("", here.agent_name or None, here.brokerage_name or None, None, None, None)
    email = (ours and here.agent_email) or agent.email
    phone = agent.phone or (here.agent_phone if ours else None)
    return replace(agent, email=email if is_email_address(email) else None, phone=phone or None)


def compose(to: str, sender: Sender, form: ContactForm, topic: Topic, home: Listing | None) -> Email:
    """Replies go to the consumer. A withheld address appears nowhere."""
    subject = f"{KINDS[topic.kind]}: {_subject(home, sender)}"
    intro = f"{sender.name} wrote this at {config.current().brand_name}."
    body = "\n\n".join([intro, *_about(topic, home), _how_to_answer(sender, form), form.message])
    reply_to = (sender.name, sender.email) if sender.email and is_email_address(sender.email) else None
    return Email(to, subject[:150], body, reply_to)


def _same(name: str | None, other: str) -> bool:
    return bool(name and other) and not someone_else(name or "", other)


def _subject(home: Listing | None, sender: Sender) -> str:
    if home is None:
        return f"from {sender.name}"
    return " · ".join(filter(None, (home.address.street, _mls_number(home)))) or "a home"


def _about(topic: Topic, home: Listing | None) -> list[str]:
    """The home in a few words, and its link on this site."""
    if topic.home_id is None:
        return []
    link = config.current().site + url_for("listing.show", listing_id=topic.home_id)
    return ["\n".join([*(_description(home) if home else ()), link])]


def _description(home: Listing) -> list[str]:
    street = "Address withheld at the seller’s request" if home.address.withheld else home.address.street
    return list(filter(None, (street, home.address.town, _mls_number(home))))


def _mls_number(home: Listing) -> str | None:
    return f"MLS #{home.number}" if home.number else None


def _how_to_answer(sender: Sender, form: ContactForm) -> str:
    """How the consumer wants to be answered, and how else to reach them."""
    email = sender.email or "not known here, so a reply to this message does not reach them"
    wish = "by phone" if form.reply == "phone" else "by e-mail"
    return "\n".join([f"Please answer {wish}.", f"E-mail: {email}", f"Phone: {form.phone or 'not given'}"])
