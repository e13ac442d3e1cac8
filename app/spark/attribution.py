"""Logos of an MLS: https://sparkplatform.com/docs/supporting_documentation/compliance.

Who listed a home: what the MLS wants beside the price.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import urlsplit

from app.spark.fields import Fields
from app.spark.media import LOOPBACK, image_url


@dataclass(frozen=True)
class Logo:
    """`address` is None where the MLS is to be named in words."""

    name: str
    address: str | None = None


def listing_logo(fields: Fields, name: str) -> Logo | None:
    """The `IDXLogo` or `IDXLogoSmall` of a listing; `name` says whose a picture is."""
    given = fields.text("LogoUri")
    if given and fields.text("Type") == "Text":
        return Logo(given)
    address = logo_url(given)
    return Logo(name, address) if address else None


def logo_url(text: str | None) -> str | None:
    """An https address, as a page over https shows nothing else; http only on this machine."""
    address = image_url(text)
    try:
        parts = urlsplit(address or "")
        safe = parts.scheme == "https" or parts.hostname in LOOPBACK
    except ValueError:
        return None
    return address if safe else None


@dataclass(frozen=True)
class ListingSide:
    """An agent with their office. Their addresses are no fields of a listing: their accounts have them."""

    office_id: str | None
    office: str | None
    office_phone: str | None
    office_email: str | None
    agent_id: str | None
    agent: str | None
    agent_phone: str | None
    agent_email: str | None
    office_address: str | None = field(default=None, kw_only=True)
    agent_address: str | None = field(default=None, kw_only=True)

    @classmethod
    def of(cls, fields: Fields, prefix: str) -> ListingSide:
        """From the fields that begin with `List` or `CoList`."""
        names = (fields.text(f"{prefix}AgentFirstName"), fields.text(f"{prefix}AgentLastName"))
        return ListingSide(
            office_id=fields.text(f"{prefix}OfficeId"),
            office=fields.text(f"{prefix}OfficeName"),
            office_phone=fields.text(f"{prefix}OfficePhone"),
            office_email=fields.text(f"{prefix}OfficeEmail"),
            agent_id=fields.text(f"{prefix}AgentId"),
            agent=" ".join(name for name in names if name) or None,
            agent_phone=fields.text(f"{prefix}AgentPreferredPhone", f"{prefix}AgentDirectPhone"),
            agent_email=fields.text(f"{prefix}AgentEmail"),
        )


@dataclass(frozen=True)
class Attribution(ListingSide):
    """The listing side, and `co` its second agent; `source` names the MLS that the listing comes from."""

    co: ListingSide
    buyer_office: str | None
    attribution_contact: str | None
    compensation_disclaimer: str | None
    source: str | None
    logo: Logo | None
    small_logo: Logo | None

    @property
    def contact(self) -> str | None:
        """What the listing's own side gave for questions about the listing."""
        return self.attribution_contact or self.agent_phone or self.office_phone

    @classmethod
    def read(cls, fields: Fields, display: Fields) -> Attribution:
        """From a listing's standard fields and its `DisplayCompliance`."""
        source = fields.text("SourceMLS")
        return cls(
            **vars(ListingSide.of(fields, "List")),
            co=ListingSide.of(fields, "CoList"),
            buyer_office=fields.text("BuyerOfficeName"),
            attribution_contact=fields.text("AttributionContact"),
            compensation_disclaimer=fields.text("CompensationDisclaimer"),
            source=source,
            logo=listing_logo(display.nested("IDXLogo"), source or "MLS"),
            small_logo=listing_logo(display.nested("IDXLogoSmall"), source or "MLS"),
        )
