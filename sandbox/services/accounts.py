"""The agents and offices that a listing names: https://sparkplatform.com/docs/api_services/accounts"""

from __future__ import annotations

from flask import Blueprint, Response

from sandbox.access import current
from sandbox.envelope import SparkFault, results
from sandbox.homes.roster import ROSTER
from sandbox.people import Agent
from sandbox.services.shapes import Shape, agent_account, office_address

bp = Blueprint("accounts", __name__, url_prefix="/v1/accounts")


@bp.get("/<account_id>")
def account(account_id: str) -> Response:
    """Of a member or of an office of the session's MLS."""
    accounts = [agent_account(agent) for agent in _members() if agent.id == account_id]
    offices = [office_account(agent) for agent in _of_office(account_id)][:1]
    return results((accounts or offices) or _nothing())


@bp.get("/by/office/<office_id>")
def by_office(office_id: str) -> Response:
    return results([agent_account(agent) for agent in _of_office(office_id)] or _nothing())


def _members() -> list[Agent]:
    return ROSTER[current().mls_id]


def _of_office(office_id: str) -> list[Agent]:
    return [agent for agent in _members() if agent.office.id == office_id]


def _nothing() -> list[Shape]:
    raise SparkFault(404, 404, "Not Found")


def office_account(member: Agent) -> Shape:
    """The office of one of its members."""
    office = member.office
    phone = {"Name": "Office Phone", "Primary": True, "Type": "Office", "Number": office.phone}
    return {
        "Id": office.id,
        "ResourceUri": f"/v1/accounts/{office.id}",
        "UserType": "Office",
        "Name": office.name,
        "OfficeId": office.id,
        "Office": office.name,
        "Mls": member.mls.name,
        "MlsId": member.mls.id,
        "Emails": [],
        "Phones": [phone],
        "Websites": [],
        "Addresses": [office_address(member)],
        "Images": [],
    }
