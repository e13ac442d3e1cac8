"""Accounts, contacts and consumers: https://sparkplatform.com/docs/api_services/accounts, my_account, consumers."""

from __future__ import annotations

from flask import Blueprint, Response, request

from sandbox.auth import current_access
from sandbox.errors import SparkError
from sandbox.homes.agents import AGENTS_BY_MLS
from sandbox.people import Agent, Consumer
from sandbox.responses import JsonObject, results
from sandbox.services.serializers import (
    serialize_agent_account,
    serialize_consumer,
    serialize_consumer_account,
    serialize_contact,
    serialize_linked_agent,
    serialize_office_account,
)
from sandbox.state import portal_of_agent

bp = Blueprint("accounts", __name__, url_prefix="/v1")


@bp.get("/accounts/<account_id>")
def get_account(account_id: str) -> Response:
    """The account of a member or an office of the session's MLS."""
    accounts = [serialize_agent_account(agent) for agent in _mls_agents() if agent.id == account_id]
    offices = [serialize_office_account(agent) for agent in _office_agents(account_id)][:1]
    return results((accounts or offices) or _not_found())


@bp.get("/accounts/by/office/<office_id>")
def list_by_office(office_id: str) -> Response:
    return results([serialize_agent_account(agent) for agent in _office_agents(office_id)] or _not_found())


def _mls_agents() -> list[Agent]:
    return AGENTS_BY_MLS[current_access().mls_id]


def _office_agents(office_id: str) -> list[Agent]:
    return [agent for agent in _mls_agents() if agent.office.id == office_id]


def _not_found() -> list[JsonObject]:
    raise SparkError(404, 404, "Not Found")


@bp.get("/my/contact")
def get_contact() -> Response:
    """The agent's contact record of the consumer; supports `_select`."""
    consumer, agent = require_consumer(), current_access().agent
    contact_id = next(link.contact_id for link in consumer.links if link.agent == agent)
    return results([select_fields(serialize_contact(consumer, contact_id))])


@bp.get("/my/account")
def get_my_account() -> Response:
    person = current_access().person
    if isinstance(person, Consumer):
        return results([serialize_consumer_account(person)])
    return results([serialize_agent_account(person)])


@bp.get("/consumers/me")
def get_consumer() -> Response:
    return results([serialize_consumer(require_consumer())])


@bp.get("/consumers/me/agents")
def list_my_agents() -> Response:
    agents = [link.agent for link in require_consumer().links]
    return results([serialize_linked_agent(agent, portal_of_agent(agent.id) is not None) for agent in agents])


def require_consumer() -> Consumer:
    person = current_access().person
    if not isinstance(person, Consumer):
        raise SparkError(403, 1500, "This service is not available to your role")
    return person


def select_fields(item: JsonObject) -> JsonObject:
    """The fields that `_select` names, and always `Id` and `ResourceUri`."""
    if "_select" not in request.args:
        return item
    names = {"Id", "ResourceUri", *request.args["_select"].split(",")}
    return {key: value for key, value in item.items() if key in names}
