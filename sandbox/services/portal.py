"""The agent's portal: https://sparkplatform.com/docs/api_services/portals"""

from __future__ import annotations

from datetime import UTC, datetime

from flask import Blueprint, Response

from sandbox.access import current
from sandbox.calls import body
from sandbox.envelope import SparkFault, results
from sandbox.people import Portal
from sandbox.services.shapes import Shape
from sandbox.state import portal_of, state

bp = Blueprint("portal", __name__, url_prefix="/v1/portal")


@bp.get("")
def portal() -> Response:
    """The portal of the current agent, or no results at all."""
    found = portal_of(current().agent.id)
    return results([shape(found)] if found else [])


@bp.post("")
def create() -> Response:
    """Agents only. `Name` comes from `DisplayName`; with `AutoName` it is made up if that is missing or taken."""
    agent = current().agent
    if current().role != "private":
        raise SparkFault(405, 1018, "A portal is made by its agent.")
    if portal_of(agent.id):
        raise SparkFault(409, 1110, "The agent has a portal already.")
    created = asked_for(agent.id)
    state().portals[created.name] = created
    return results([{"ResourceUri": uri(created)}], status=201)


def asked_for(agent_id: str) -> Portal:
    wanted = sent()
    display_name = free_name(str(wanted.get("DisplayName") or ""), wanted.get("AutoName") is True)
    required = wanted.get("RequiredFields")
    return Portal(
        id=datetime.now(UTC).strftime("%Y%m%d%H%M%S%f000000"),
        owner_id=agent_id,
        name=display_name.lower(),
        display_name=display_name,
        enabled=wanted.get("Enabled") is not False,
        required_fields=tuple(str(name) for name in required) if isinstance(required, list) else (),
        modified=datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S"),
    )


def sent() -> Shape:
    wanted = body().get("D")
    if not isinstance(wanted, dict):
        raise SparkFault(400, 1050, "The body must be wrapped in D.")
    return wanted


def free_name(wanted: str, automatic: bool) -> str:
    """A display name of plain letters and digits, as it goes into an address, that no other portal has."""
    name = "".join(letter for letter in wanted if letter.isascii() and letter.isalnum())
    if name and name.lower() not in state().portals:
        return name
    if not automatic:
        raise SparkFault(409, 1055, "The name is taken.") if name else SparkFault(400, 1050, "DisplayName is missing.")
    return f"{name or 'Portal'}{len(state().portals) + 1}"


def shape(portal: Portal) -> Shape:
    return {
        "ResourceUri": uri(portal),
        "Id": portal.id,
        "OwnerId": portal.owner_id,
        "ModificationTimestamp": portal.modified,
        "Name": portal.name,
        "DisplayName": portal.display_name,
        "Enabled": portal.enabled,
        "RequiredFields": list(portal.required_fields),
    }


def uri(portal: Portal) -> str:
    return f"/v1/portal/{portal.id}"
