"""Who is signed in, and with which agents they work."""

from __future__ import annotations

from flask import Blueprint, Response, request

from sandbox.access import current
from sandbox.envelope import SparkFault, results
from sandbox.people import Consumer
from sandbox.services.shapes import Shape, agent_account, consumer_account, consumer_record, contact, linked_agent
from sandbox.state import portal_of

bp = Blueprint("people", __name__, url_prefix="/v1")


@bp.get("/my/contact")
def my_contact() -> Response:
    """The record that the chosen agent keeps of the consumer; `_select` narrows it."""
    consumer, agent = signed_in_consumer(), current().agent
    contact_id = next(link.contact_id for link in consumer.links if link.agent == agent)
    return results([selected(contact(consumer, contact_id))])


@bp.get("/my/account")
def my_account() -> Response:
    person = current().person
    return results([consumer_account(person) if isinstance(person, Consumer) else agent_account(person)])


@bp.get("/consumers/me")
def me() -> Response:
    return results([consumer_record(signed_in_consumer())])


@bp.get("/consumers/me/agents")
def my_agents() -> Response:
    agents = [link.agent for link in signed_in_consumer().links]
    return results([linked_agent(agent) | {"PortalEnabled": portal_of(agent.id) is not None} for agent in agents])


def signed_in_consumer() -> Consumer:
    person = current().person
    if not isinstance(person, Consumer):
        raise SparkFault(403, 1500, "This service is not available to your role")
    return person


def selected(shape: Shape) -> Shape:
    """Only what `_select` names; `Id` and `ResourceUri` come always."""
    names = {"Id", "ResourceUri", *request.args.get("_select", "").split(",")}
    return {key: value for key, value in shape.items() if key in names} if "_select" in request.args else shape
