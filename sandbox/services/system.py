"""What the MLS demands and where to sign in: https://sparkplatform.com/docs/api_services/system_info"""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, url_for

from sandbox.access import current
from sandbox.envelope import results
from sandbox.mls import LAKES, PRAIRIE, Mls
from sandbox.people import Agent
from sandbox.services.shapes import Shape
from sandbox.state import portal_of

bp = Blueprint("system", __name__, url_prefix="/v1")

LOGOS = {PRAIRIE.id: "prairie-mls.svg"}
REQUIRED = {
    PRAIRIE.id: {
        "Summary": ["ListOfficeName"],
        "Detail": [
            *("ListOfficeName", "ListOfficePhone", "ListAgentName", "ListMemberPhone"),
            *("ListingUpdateTimestamp", "IDXLogo"),
        ],
    },
    LAKES.id: {
        "Summary": ["ListOfficeName", "ListAgentName"],
        "Detail": [
            *("ListAgentName", "ListMemberEmail", "ListOfficeName", "ListOfficeAddress"),
            *("CoListAgentName", "CoListOfficeName", "BuyerOfficeName", "ListingUpdateTimestamp"),
        ],
    },
}
DISCLAIMERS = {
    PRAIRIE.id: (
        '<p>{text}</p>\n<p style="font-size: 9px; color: #999"><b>Equal housing opportunity.</b> '
        'See <a href="https://www.example.org/prairie/terms">the terms of Prairie MLS</a>.</p>'
    ),
    LAKES.id: (
        "<p onclick=\"alert('disclaimer')\">{text}<br>Questions? "
        '<a href="javascript:alert(1)" target="_blank">Contact the MLS</a>.</p>'
        "<script>document.title = 'disclaimer'</script><p><i>Data is renewed every 15 minutes.</i>"
    ),
}  # as MLSs really write them: with styles, scripts and tags left open


@bp.get("/system")
def system() -> Response:
    agent = current().agent
    return results(
        [
            {
                "Name": agent.name,
                "Id": agent.id,
                "Office": agent.office.name,
                "OfficeId": agent.office.id,
                "Company": None,
                "CompanyId": None,
                "Mls": agent.mls.name,
                "MlsId": agent.mls.id,
                "Configuration": [configuration(agent)],
                "DisplayCompliance": {agent.mls.id: compliance(agent.mls)},
            }
        ]
    )


def configuration(agent: Agent) -> Shape:
    logo = logo_uri(agent.mls)
    return {
        "IdxDisclaimer": as_html(agent.mls),
        "IdxDisclaimerTextOnly": agent.mls.disclaimer,
        "IdxLogo": logo,
        "IdxLogoSmall": logo,
        "MlsLogos": [{"Name:": agent.mls.name, "Uri": logo}] if logo else [],  # the colon is Spark's
        "OAuth2ServiceEndpointPortal": sign_in_uri(agent),
        "OAuth2ServiceEndpointPrivate": url_for("sign_in.private", _external=True),
        "CurrencyType": "USD",
        "FlexmlsProducts": ["DesktopIdx", "MobileIdx"],
        "ExtendedActiveStatuses": {"Enabled": False},
        "ExtendedPendingStatuses": {"Enabled": False},
        "PasswordReset": True,
        "PasswordAlternativeUri": None,
    } | clock(agent.mls)


def clock(mls: Mls) -> Shape:
    now = datetime.now(ZoneInfo(mls.zone))
    return {"TimeZone": mls.zone, "TimeZoneOffset": f"{now:%z}", "TimeZoneAbbreviation": f"{now:%Z}"}


def compliance(mls: Mls) -> Shape:
    """Which field names each view must show; a summary is a list of results, a detail is one listing."""
    view = {name: {"DisplayCompliance": fields} for name, fields in REQUIRED[mls.id].items()}
    return {"DisclaimerText": as_html(mls), "DisclaimerTextOnly": mls.disclaimer, "View": view}


def as_html(mls: Mls) -> str:
    return DISCLAIMERS[mls.id].format(text=mls.disclaimer)


def logo_uri(mls: Mls) -> str:
    return url_for("static", filename=LOGOS[mls.id], _external=True) if mls.id in LOGOS else ""


def sign_in_uri(agent: Agent) -> str:
    portal = portal_of(agent.id)
    if portal is None:
        return url_for("sign_in.vow", _external=True)
    return url_for("sign_in.portal", name=portal.name, _external=True)
