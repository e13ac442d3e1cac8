"""The letter that a question becomes."""

from __future__ import annotations

from flask import url_for

from app import settings
from app.mail import Email
from app.spark.listing import Listing

from .form import Form
from .people import Asker
from .topic import Topic

KINDS = {"question": "Question", "tour": "Tour request", "problem": "Problem with a listing"}


def letter(to: str, asker: Asker, form: Form, topic: Topic, home: Listing | None) -> Email:
    """To this address, so that an answer goes to the consumer. An address that is withheld is in no line."""
    subject = f"{KINDS[topic.about]}: {_subject(home, asker)}"
    answers = _answers(asker, form)
    name = settings.current().brand_name
    parts = [f"{asker.name} wrote this at {name}.", *_about(topic, home), *answers, form.message]
    email = asker.email
    reply_to = (asker.name, email) if email and settings.is_email_address(email) else None
    return Email(to, subject[:150], "\n\n".join(parts), reply_to)


def _subject(home: Listing | None, asker: Asker) -> str:
    if home is None:
        return f"from {asker.name}"
    number = f"MLS #{home.number}" if home.number else None
    return " · ".join(filter(None, (home.address.street, number))) or "a home"


def _about(topic: Topic, home: Listing | None) -> list[str]:
    """The home in a few words, and where it is on this site."""
    if topic.home_id is None:
        return []
    link = settings.current().site + url_for("listing.show", listing_id=topic.home_id)
    return ["\n".join([*(_words(home) if home else ()), link])]


def _words(home: Listing) -> list[str]:
    street = "Address withheld at the seller’s request" if home.address.withheld else home.address.street
    number = f"MLS #{home.number}" if home.number else None
    return list(filter(None, (street, home.address.town, number)))


def _answers(asker: Asker, form: Form) -> list[str]:
    """How the consumer wants to be answered, and how else they can be."""
    email = asker.email or "not known here, so a reply to this message does not reach them"
    wish = "by phone" if form.reply == "phone" else "by e-mail"
    return ["\n".join([f"Please answer {wish}.", f"E-mail: {email}", f"Phone: {form.phone or 'not given'}"])]
