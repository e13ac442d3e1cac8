"""What the MLS wants shown beside its listings: https://sparkplatform.com/docs/api_services/system_info."""

from __future__ import annotations

from collections.abc import Iterator

from requests import Response

from app.spark.answer import envelope
from app.spark.errors import SparkError
from app.spark.fields import Fields

from .finding import Finding
from .line import Line


def mls(line: Line) -> Iterator[Finding]:
    """Spark tells it to those who are signed in, or by the token of a single-session key."""
    if line.settings.single_session is None:
        yield Finding("ok", "MLS", "What it demands is asked for when somebody is signed in.")
        return
    answer = line.api("GET", "system", token=line.settings.single_session[0])
    try:
        system = next(iter(envelope(answer).items("Results")), Fields({}))
    except SparkError as error:
        saw = f"Spark does not tell it for SPARK_ACCESS_TOKEN (status {error.status}, code {error.code})."
        remedy = "A token that the portal has renewed since is no harm; else get new ones for your key."
        yield Finding("warning", "MLS", saw, remedy)
        return
    yield _demands(system, _shown(answer, system.text("MlsId") or ""))


def _shown(answer: Response, mls_id: str) -> str:
    """Which fields each view must show, in words; nothing if the MLS does not say."""
    try:
        views = answer.json()["D"]["Results"][0]["DisplayCompliance"][mls_id]["View"]
        summary, detail = (", ".join(views[view]["DisplayCompliance"]) for view in ("Summary", "Detail"))
    except (LookupError, TypeError):
        return ""
    return f"results must show {summary or 'nothing more'}; a listing must show {detail or 'nothing more'}"


def _demands(system: Fields, shown: str) -> Finding:
    configuration = next(iter(system.items("Configuration")), Fields({}))
    disclaimer = configuration.text("IdxDisclaimerTextOnly", "IdxDisclaimer")
    said = f"its disclaimer is {'there' if disclaimer else 'missing'}; {shown or 'it names no fields to be shown'}"
    saw = f"{system.text('Mls') or 'The MLS has no name'}: {said}."
    if disclaimer and shown:
        return Finding("ok", "MLS", saw)
    return Finding("warning", "MLS", saw, "Ask the MLS what it wants shown beside its listings.")
