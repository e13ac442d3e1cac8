"""Sign-ins that are under way, kept here and not in the browser."""

from __future__ import annotations

from dataclasses import dataclass, field
from time import time
from urllib.parse import urlencode, urlsplit

from sandbox.access import Access, Role
from sandbox.clients import Client
from sandbox.ledger import opaque
from sandbox.people import AGENTS, CONSUMERS, Agent, Consumer, Portal

LIFE_SECONDS = 1_800


@dataclass
class SignIn:
    """What an application asked for at `endpoint`, and what the person has answered so far.

    `portal` is the one named in the address; at `/oauth2` the person is an agent, elsewhere a consumer.
    """

    endpoint: str
    client: Client
    redirect_uri: str
    state: str | None
    portal: Portal | None = None
    person: Consumer | Agent | None = None
    agent: Agent | None = None
    id: str = field(default_factory=opaque)
    began: float = field(default_factory=time)

    @property
    def people(self) -> tuple[Consumer | Agent, ...]:
        return AGENTS if self.endpoint == "/oauth2" else CONSUMERS

    @property
    def choices(self) -> tuple[Agent, ...]:
        """The agents that the person can go on with; a portal leaves only its owner."""
        if isinstance(self.person, Consumer):
            linked = tuple(link.agent for link in self.person.links)
            return tuple(agent for agent in linked if not self.portal or agent.id == self.portal.owner_id)
        return (self.person,) if self.person else ()

    @property
    def host(self) -> str:
        return urlsplit(self.redirect_uri).netloc

    def choose_person(self, login: str) -> None:
        """Unless there is a choice of agents to be made, the agent is settled too."""
        self.person = next((person for person in self.people if person.login == login), None)
        self.agent = self.choices[0] if self.choices and (self.portal or isinstance(self.person, Agent)) else None

    def choose_agent(self, agent_id: str) -> None:
        self.agent = next((agent for agent in self.choices if agent.id == agent_id), None)

    def access(self) -> Access | None:
        """What the person would open by consenting; None while an answer is missing."""
        if self.person is None or self.agent is None:
            return None
        role: Role = self.client.role if isinstance(self.person, Agent) else "vow"
        return Access(self.person, self.agent, role, self.endpoint, self.client.id)

    def back(self, **answer: str) -> str:
        """The address that carries the answer to the application; `state` goes back as it came."""
        return f"{self.redirect_uri}?{urlencode(answer | ({} if self.state is None else {'state': self.state}))}"


class SignIns:
    def __init__(self) -> None:
        self._under_way: dict[str, SignIn] = {}

    def begin(self, sign_in: SignIn) -> None:
        self._under_way[sign_in.id] = sign_in

    def find(self, sign_in_id: str) -> SignIn | None:
        found = self._under_way.get(sign_in_id)
        return found if found and time() < found.began + LIFE_SECONDS else None

    def end(self, sign_in: SignIn) -> None:
        self._under_way.pop(sign_in.id, None)
