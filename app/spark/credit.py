"""Who listed a home: what the MLS wants beside the price."""

from __future__ import annotations

from dataclasses import dataclass, field

from .fields import Fields
from .logo import Logo, listing_logo


@dataclass(frozen=True)
class Side:
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
    def of(cls, fields: Fields, prefix: str) -> Side:
        """From the fields that begin with `List` or `CoList`."""
        names = (fields.text(f"{prefix}AgentFirstName"), fields.text(f"{prefix}AgentLastName"))
        return Side(
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
class Credit(Side):
    """The listing side, and `co` its second agent; `source` names the MLS that the listing comes from."""

    co: Side
    buyer_office: str | None
    attribution: str | None
    compensation_disclaimer: str | None
    source: str | None
    logo: Logo | None
    small_logo: Logo | None

    @property
    def contact(self) -> str | None:
        """What the listing's own side gave for questions about the listing."""
        return self.attribution or self.agent_phone or self.office_phone

    @classmethod
    def read(cls, fields: Fields, display: Fields) -> Credit:
        """From a listing's standard fields and its `DisplayCompliance`."""
        source = fields.text("SourceMLS")
        return cls(
            **vars(Side.of(fields, "List")),
            co=Side.of(fields, "CoList"),
            buyer_office=fields.text("BuyerOfficeName"),
            attribution=fields.text("AttributionContact"),
            compensation_disclaimer=fields.text("CompensationDisclaimer"),
            source=source,
            logo=listing_logo(display.inside("IDXLogo"), source or "MLS"),
            small_logo=listing_logo(display.inside("IDXLogoSmall"), source or "MLS"),
        )
