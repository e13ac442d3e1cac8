"""Who is signed in, and with whom: https://sparkplatform.com/docs/api_services/contacts and .../consumers."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote

from .client import Spark
from .fields import Fields
from .photos import picture_address


@dataclass(frozen=True)
class Consumer:
    """The consumer, whichever of their agents they work with."""

    id: str
    name: str | None
    email: str | None


@dataclass(frozen=True)
class Contact:
    """The consumer, as their agent's contact record has them."""

    id: str
    name: str | None
    given_name: str | None
    email: str | None
    phone: str | None = None


@dataclass(frozen=True)
class Agent:
    """An agent linked to the consumer."""

    id: str
    name: str | None
    office: str | None
    email: str | None
    phone: str | None
    photo: str | None

    @classmethod
    def read(cls, fields: Fields) -> Agent:
        pictures = [picture_address(i.text("Uri")) for i in fields.items("Images") if i.text("Type") == "Photo"]
        return cls(
            id=fields.text("Id") or "",
            name=fields.text("Name"),
            office=fields.text("Office"),
            email=fields.inside("PrimaryEmail").text("Address"),
            phone=fields.inside("PrimaryPhone").text("Number"),
            photo=next(filter(None, pictures), None),
        )


def consumer(spark: Spark) -> Consumer:
    """GET `/v1/consumers/me`."""
    fields = next(iter(spark.get("consumers/me").items("Results")), Fields({}))
    return Consumer(fields.text("Id") or "", fields.text("Name"), fields.text("Email"))


def me(spark: Spark) -> Contact:
    """GET `/v1/my/contact`, the only contact that a consumer may read."""
    fields = next(iter(spark.get("my/contact").items("Results")), Fields({}))
    return Contact(
        id=fields.text("Id") or "",
        name=fields.text("DisplayName", "GivenName"),
        given_name=fields.text("GivenName"),
        email=fields.text("PrimaryEmail"),
        phone=fields.text("PrimaryPhoneNumber"),
    )


def agents(spark: Spark) -> tuple[Agent, ...]:
    """GET `/v1/consumers/me/agents`: every agent the consumer can work with."""
    return tuple(Agent.read(item) for item in spark.get("consumers/me/agents").items("Results"))


def address(spark: Spark, account_id: str) -> str:
    """GET `/v1/accounts/<Id>` of an agent or an office: where they are, in one line; blank if it does not say.

    See https://sparkplatform.com/docs/api_services/accounts.
    """
    account = next(iter(spark.get(f"accounts/{quote(account_id, safe='')}").items("Results")), Fields({}))
    places = sorted(account.items("Addresses"), key=lambda place: not place.flag("Primary"))
    return next((text for place in places if (text := place.text("Address"))), "")
