"""What the MLS is and what it demands: https://sparkplatform.com/docs/api_services/system_info."""

from __future__ import annotations

from dataclasses import dataclass

from .client import Spark
from .fields import Fields


@dataclass(frozen=True)
class System:
    """The MLS of the signed-in consumer's agent; `time_zone` is an IANA name, `disclaimer` plain text."""

    mls: str | None = None
    mls_id: str | None = None
    time_zone: str | None = None
    disclaimer: str | None = None


def system(spark: Spark) -> System:
    """GET `/v1/system`."""
    fields = next(iter(spark.get("system").items("Results")), Fields({}))
    configuration = next(iter(fields.items("Configuration")), Fields({}))
    return System(
        mls=fields.text("Mls"),
        mls_id=fields.text("MlsId"),
        time_zone=configuration.text("TimeZone"),
        disclaimer=configuration.text("IdxDisclaimerTextOnly"),
    )


def property_types(spark: Spark) -> dict[str, str]:
    """GET `/v1/propertytypes`: labels by code, such as `{"A": "Residential"}`."""
    items = spark.get("propertytypes").items("Results")
    labels = ((item.text("MlsCode"), item.text("MlsName")) for item in items)
    return {code: label for code, label in labels if code and label}
