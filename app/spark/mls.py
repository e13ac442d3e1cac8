"""The MLS: its name, time zone, disclaimer and demands, its property types, and the standard fields it uses.

See https://sparkplatform.com/docs/api_services/system_info and .../standard_fields.
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

from app.spark.attribution import AttributionLine, Logo, logo_url, required_lines
from app.spark.client import SparkClient
from app.spark.fields import Fields
from app.spark.listing import Listing

BLOCK_END = re.compile(r"</(?:div|td|th|tr|li|h[1-6]|table|center|section)\s*>", re.IGNORECASE)


@dataclass(frozen=True)
class RequiredFields:
    """The names that the credit must show in a list and on a home's page; the defaults are strict."""

    summary: tuple[str, ...] = ("ListOfficeName", "IDXLogoSmall")
    detail: tuple[str, ...] = ("ListOfficeName", "ListAgentName", "IDXLogo")

    @classmethod
    def read(cls, views: Fields) -> RequiredFields:
        summary, detail = (views.nested(view).texts("DisplayCompliance") for view in ("Summary", "Detail"))
        return cls(summary or cls.summary, detail or cls.detail)


@dataclass(frozen=True)
class SystemInfo:
    """The MLS of the signed-in consumer's agent; `time_zone` is an IANA name, `disclaimer` is sanitized.

    `compliance` holds, by MLS id, what the homes of that MLS must show.
    """

    mls: str | None = None
    mls_id: str | None = None
    time_zone: str | None = None
    disclaimer: str | None = None
    logos: tuple[Logo, ...] = ()
    compliance: Mapping[str, RequiredFields] = field(default_factory=dict)

    @property
    def zone(self) -> tzinfo:
        """The time zone of the MLS; UTC if unknown."""
        try:
            return ZoneInfo(self.time_zone) if self.time_zone else UTC
        except (ZoneInfoNotFoundError, ValueError, OSError):  # “America” is a folder
            return UTC

    def required(self, mls_id: str | None, *, detail: bool) -> tuple[str, ...]:
        """What the credit of a home of that MLS must show."""
        required = self.compliance.get(mls_id or self.mls_id or "", RequiredFields())
        return required.detail if detail else required.summary


@dataclass(frozen=True)
class FieldOption:
    """A value of a list field and its label; `types` are property type codes, empty for all types."""

    value: str
    label: str
    types: tuple[str, ...] = ()


@dataclass(frozen=True)
class StandardField:
    """A standard field: `label` is the MLS's word for it; a filter may name it if `searchable`."""

    label: str
    searchable: bool


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


def attribution_lines(home: Listing, system: SystemInfo | None, *, detail: bool = False) -> tuple[AttributionLine, ...]:
    """The credit that the home's MLS demands in a list or, with `detail`, on the home's page.

    Without `system` the strict defaults apply.
    """
    around = system or SystemInfo()
    required = around.required(home.mls_id, detail=detail or home.detailed)
    shown = required_lines(home.attribution, required)
    logo = next(iter(around.logos), None) if home.mls_id in {None, around.mls_id} else None
    if logo and set(required) & {"IDXLogo", "IDXLogoSmall"} and not any(line.logo for line in shown):
        shown += (AttributionLine(logo=logo),)
    return shown


def sanitize_html(html: str) -> Markup:
    """The MLS's HTML with only paragraphs, emphasis and links left."""
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


def fetch_standard_fields(spark: SparkClient) -> dict[str, StandardField]:
    """GET `/v1/standardfields`: all fields by their names."""
    every = next(iter(spark.get("standardfields").items("Results")), Fields({}))
    return {name: _standard(name, every.nested(name)) for name in every.names()}


def fetch_options(spark: SparkClient, field: str) -> tuple[FieldOption, ...]:
    """GET `/v1/standardfields/<field>`: the values of a list field in the MLS's order."""
    answer = spark.get(f"standardfields/{quote(field, safe='')}")
    described = next(iter(answer.items("Results")), Fields({})).nested(field)
    return tuple(option for item in described.items("FieldList") if (option := _option(item)))


def _disclaimer(configuration: Fields, own: Fields) -> Markup | None:
    """The HTML if sanitizing leaves any words, else the text; the general one before that for listings (`own`)."""
    for html in filter(None, (configuration.text("IdxDisclaimer"), own.text("DisclaimerText"))):
        if (clean := sanitize_html(html)).striptags():
            return clean
    text = configuration.text("IdxDisclaimerTextOnly") or own.text("DisclaimerTextOnly")
    return Markup("<br>").join(text.splitlines()) if text else None


def _logos(configuration: Fields, mls: str) -> tuple[Logo, ...]:
    """The `MlsLogos` (Spark sometimes sends `Name:` for `Name`); without any, the logo for listings."""
    given = [(logo.text("Name", "Name:"), logo.text("Uri")) for logo in configuration.items("MlsLogos")]
    given = given or [(None, configuration.text("IdxLogo"))]
    return tuple(Logo(name or mls, address) for name, uri in given if (address := logo_url(uri)))


def _standard(name: str, field: Fields) -> StandardField:
    return StandardField(field.text("Label") or name, bool(field.boolean("Searchable")) and _visible(field))


def _visible(field: Fields) -> bool:
    """Whether the MLS uses it: `MlsVisible` is, or contains, a list of property types; old answers lack it."""
    if "MlsVisible" not in field.names():
        return True
    return bool(field.texts("MlsVisible") or field.nested("MlsVisible").texts("PropertyTypes"))


def _option(item: Fields) -> FieldOption | None:
    """Leading blanks of a name or value only affect sorting; Fields strips them."""
    value = item.text("Value") or item.text("Name")
    types = item.texts("AppliesTo") or item.texts("Applies To")
    return FieldOption(value, item.text("Name") or value, types) if value else None
