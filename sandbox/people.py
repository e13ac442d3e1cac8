"""The people of the sandbox: consumers, their agents, and the agents' portals. All of them are made up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from sandbox.mls import LAKES, PRAIRIE, Mls

DEMO_PASSWORD = "sandbox"  # noqa: S105 - a demo password, printed on the sign-in page and in the README


@dataclass(frozen=True)
class Office:
    id: str
    name: str
    phone: str
    street: str
    city: str
    postal_code: str


@dataclass(frozen=True)
class Agent:
    """A member of one MLS. `id` has 26 digits; `portrait` is a file in `sandbox/static`, or empty."""

    id: str
    given_name: str
    family_name: str
    login: str
    phone: str
    office: Office
    mls: Mls
    portrait: str
    about: str
    active: bool = True

    @property
    def name(self) -> str:
        return f"{self.given_name} {self.family_name}"


@dataclass(frozen=True)
class AgentLink:
    """A consumer works with this agent. `contact_id` is the agent's contact record of the consumer."""

    agent: Agent
    contact_id: str


@dataclass(frozen=True)
class Consumer:
    """A home buyer. `street` and `phone` may be empty, as in many real contacts."""

    id: str
    given_name: str
    family_name: str
    login: str
    links: tuple[AgentLink, ...]
    about: str
    street: str = ""
    phone: str = ""
    active: bool = True

    @property
    def name(self) -> str:
        return f"{self.given_name} {self.family_name}"


@dataclass(frozen=True)
class Portal:
    """An agent's portal. `name` is the lower-case name in `/auth/vow/<name>`; `modified` has no time zone."""

    id: str
    owner_id: str
    name: str
    display_name: str
    enabled: bool
    required_fields: tuple[str, ...]
    modified: str


HAWTHORN = Office("20090112154101223346000000", "Hawthorn Realty", "701-555-0140", "214 Roberts St", "Fargo", "58102")
LAKESHORE = Office(
    "20100318092233415002000000", "Lakeshore Homes", "218-555-0117", "801 Lake Ave", "Detroit Lakes", "56501"
)

DANA = Agent(
    id="20110304150012887413000000",
    given_name="Dana",
    family_name="Lee",
    login="dana@example.com",
    phone="701-555-0142",
    office=HAWTHORN,
    mls=PRAIRIE,
    portrait="dana-lee.svg",
    about="Agent at Hawthorn Realty, Prairie MLS. Portal: danalee",
)
MARCUS = Agent(
    id="20120917083455120968000000",
    given_name="Marcus",
    family_name="Webb",
    login="marcus@example.com",
    phone="218-555-0119",
    office=LAKESHORE,
    mls=LAKES,
    portrait="marcus-webb.svg",
    about="Agent at Lakeshore Homes, Lakes Area MLS. Portal: marcuswebb",
)
IRIS = Agent(
    id="20190226101530664201000000",
    given_name="Iris",
    family_name="Vang",
    login="iris@example.com",
    phone="701-555-0148",
    office=HAWTHORN,
    mls=PRAIRIE,
    portrait="",
    about="Agent at Hawthorn Realty, Prairie MLS. Has no portal yet",
)

PAT = Consumer(
    id="20210411120514338901000000",
    given_name="Pat",
    family_name="Olsen",
    login="pat@example.com",
    links=(AgentLink(DANA, "20210411120602117745000000"),),
    about="Works with one agent, Dana Lee",
    street="1312 9th Ave S",
    phone="701-555-0163",
)
SAM = Consumer(
    id="20220705174140900212000000",
    given_name="Sam",
    family_name="Rivera",
    login="sam@example.com",
    links=(AgentLink(DANA, "20220705174203551090000000"), AgentLink(MARCUS, "20230119093047716358000000")),
    about="Works with two agents in two MLSs, Dana Lee and Marcus Webb",
)
NORA = Consumer(
    id="20240902081236445577000000",
    given_name="Nora",
    family_name="Quist",
    login="nora@example.com",
    links=(),
    about="Works with no agent yet",
)
GUS = Consumer(
    id="20180613141822039466000000",
    given_name="Gus",
    family_name="Haldorsen",
    login="gus@example.com",
    links=(AgentLink(DANA, "20180613141911803724000000"),),
    about="The account is switched off: signing in works, nothing after it",
    active=False,
)

LENA = Consumer(
    id="20230227091844620153000000",
    given_name="Lena",
    family_name="Ortiz",
    login="lena@example.com",
    links=(AgentLink(IRIS, "20230227092010448731000000"),),
    about="Works with Iris Vang, who has no portal yet",
)

CONSUMERS = (PAT, SAM, NORA, GUS, LENA)
AGENTS = (DANA, MARCUS, IRIS)
PORTALS = (
    Portal(
        "20110304152233190087000000", DANA.id, "danalee", "DanaLee", True, ("Address", "Phone"), "2021-03-04T15:22:33"
    ),
    Portal("20120917090211456630000000", MARCUS.id, "marcuswebb", "MarcusWebb", True, (), "2022-09-17T09:02:11"),
)


def find_person(login: str) -> Consumer | Agent | None:
    return next((person for person in (*CONSUMERS, *AGENTS) if person.login == login.lower()), None)


class DemoPerson(NamedTuple):
    login: str
    name: str
    about: str


DEMO_PEOPLE = tuple(DemoPerson(person.login, person.name, person.about) for person in (*CONSUMERS, *AGENTS))
