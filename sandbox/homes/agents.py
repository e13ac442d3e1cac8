"""The offices and agents who list the homes. All of them are made up."""

from __future__ import annotations

from itertools import chain

from sandbox.homes.ids import stable_id
from sandbox.mls import LAKES, PRAIRIE, Mls
from sandbox.people import DANA, HAWTHORN, IRIS, LAKESHORE, MARCUS, Agent, Office

PRAIRIE_OFFICES = """
Red River Realty|10|318 Broadway N|Fargo|58102|Ellen Brandvold, Tariq Mahmoud, Joanne Sather, Cody Stenberg
Sheyenne Valley Homes|15|1420 Sheyenne St|West Fargo|58078|Kirsten Aune, Luis Ortega, Brett Hanley
Prairie & Main|20|24 Main Ave|Fargo|58103|Naomi Feldt, Grant Okerlund, Sunita Rao
Northern Plains Brokers|25|4510 13th Ave S|Fargo|58103|Walt Iverson, Deb Rustad, Amir Halabi
Buffalo River Realty|29|220 Hartford St|Hawley|56549|Tessa Lindgren, Ole Bakken
Gateway Real Estate Group|33|1702 25th St S|Fargo|58103|Monica Estrada, Henry Voss, Paige Tollefson
Cobblestone Homes|37|812 30th Ave S|Moorhead|56560|Rachel Nygaard, Jonah Whitcomb
Elm & Eighth|50|808 8th St S|Fargo|58103|Clara Dahlberg, Simon Achterberg
Maple River Land Co|53|15 Langer Ave|Casselton|58012|Duane Kettleson, Lori Amundson
"""
LAKES_OFFICES = """
Loon Call Realty|20|1110 Washington Ave|Detroit Lakes|56501|Signe Halvorsen, Pete Marchand, Anita Boswell
Pine & Shore|24|240 Main St W|Perham|56573|Lyle Trosvig, Marta Jensrud
Pelican Bay Brokers|42|33 Broad St N|Pelican Rapids|56572|Ruth Ann Kvamme, Dale Underdahl
Second Nature Lake Homes|46|101 Main St|Vergas|56587|Ingrid Sommers, Theo Barrack
"""


def _office_agents(line: str, mls: Mls) -> list[Agent]:
    name, number, street, city, postal_code, members = line.split("|")
    area = "218" if mls is LAKES or city in {"Hawley", "Moorhead"} else "701"
    phone = f"{area}-555-01{{:02}}".format
    office = Office(stable_id(f"office {name}"), name, phone(int(number)), street, city, postal_code)
    return [
        _agent(member, phone(int(number) + place), office, mls) for place, member in enumerate(members.split(", "), 1)
    ]


def _agent(name: str, phone: str, office: Office, mls: Mls) -> Agent:
    given, family = name.rsplit(" ", 1)
    login = f"{given}.{family}@example.com".lower().replace(" ", ".")
    return Agent(stable_id(f"agent {name}"), given, family, login, phone, office, mls, portrait="", about="")


def _all_agents(lines: str, mls: Mls) -> list[Agent]:
    return list(chain.from_iterable(_office_agents(line, mls) for line in lines.strip().splitlines()))


def _colleagues(names: str, phones: list[str], office: Office, mls: Mls) -> list[Agent]:
    return [_agent(name, phone, office, mls) for name, phone in zip(names.split(", "), phones, strict=True)]


AGENTS_BY_MLS: dict[str, list[Agent]] = {
    PRAIRIE.id: [
        DANA,
        IRIS,
        *_colleagues("Owen Thorsen, Priya Nair", ["701-555-0143", "701-555-0144"], HAWTHORN, PRAIRIE),
        *_all_agents(PRAIRIE_OFFICES, PRAIRIE),
    ],
    LAKES.id: [
        MARCUS,
        *_colleagues("June Pietila", ["218-555-0118"], LAKESHORE, LAKES),
        *_all_agents(LAKES_OFFICES, LAKES),
    ],
}
