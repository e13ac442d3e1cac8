"""What the access token of the request at hand opens."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from flask import g

from sandbox.people import Agent, Consumer

Role = Literal["vow", "private", "idx"]


@dataclass(frozen=True)
class Access:
    """Who signed in where, with which agent, for which client; `endpoint` is the path, such as `/auth/vow/danalee`."""

    person: Consumer | Agent
    agent: Agent
    role: Role
    endpoint: str
    client_id: str

    @property
    def mls_id(self) -> str:
        return self.agent.mls.id


def current() -> Access:
    """The access of a `/v1` request, whose token was checked before its view runs."""
    access: Access = g.access
    return access
