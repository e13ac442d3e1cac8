"""Authorization requests in progress. The server stores them, not the browser."""

from __future__ import annotations

from dataclasses import dataclass, field
from time import time
from urllib.parse import urlencode, urlsplit

from sandbox.clients import Client
from sandbox.people import AGENTS, CONSUMERS, Agent, Consumer, Portal
from sandbox.tokens import Access, Role, random_token

REQUEST_SECONDS = 1_800


@dataclass
class AuthorizationRequest:
    """What an application requests at `endpoint`, and what the person has answered so far.

    `portal` is the one that the path names. At `/oauth2` the person is an agent, elsewhere a consumer.
    """

    endpoint: str
    client: Client
    redirect_uri: str
    state: str | None
    portal: Portal | None = None
    person: Consumer | Agent | None = None
    agent: Agent | None = None
    id: str = field(default_factory=random_token)
    created: float = field(default_factory=time)

    @property
    def people(self) -> tuple[Consumer | Agent, ...]:
        return AGENTS if self.endpoint == "/oauth2" else CONSUMERS

    @property
    def available_agents(self) -> tuple[Agent, ...]:
        """The agents that the person can choose. A portal allows only its owner."""
        if isinstance(self.person, Consumer):
            linked = tuple(link.agent for link in self.person.links)
            return tuple(agent for agent in linked if not self.portal or agent.id == self.portal.owner_id)
        return (self.person,) if self.person else ()

    @property
    def host(self) -> str:
        return urlsplit(self.redirect_uri).netloc

    def choose_person(self, login: str) -> None:
        """Select the person, and also the agent if there is only one possible."""
        self.person = next((person for person in self.people if person.login == login), None)
        self.agent = (
            self.available_agents[0]
            if self.available_agents and (self.portal or isinstance(self.person, Agent))
            else None
        )

    def choose_agent(self, agent_id: str) -> None:
        self.agent = next((agent for agent in self.available_agents if agent.id == agent_id), None)

    def access(self) -> Access | None:
        """The access that consent would grant; None while an answer is missing."""
        if self.person is None or self.agent is None:
            return None
        role: Role = self.client.role if isinstance(self.person, Agent) else "vow"
        return Access(self.person, self.agent, role, self.endpoint, self.client.id)

    def callback_url(self, **parameters: str) -> str:
        """The redirect URI with these parameters, and the `state` unchanged."""
        state = {} if self.state is None else {"state": self.state}
        return f"{self.redirect_uri}?{urlencode(parameters | state)}"


class AuthorizationRequests:
    def __init__(self) -> None:
        self._pending: dict[str, AuthorizationRequest] = {}

    def add(self, pending: AuthorizationRequest) -> None:
        self._pending[pending.id] = pending

    def find(self, request_id: str) -> AuthorizationRequest | None:
        """None for an unknown or expired request."""
        found = self._pending.get(request_id)
        return found if found and time() < found.created + REQUEST_SECONDS else None

    def remove(self, finished: AuthorizationRequest) -> None:
        self._pending.pop(finished.id, None)
