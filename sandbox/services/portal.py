"""The agent's portal: https://sparkplatform.com/docs/api_services/portals"""

from __future__ import annotations

from datetime import UTC, datetime

from flask import Blueprint, Response

from sandbox.auth import current_access
from sandbox.errors import SparkError
from sandbox.people import Portal
from sandbox.responses import JsonObject, results
from sandbox.services.request_data import request_data
from sandbox.state import portal_of_agent, state

bp = Blueprint("portal", __name__, url_prefix="/v1/portal")


@bp.get("")
def get_portal() -> Response:
    """The portal of the current agent, or an empty list."""
    found = portal_of_agent(current_access().agent.id)
    return results([serialize_portal(found)] if found else [])


@bp.post("")
def create_portal() -> Response:
    """Agents only. `Name` comes from `DisplayName`. With `AutoName`, a missing or taken name gets a number."""
    agent = current_access().agent
    if current_access().role != "private":
        raise SparkError(405, 1018, "A portal is made by its agent.")
    if portal_of_agent(agent.id):
        raise SparkError(409, 1110, "The agent has a portal already.")
    created = requested_portal(agent.id)
    state().portals[created.name] = created
    return results([{"ResourceUri": portal_uri(created)}], status=201)


def requested_portal(agent_id: str) -> Portal:
    fields = request_data()
    display_name = available_display_name(str(fields.get("DisplayName") or ""), fields.get("AutoName") is True)
    required = fields.get("RequiredFields")
    return Portal(
        id=datetime.now(UTC).strftime("%Y%m%d%H%M%S%f000000"),
        owner_id=agent_id,
        name=display_name.lower(),
        display_name=display_name,
        enabled=fields.get("Enabled") is not False,
        required_fields=tuple(str(name) for name in required) if isinstance(required, list) else (),
        modified=datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S"),
    )


def available_display_name(requested: str, automatic: bool) -> str:
    """A display name of ASCII letters and digits, because it is part of a URL, that no other portal has."""
    name = "".join(letter for letter in requested if letter.isascii() and letter.isalnum())
    if name and name.lower() not in state().portals:
        return name
    if not automatic:
        raise SparkError(409, 1055, "The name is taken.") if name else SparkError(400, 1050, "DisplayName is missing.")
    return f"{name or 'Portal'}{len(state().portals) + 1}"


def serialize_portal(portal: Portal) -> JsonObject:
    return {
        "ResourceUri": portal_uri(portal),
        "Id": portal.id,
        "OwnerId": portal.owner_id,
        "ModificationTimestamp": portal.modified,
        "Name": portal.name,
        "DisplayName": portal.display_name,
        "Enabled": portal.enabled,
        "RequiredFields": list(portal.required_fields),
    }


def portal_uri(portal: Portal) -> str:
    return f"/v1/portal/{portal.id}"
