"""The credit of a listing: its agents and offices, the logos, and the lines that its MLS demands.

Each MLS lists the names it demands in `/v1/system`; `ListMember…` names stand for the listing's agent.
The page always shows the MLS number and the time of the last update, so no line repeats them.
See https://sparkplatform.com/docs/supporting_documentation/compliance.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import urlsplit

from app.spark.fields import Fields
from app.spark.media import LOOPBACK, image_url

SIDES = {"List": "Listing", "CoList": "Co-listing"}
PARTS = {
    "OfficeName": ("office", "office"),
    "OfficePhone": ("office’s phone", "office_phone"),
    "OfficeEmail": ("office’s e-mail", "office_email"),
    "OfficeAddress": ("office’s address", "office_address"),
    **dict.fromkeys(("AgentName", "MemberName"), ("agent", "agent")),
    **dict.fromkeys(("AgentPhone", "MemberPhone", "AgentPreferredPhone"), ("agent’s phone", "agent_phone")),
    **dict.fromkeys(("AgentEmail", "MemberEmail"), ("agent’s e-mail", "agent_email")),
    **dict.fromkeys(("AgentAddress", "MemberAddress"), ("agent’s address", "agent_address")),
}
"""By the end of a demanded name: its label, and the attribute of ListingSide that holds the value."""


@dataclass(frozen=True)
class Logo:
    """`address` is None if the page names the MLS in words."""

    name: str
    address: str | None = None


def listing_logo(fields: Fields, name: str) -> Logo | None:
    """The `IDXLogo` or `IDXLogoSmall` of a listing; `name` is the picture's owner."""
    given = fields.text("LogoUri")
    if given and fields.text("Type") == "Text":
        return Logo(given)
    address = logo_url(given)
    return Logo(name, address) if address else None


def logo_url(text: str | None) -> str | None:
    """An https address, since browsers block others on an https page; http only for this machine."""
    address = image_url(text)
    try:
        parts = urlsplit(address or "")
        safe = parts.scheme == "https" or parts.hostname in LOOPBACK
    except ValueError:
        return None
    return address if safe else None


@dataclass(frozen=True)
class ListingSide:
    """An agent and their office. A listing has no field for their addresses: those come from their accounts."""

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
        """Whom the listing side wants people to ask about the listing."""
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


@dataclass(frozen=True)
class AttributionLine:
    """One line of the credit: a logo, or a text with a label, which may be blank."""

    label: str = ""
    text: str | None = None
    logo: Logo | None = None

    @property
    def text_with_label(self) -> str:
        return f"{self.label}: {self.text}" if self.label else self.text or ""


def required_lines(credit: Attribution, required: tuple[str, ...]) -> tuple[AttributionLine, ...]:
    """The listing office, then each demanded value that Spark sent, then the contact if no line shows it yet."""
    shown = [AttributionLine("Listing office", credit.office or "not given by the MLS")]
    for name in required:
        line = _line(credit, name)
        if line and line not in shown and (line.text or line.logo):
            shown.append(line)
    if credit.contact and credit.contact not in {line.text for line in shown}:
        shown.append(AttributionLine(text=credit.contact))
    return tuple(shown)


def _line(credit: Attribution, name: str) -> AttributionLine | None:
    """The line for a demanded name; None if the name is unknown or another part of the page shows it."""
    if name in {"IDXLogo", "IDXLogoSmall"}:
        return AttributionLine(logo=credit.logo if name == "IDXLogo" else credit.small_logo or credit.logo)
    if name == "BuyerOfficeName":
        return AttributionLine("Buyer’s office", credit.buyer_office)
    prefix = "CoList" if name.startswith("CoList") else "List"
    label, part = PARTS.get(name.removeprefix(prefix), (None, ""))
    if not name.startswith(prefix) or label is None:
        return None
    return AttributionLine(f"{SIDES[prefix]} {label}", getattr(credit.co if prefix == "CoList" else credit, part))
