"""The signed-in consumer and their agents, an agent's own account, and the agent's portal.

See https://sparkplatform.com/docs/api_services/contacts, .../consumers, .../portals and .../my_account.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote

from app.spark.client import SparkClient
from app.spark.fields import Fields
from app.spark.media import image_url


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
        pictures = [image_url(i.text("Uri")) for i in fields.items("Images") if i.text("Type") == "Photo"]
        return cls(
            id=fields.text("Id") or "",
            name=fields.text("Name"),
            office=fields.text("Office"),
            email=fields.nested("PrimaryEmail").text("Address"),
            phone=fields.nested("PrimaryPhone").text("Number"),
            photo=next(filter(None, pictures), None),
        )


def fetch_consumer(spark: SparkClient) -> Consumer:
    """GET `/v1/consumers/me`."""
    fields = next(iter(spark.get("consumers/me").items("Results")), Fields({}))
    return Consumer(fields.text("Id") or "", fields.text("Name"), fields.text("Email"))


def fetch_contact(spark: SparkClient) -> Contact:
    """GET `/v1/my/contact`, the only contact that a consumer may read."""
    fields = next(iter(spark.get("my/contact").items("Results")), Fields({}))
    return Contact(
        id=fields.text("Id") or "",
        name=fields.text("DisplayName", "GivenName"),
        given_name=fields.text("GivenName"),
        email=fields.text("PrimaryEmail"),
        phone=fields.text("PrimaryPhoneNumber"),
    )


def fetch_agents(spark: SparkClient) -> tuple[Agent, ...]:
    """GET `/v1/consumers/me/agents`: every agent the consumer can work with."""
    return tuple(Agent.read(item) for item in spark.get("consumers/me/agents").items("Results"))


def fetch_address(spark: SparkClient, account_id: str) -> str:
    """GET `/v1/accounts/<Id>` of an agent or an office: where they are, in one line; blank if it does not say.

    See https://sparkplatform.com/docs/api_services/accounts.
    """
    account = next(iter(spark.get(f"accounts/{quote(account_id, safe='')}").items("Results")), Fields({}))
    places = sorted(account.items("Addresses"), key=lambda place: not place.boolean("Primary"))
    return next((text for place in places if (text := place.text("Address"))), "")


@dataclass(frozen=True)
class Portal:
    """`name` is the system name that goes into addresses, `display_name` how people read it: both as Spark has them, so
    they are to be checked before they become part of an address. `required_fields` are what registrants must give."""

    id: str
    owner_id: str
    name: str
    display_name: str
    enabled: bool
    required_fields: tuple[str, ...]

    @classmethod
    def read(cls, fields: Fields) -> Portal:
        name = fields.text("Name") or ""
        return cls(
            id=fields.text("Id") or "",
            owner_id=fields.text("OwnerId") or "",
            name=name,
            display_name=fields.text("DisplayName") or name,
            enabled=fields.boolean("Enabled") is not False,
            required_fields=fields.texts("RequiredFields"),
        )


@dataclass(frozen=True)
class Account(Agent):
    """The agent who is signed in, and the name of their MLS."""

    mls: str | None

    @classmethod
    def read(cls, fields: Fields) -> Account:
        agent = Agent.read(fields)
        return cls(
            id=agent.id,
            name=agent.name,
            office=agent.office,
            email=_primary(fields.items("Emails")).text("Address"),
            phone=_primary(fields.items("Phones")).text("Number"),
            photo=agent.photo,
            mls=fields.text("Mls"),
        )


def _primary(items: list[Fields]) -> Fields:
    """The one marked `Primary`; only that one has the mark, and not always."""
    return next((item for item in items if item.boolean("Primary")), next(iter(items), Fields({})))


def fetch_portal(spark: SparkClient) -> Portal | None:
    """GET `/v1/portal`: the portal of the agent who is signed in, or with whom the consumer is; None without one."""
    return next((Portal.read(item) for item in spark.get("portal").items("Results")), None)


def fetch_portal_owner(spark: SparkClient) -> str:
    """The account id of the agent whose portal this sign-in is for; "" if Spark names none."""
    portal = fetch_portal(spark)
    return portal.owner_id if portal else ""


def create_portal(spark: SparkClient, display_name: str) -> None:
    """POST `/v1/portal`: the system name comes from `display_name`.

    Raises BadRequest with code 1055 if the name is taken, 1110 if the agent has a portal already, 1018 if the key may
    not make portals; Forbidden with code 1500 if that is above its service level.
    """
    spark.post("portal", {"DisplayName": display_name, "Enabled": True})


def fetch_account(spark: SparkClient) -> Account:
    """GET `/v1/my/account`."""
    return Account.read(next(iter(spark.get("my/account").items("Results")), Fields({})))
