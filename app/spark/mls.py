"""What the MLS is and what it demands: https://sparkplatform.com/docs/api_services/system_info.

Which fields an MLS uses, and which values they take: https://sparkplatform.com/docs/api_services/standard_fields.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, tzinfo
from urllib.parse import quote
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import nh3
from markupsafe import Markup

from app.spark.attribution import Logo, logo_url
from app.spark.client import SparkClient
from app.spark.fields import Fields

BLOCK_END = re.compile(r"</(?:div|td|th|tr|li|h[1-6]|table|center|section)\s*>", re.IGNORECASE)


@dataclass(frozen=True)
class RequiredFields:
    """The names that a home's credit must show in a list and on its own page; strict where the MLS says nothing."""

    summary: tuple[str, ...] = ("ListOfficeName", "IDXLogoSmall")
    detail: tuple[str, ...] = ("ListOfficeName", "ListAgentName", "IDXLogo")

    @classmethod
    def read(cls, views: Fields) -> RequiredFields:
        summary, detail = (views.nested(view).texts("DisplayCompliance") for view in ("Summary", "Detail"))
        return cls(summary or cls.summary, detail or cls.detail)


@dataclass(frozen=True)
class SystemInfo:
    """The MLS of the signed-in consumer's agent; `time_zone` is an IANA name, `disclaimer` a Markup that is clean.

    `compliance` says by MLS id what the homes of that MLS must show.
    """

    mls: str | None = None
    mls_id: str | None = None
    time_zone: str | None = None
    disclaimer: str | None = None
    logos: tuple[Logo, ...] = ()
    compliance: Mapping[str, RequiredFields] = field(default_factory=dict)

    @property
    def zone(self) -> tzinfo:
        """The clock of the MLS; UTC while that is not known."""
        try:
            return ZoneInfo(self.time_zone) if self.time_zone else UTC
        except (ZoneInfoNotFoundError, ValueError, OSError):  # “America” is a folder
            return UTC

    def required(self, mls_id: str | None, *, detail: bool) -> tuple[str, ...]:
        """What the credit of a home of that MLS must show."""
        required = self.compliance.get(mls_id or self.mls_id or "", RequiredFields())
        return required.detail if detail else required.summary


def fetch_system_info(spark: SparkClient) -> SystemInfo:
    """GET `/v1/system`."""
    fields = next(iter(spark.get("system").items("Results")), Fields({}))
    configuration = next(iter(fields.items("Configuration")), Fields({}))
    mls, mls_id, compliance = fields.text("Mls"), fields.text("MlsId"), fields.nested("DisplayCompliance")
    return SystemInfo(
        mls=mls,
        mls_id=mls_id,
        time_zone=configuration.text("TimeZone"),
        disclaimer=_disclaimer(configuration, compliance.nested(mls_id or "")),
        logos=_logos(configuration, mls or "MLS"),
        compliance={name: RequiredFields.read(compliance.nested(name).nested("View")) for name in compliance.names()},
    )


def sanitize_html(html: str) -> Markup:
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


def fetch_property_types(spark: SparkClient) -> dict[str, str]:
    """GET `/v1/propertytypes`: labels by code, such as `{"A": "Residential"}`."""
    items = spark.get("propertytypes").items("Results")
    labels = ((item.text("MlsCode"), item.text("MlsName")) for item in items)
    return {code: label for code, label in labels if code and label}


def _disclaimer(configuration: Fields, own: Fields) -> Markup | None:
    """The HTML if words are left of it, else the text; the MLS's general one before that for its listings (`own`)."""
    for html in filter(None, (configuration.text("IdxDisclaimer"), own.text("DisclaimerText"))):
        if (clean := sanitize_html(html)).striptags():
            return clean
    text = configuration.text("IdxDisclaimerTextOnly") or own.text("DisclaimerTextOnly")
    return Markup("<br>").join(text.splitlines()) if text else None


def _logos(configuration: Fields, mls: str) -> tuple[Logo, ...]:
    """Those in `MlsLogos`, whose names Spark also sends under `Name:`; else the one for listings."""
    given = [(logo.text("Name", "Name:"), logo.text("Uri")) for logo in configuration.items("MlsLogos")]
    given = given or [(None, configuration.text("IdxLogo"))]
    return tuple(Logo(name or mls, address) for name, uri in given if (address := logo_url(uri)))


@dataclass(frozen=True)
class FieldOption:
    """A value of a list field and how people write it; `types` are the codes of its property types, none for all."""

    value: str
    label: str
    types: tuple[str, ...] = ()


@dataclass(frozen=True)
class StandardField:
    """A standard field: `label` is the MLS's own word for it, `usable` whether a filter may name it."""

    label: str
    searchable: bool


def fetch_standard_fields(spark: SparkClient) -> dict[str, StandardField]:
    """GET `/v1/standardfields`: all fields by their names."""
    every = next(iter(spark.get("standardfields").items("Results")), Fields({}))
    return {name: _standard(name, every.nested(name)) for name in every.names()}


def fetch_options(spark: SparkClient, field: str) -> tuple[FieldOption, ...]:
    """GET `/v1/standardfields/<field>`: the values of a list field in the MLS's order."""
    answer = spark.get(f"standardfields/{quote(field, safe='')}")
    described = next(iter(answer.items("Results")), Fields({})).nested(field)
    return tuple(option for item in described.items("FieldList") if (option := _option(item)))


def _standard(name: str, field: Fields) -> StandardField:
    return StandardField(field.text("Label") or name, bool(field.boolean("Searchable")) and _visible(field))


def _visible(field: Fields) -> bool:
    """Whether the MLS uses it: `MlsVisible` is a list of property types, or has one inside; old answers lack it."""
    if "MlsVisible" not in field.names():
        return True
    return bool(field.texts("MlsVisible") or field.nested("MlsVisible").texts("PropertyTypes"))


def _option(item: Fields) -> FieldOption | None:
    """Blanks in front of a name only sort it first, as do those in front of a value."""
    value = item.text("Value") or item.text("Name")
    types = item.texts("AppliesTo") or item.texts("Applies To")
    return FieldOption(value, item.text("Name") or value, types) if value else None
