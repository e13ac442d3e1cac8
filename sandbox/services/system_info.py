"""System info, such as display rules and sign-in URLs: https://sparkplatform.com/docs/api_services/system_info"""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, url_for

from sandbox.auth import current_access
from sandbox.mls import LAKES, PRAIRIE, Mls
from sandbox.people import Agent
from sandbox.responses import JsonObject, results
from sandbox.state import portal_of_agent

bp = Blueprint("system_info", __name__, url_prefix="/v1")

LOGOS = {PRAIRIE.id: "prairie-mls.svg"}
REQUIRED_FIELDS = {
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
}  # real MLS disclaimers contain styles, scripts and unclosed tags


@bp.get("/system")
def get_system_info() -> Response:
    agent = current_access().agent
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
                "DisplayCompliance": {agent.mls.id: display_compliance(agent.mls)},
            }
        ]
    )


def configuration(agent: Agent) -> JsonObject:
    logo = logo_uri(agent.mls)
    return {
        "IdxDisclaimer": disclaimer_html(agent.mls),
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
    } | time_zone(agent.mls)


def time_zone(mls: Mls) -> JsonObject:
    now = datetime.now(ZoneInfo(mls.zone))
    return {"TimeZone": mls.zone, "TimeZoneOffset": f"{now:%z}", "TimeZoneAbbreviation": f"{now:%Z}"}


def display_compliance(mls: Mls) -> JsonObject:
    """The fields that each view must show. Summary is a list of results, detail is one listing."""
    view = {name: {"DisplayCompliance": fields} for name, fields in REQUIRED_FIELDS[mls.id].items()}
    return {"DisclaimerText": disclaimer_html(mls), "DisclaimerTextOnly": mls.disclaimer, "View": view}


def disclaimer_html(mls: Mls) -> str:
    return DISCLAIMERS[mls.id].format(text=mls.disclaimer)


def logo_uri(mls: Mls) -> str:
    return url_for("static", filename=LOGOS[mls.id], _external=True) if mls.id in LOGOS else ""


def sign_in_uri(agent: Agent) -> str:
    portal = portal_of_agent(agent.id)
    if portal is None:
        return url_for("sign_in.vow", _external=True)
    return url_for("sign_in.portal", name=portal.name, _external=True)
