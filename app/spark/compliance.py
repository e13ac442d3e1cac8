"""What must stand beside a home: https://sparkplatform.com/docs/supporting_documentation/compliance.

Each MLS demands it by name in `/v1/system`. Not all names are fields of a listing: `ListMember…` are its agent's.
MLS number and time of update are not among the lines: they are shown always.
"""

from __future__ import annotations

from dataclasses import dataclass

from app.spark.attribution import Attribution, Logo
from app.spark.listing import Listing
from app.spark.mls import SystemInfo

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
"""The end of a demanded name: its label, and where the value stands."""


@dataclass(frozen=True)
class AttributionLine:
    """A line of the credit: `text` with its label, which may be blank, or a logo."""

    label: str = ""
    text: str | None = None
    logo: Logo | None = None

    @property
    def text_with_label(self) -> str:
        return f"{self.label}: {self.text}" if self.label else self.text or ""


def attribution_lines(home: Listing, system: SystemInfo | None, *, detail: bool = False) -> tuple[AttributionLine, ...]:
    """What a home's MLS demands in a list or, in `detail`, on the home's own page; the MLS may not be known."""
    around = system or SystemInfo()
    required = around.required(home.mls_id, detail=detail or home.detailed)
    shown = required_lines(home, required)
    logo = next(iter(around.logos), None) if home.mls_id in {None, around.mls_id} else None
    if logo and set(required) & {"IDXLogo", "IDXLogoSmall"} and not any(line.logo for line in shown):
        shown += (AttributionLine(logo=logo),)
    return shown


def required_lines(home: Listing, required: tuple[str, ...]) -> tuple[AttributionLine, ...]:
    """The listing office first, then what is demanded and not withheld, then how to reach them if they say."""
    credit = home.attribution
    shown = [AttributionLine("Listing office", credit.office or "not given by the MLS")]
    for name in required:
        line = _line(credit, name)
        if line and line not in shown and (line.text or line.logo):
            shown.append(line)
    if credit.contact and credit.contact not in {line.text for line in shown}:
        shown.append(AttributionLine(text=credit.contact))
    return tuple(shown)


def _line(credit: Attribution, name: str) -> AttributionLine | None:
    """What a demanded name stands for; None for a name that nobody knows, or that other parts of the page show."""
    if name in {"IDXLogo", "IDXLogoSmall"}:
        return AttributionLine(logo=credit.logo if name == "IDXLogo" else credit.small_logo or credit.logo)
    if name == "BuyerOfficeName":
        return AttributionLine("Buyer’s office", credit.buyer_office)
    prefix = "CoList" if name.startswith("CoList") else "List"
    label, part = PARTS.get(name.removeprefix(prefix), (None, ""))
    if not name.startswith(prefix) or label is None:
        return None
    return AttributionLine(f"{SIDES[prefix]} {label}", getattr(credit.co if prefix == "CoList" else credit, part))
