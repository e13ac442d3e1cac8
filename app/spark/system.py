"""What the MLS is and what it demands: https://sparkplatform.com/docs/api_services/system_info."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import nh3
from markupsafe import Markup

from .client import Spark
from .fields import Fields
from .logo import Logo, logo_address

BLOCK_END = re.compile(r"</(?:div|td|th|tr|li|h[1-6]|table|center|section)\s*>", re.IGNORECASE)


@dataclass(frozen=True)
class Required:
    """The names that a home's credit must show in a list and on its own page; strict where the MLS says nothing."""

    summary: tuple[str, ...] = ("ListOfficeName", "IDXLogoSmall")
    detail: tuple[str, ...] = ("ListOfficeName", "ListAgentName", "IDXLogo")

    @classmethod
    def read(cls, views: Fields) -> Required:
        summary, detail = (views.inside(view).texts("DisplayCompliance") for view in ("Summary", "Detail"))
        return cls(summary or cls.summary, detail or cls.detail)


@dataclass(frozen=True)
class System:
    """The MLS of the signed-in consumer's agent; `time_zone` is an IANA name, `disclaimer` a Markup that is clean.

    `compliance` says by MLS id what the homes of that MLS must show.
    """

    mls: str | None = None
    mls_id: str | None = None
    time_zone: str | None = None
    disclaimer: str | None = None
    logos: tuple[Logo, ...] = ()
    compliance: Mapping[str, Required] = field(default_factory=dict)

    @property
    def zone(self) -> tzinfo:
        """The clock of the MLS; UTC while that is not known."""
        try:
            return ZoneInfo(self.time_zone) if self.time_zone else UTC
        except (ZoneInfoNotFoundError, ValueError, OSError):  # “America” is a folder
            return UTC

    def required(self, mls_id: str | None, *, detail: bool) -> tuple[str, ...]:
        """What the credit of a home of that MLS must show."""
        required = self.compliance.get(mls_id or self.mls_id or "", Required())
        return required.detail if detail else required.summary


def system(spark: Spark) -> System:
    """GET `/v1/system`."""
    fields = next(iter(spark.get("system").items("Results")), Fields({}))
    configuration = next(iter(fields.items("Configuration")), Fields({}))
    mls, mls_id, compliance = fields.text("Mls"), fields.text("MlsId"), fields.inside("DisplayCompliance")
    return System(
        mls=mls,
        mls_id=mls_id,
        time_zone=configuration.text("TimeZone"),
        disclaimer=_disclaimer(configuration, compliance.inside(mls_id or "")),
        logos=_logos(configuration, mls or "MLS"),
        compliance={name: Required.read(compliance.inside(name).inside("View")) for name in compliance.names()},
    )


def cleaned(html: str) -> Markup:
    """What an MLS wrote, as HTML that is safe in a page of ours: paragraphs, stress and links, nothing else."""
    kept = nh3.clean(
        BLOCK_END.sub("<br>", html),
        tags={"p", "br", "b", "strong", "i", "em", "a"},
        attributes={"a": {"href"}},
        url_schemes={"http", "https"},
        url_relative="deny",
        link_rel="noopener noreferrer nofollow",
        set_tag_attribute_values={"a": {"target": "_blank"}},
    )
    return Markup(kept)  # noqa: S704 - cleaned in the line above


def property_types(spark: Spark) -> dict[str, str]:
    """GET `/v1/propertytypes`: labels by code, such as `{"A": "Residential"}`."""
    items = spark.get("propertytypes").items("Results")
    labels = ((item.text("MlsCode"), item.text("MlsName")) for item in items)
    return {code: label for code, label in labels if code and label}


def _disclaimer(configuration: Fields, own: Fields) -> Markup | None:
    """The HTML if words are left of it, else the text; the MLS's general one before that for its listings (`own`)."""
    for html in filter(None, (configuration.text("IdxDisclaimer"), own.text("DisclaimerText"))):
        if (clean := cleaned(html)).striptags():
            return clean
    text = configuration.text("IdxDisclaimerTextOnly") or own.text("DisclaimerTextOnly")
    return Markup("<br>").join(text.splitlines()) if text else None


def _logos(configuration: Fields, mls: str) -> tuple[Logo, ...]:
    """Those in `MlsLogos`, whose names Spark also sends under `Name:`; else the one for listings."""
    given = [(logo.text("Name", "Name:"), logo.text("Uri")) for logo in configuration.items("MlsLogos")]
    given = given or [(None, configuration.text("IdxLogo"))]
    return tuple(Logo(name or mls, address) for name, uri in given if (address := logo_address(uri)))
