"""People, carts and saved searches as Spark's JSON. Empty optional keys are omitted, as Spark does."""

from __future__ import annotations

from flask import request, url_for

from sandbox.listings.query import parse_selection
from sandbox.people import Agent, Consumer
from sandbox.responses import JsonObject
from sandbox.storage.records import Cart, SavedSearch


def serialize_office_account(member: Agent) -> JsonObject:
    """The account of a member's office."""
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


def serialize_contact(consumer: Consumer, contact_id: str) -> JsonObject:
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


def serialize_consumer_account(consumer: Consumer) -> JsonObject:
    """A consumer's account has few fields: https://sparkplatform.com/docs/api_services/my_account"""
    return {
        "Id": consumer.id,
        "Name": consumer.name,
        "GetEmailUpdates": False,
        "Emails": [],
        "Phones": [],
        "Websites": [],
        "Addresses": [],
    }


def serialize_consumer(consumer: Consumer) -> JsonObject:
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


def serialize_linked_agent(agent: Agent, portal_enabled: bool) -> JsonObject:
    """https://sparkplatform.com/docs/api_services/consumers/agents"""
    return member_fields(agent) | {
        "FbsIdxCustomer": True,
        "PortalEnabled": portal_enabled,
        "PrimaryEmail": office_email(agent),
        "PrimaryPhone": mobile_phone(agent),
        "Images": agent_images(agent),
    }


def serialize_agent_account(agent: Agent) -> JsonObject:
    """https://sparkplatform.com/docs/api_services/my_account"""
    return member_fields(agent) | {
        "FirstName": agent.given_name,
        "MiddleName": None,
        "LastName": agent.family_name,
        "Mls": agent.mls.name,
        "Locale": {"Language": "en"},
        "Tags": [],
        "Associations": [],
        "Emails": [office_email(agent)],
        "Phones": [mobile_phone(agent)],
        "Websites": [],
        "Addresses": [office_address(agent)],
        "Images": agent_images(agent),
    }


def member_fields(agent: Agent) -> JsonObject:
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


def office_email(agent: Agent) -> JsonObject:
    return part_id(agent, 1) | {"Name": "Office E-Mail", "Primary": True, "Type": "Office", "Address": agent.login}


def mobile_phone(agent: Agent) -> JsonObject:
    area, prefix, line = agent.phone.split("-")
    return part_id(agent, 2) | {
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


def office_address(agent: Agent) -> JsonObject:
    office = agent.office
    return part_id(agent, 3) | {
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


def agent_images(agent: Agent) -> list[JsonObject]:
    if not agent.portrait:
        return []
    uri = url_for("static", filename=agent.portrait, _external=True)
    return [part_id(agent, 4) | {"Type": "Photo", "Name": agent.name, "Uri": uri}]


def part_id(agent: Agent, number: int) -> JsonObject:
    """The 26-digit id of a part of the agent's account."""
    return {"Id": f"{agent.id[:20]}{number:06}"}


def serialize_cart(cart: Cart, *, with_listings: bool = False) -> JsonObject:
    """An agent's own carts have no `PortalCartType`."""
    fields = cart_summary(cart) | {
        "OwnerId": cart.owner_id,
        "ModificationTimestamp": cart.modified,
        "CreatedTimestamp": cart.created,
        "ViewId": None,
    }
    return fields | portal_cart_type(cart) | cart_expansion(cart, with_listings)


def serialize_portal_cart(cart: Cart, agent_id: str) -> JsonObject:
    """Spark spells `ResourceURI` like this in portal carts only."""
    summary = cart_summary(cart)
    fields = {"ResourceURI": summary.pop("ResourceUri")} | summary
    fields |= {"CreatedBy": agent_id, "VowAdded": [], "VowRemoved": []}
    return fields | portal_cart_type(cart) | cart_expansion(cart)


def portal_cart_type(cart: Cart) -> JsonObject:
    return {"PortalCartType": cart.portal_type} if cart.portal_type else {}


def cart_expansion(cart: Cart, always: bool = False) -> JsonObject:
    expanded = always or "ListingIds" in parse_selection(request.args).expand
    return {"ListingIds": list(cart.listing_ids)} if expanded else {}


def cart_summary(cart: Cart) -> JsonObject:
    """`ListingCount` counts all listings of the cart, whatever their status."""
    return {
        "ResourceUri": cart_uri(cart),
        "Id": cart.id,
        "Name": cart.name,
        "ListingCount": len(cart.listing_ids),
    }


def cart_uri(cart: Cart) -> str:
    return f"/v1/listingcarts/{cart.id}"


def serialize_search(search: SavedSearch) -> JsonObject:
    """`Filter` is null for searches of the old system, though they run."""
    return search_summary(search) | {
        "OwnerId": search.owner_id,
        "Description": search.description or None,
        "Filter": None if search.from_old_system else search.filter,
        "QuickSearchId": None,
        "ContactIds": list(search.contact_ids),
        "UnsubscribedContactIds": [],
        "Tags": list(search.tags),
        "Provided": search.provided,
        "ModificationTimestamp": search.modified,
    }


def search_summary(search: SavedSearch) -> JsonObject:
    return {"ResourceUri": f"/v1/savedsearches/{search.id}", "Id": search.id, "Name": search.name}


def serialize_tag(tag: str) -> JsonObject:
    return {"ResourceUri": f"/v1/savedsearches/tags/{tag}", "Tag": tag}
