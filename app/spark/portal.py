"""An agent's own portal and account: https://sparkplatform.com/docs/api_services/portals and .../my_account."""

from __future__ import annotations

from dataclasses import dataclass

from .client import Spark
from .fields import Fields
from .people import Agent


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
            enabled=fields.flag("Enabled") is not False,
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
    return next((item for item in items if item.flag("Primary")), next(iter(items), Fields({})))


def mine(spark: Spark) -> Portal | None:
    """GET `/v1/portal`: the portal of the agent who is signed in, or with whom the consumer is; None without one."""
    return next((Portal.read(item) for item in spark.get("portal").items("Results")), None)


def owner(spark: Spark) -> str:
    """The account id of the agent whose portal this sign-in is for; "" if Spark names none."""
    portal = mine(spark)
    return portal.owner_id if portal else ""


def create(spark: Spark, display_name: str) -> None:
    """POST `/v1/portal`: the system name comes from `display_name`.

    Raises Misasked with code 1055 if the name is taken, 1110 if the agent has a portal already, 1018 if the key may
    not make portals; Refused with code 1500 if that is above its service level.
    """
    spark.post("portal", {"DisplayName": display_name, "Enabled": True})


def account(spark: Spark) -> Account:
    """GET `/v1/my/account`."""
    return Account.read(next(iter(spark.get("my/account").items("Results")), Fields({})))
