"""Who asks, and who answers."""

from __future__ import annotations

from dataclasses import dataclass, replace

from app import settings
from app.formats import someone_else
from app.spark.people import Agent, Consumer, Contact

from ..frame import Frame

NOBODY, UNKNOWN = Consumer("", None, None), Contact("", None, None, None)


@dataclass(frozen=True)
class Asker:
    """The consumer, as far as Spark tells."""

    name: str = "A visitor"
    email: str | None = None
    phone: str | None = None


def asker(around: Frame | None) -> Asker:
    account, contact = (around.account if around else None) or NOBODY, (around.contact if around else None) or UNKNOWN
    return Asker(account.name or contact.name or Asker.name, account.email or contact.email, contact.phone)


def answerer(around: Frame | None) -> Agent:
    """The consumer's own agent, or whose site this is while Spark names none. `email` is where letters go, None
    if nothing is known that is fit for mail."""
    here, agent = settings.current(), around.agent if around else None
    ours = agent is None or bool(here.spark_portal) or _same(agent.name, here.agent_name)
    agent = agent or Agent("", here.agent_name or None, here.brokerage_name or None, None, None, None)
    email = (ours and here.agent_email) or agent.email
    phone = agent.phone or (here.agent_phone if ours else None)
    return replace(agent, email=email if settings.is_email_address(email) else None, phone=phone or None)


def _same(name: str | None, other: str) -> bool:
    return bool(name and other) and not someone_else(name or "", other)
