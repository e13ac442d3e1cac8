"""People in the shapes of Spark's JSON. Keys that have no value are left out, as Spark does."""

from __future__ import annotations

from flask import url_for

from sandbox.envelope import Json
from sandbox.people import Agent, Consumer

Shape = dict[str, Json]


def contact(consumer: Consumer, contact_id: str) -> Shape:
    """https://sparkplatform.com/docs/api_services/contacts"""
    known = {"HomeStreetAddress": consumer.street, "PrimaryPhoneNumber": consumer.phone}
    return {
        "Id": contact_id,
        "ResourceUri": f"/v1/contacts/{contact_id}",
        "DisplayName": consumer.name,
        "GivenName": consumer.given_name,
        "FamilyName": consumer.family_name,
        "PrimaryEmail": consumer.login,
        "Tags": ["VOW"],
        **{key: value for key, value in known.items() if value},
    }


def consumer_account(consumer: Consumer) -> Shape:
    """Limited, as every account of a consumer is: https://sparkplatform.com/docs/api_services/my_account"""
    nothing: Shape = {name: [] for name in ("Emails", "Phones", "Websites", "Addresses")}
    return {"Id": consumer.id, "Name": consumer.name, "GetEmailUpdates": False} | nothing


def consumer_record(consumer: Consumer) -> Shape:
    """https://sparkplatform.com/docs/api_services/consumers"""
    return {
        "Id": consumer.id,
        "ResourceUri": "/v1/consumers/me",
        "Name": consumer.name,
        "Email": consumer.login,
        "LastLoginTimestamp": None,
        "ModificationTimestamp": "2024-10-18T16:35:43",
        "CreatedTimestamp": "2024-09-02T08:12:36",
    }


def linked_agent(agent: Agent) -> Shape:
    """https://sparkplatform.com/docs/api_services/consumers/agents"""
    return membership(agent) | {
        "FbsIdxCustomer": True,
        "PortalEnabled": True,
        "PrimaryEmail": email(agent),
        "PrimaryPhone": phone(agent),
        "Images": images(agent),
    }


def agent_account(agent: Agent) -> Shape:
    """https://sparkplatform.com/docs/api_services/my_account"""
    return membership(agent) | {
        "FirstName": agent.given_name,
        "MiddleName": None,
        "LastName": agent.family_name,
        "Mls": agent.mls.name,
        "Locale": {"Language": "en"},
        "Tags": [],
        "Associations": [],
        "Emails": [email(agent)],
        "Phones": [phone(agent)],
        "Websites": [],
        "Addresses": [office_address(agent)],
        "Images": images(agent),
    }


def membership(agent: Agent) -> Shape:
    return {
        "Id": agent.id,
        "ResourceUri": f"/v1/accounts/{agent.id}",
        "UserType": "Member",
        "Name": agent.name,
        "OfficeId": agent.office.id,
        "Office": agent.office.name,
        "CompanyId": None,
        "Company": None,
        "MlsId": agent.mls.id,
    }


def email(agent: Agent) -> Shape:
    return part(agent, 1) | {"Name": "Office E-Mail", "Primary": True, "Type": "Office", "Address": agent.login}


def phone(agent: Agent) -> Shape:
    area, prefix, line = agent.phone.split("-")
    return part(agent, 2) | {
        "Name": "Mobile",
        "Primary": True,
        "Type": "Mobile",
        "Number": agent.phone,
        "InternationalCode": None,
        "AreaCode": area,
        "Prefix": prefix,
        "LineNumber": line,
        "Extension": None,
    }


def office_address(agent: Agent) -> Shape:
    office = agent.office
    return part(agent, 3) | {
        "Name": "Office Address",
        "Primary": True,
        "Type": "Office",
        "Address": f"{office.street}, {office.city}, {agent.mls.state} {office.postal_code}",
        "Street1": office.street,
        "Street2": None,
        "City": office.city,
        "Region": agent.mls.state,
        "PostalCode": office.postal_code,
    }


def images(agent: Agent) -> list[Shape]:
    if not agent.portrait:
        return []
    uri = url_for("static", filename=agent.portrait, _external=True)
    return [part(agent, 4) | {"Type": "Photo", "Name": agent.name, "Uri": uri}]


def part(agent: Agent, number: int) -> Shape:
    """An id for a part of the agent's account, 26 digits as all are."""
    return {"Id": f"{agent.id[:20]}{number:06}"}
