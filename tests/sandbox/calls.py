"""Calls to the listing services alone, as somebody whose token was already checked."""

from __future__ import annotations

from functools import cache
from typing import Any

from flask import Flask, g
from flask.testing import FlaskClient

from sandbox.access import Access, Role
from sandbox.envelope import SparkFault, fault
from sandbox.homes import QUIRKS
from sandbox.listings import BLUEPRINTS
from sandbox.people import DANA, PAT, Agent

Json = Any


@cache
def client(role: Role = "vow", agent: Agent = DANA) -> FlaskClient:
    app = Flask(__name__)
    app.register_error_handler(SparkFault, fault)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)

    @app.before_request
    def sign_in() -> None:
        g.access = Access(agent if role == "private" else PAT, agent, role, "/auth/vow", "sandbox-client")

    return app.test_client()


def ask(path: str = "/v1/listings", *, role: Role = "vow", agent: Agent = DANA, **parameters: object) -> Json:
    """The `D` of a successful answer; `limit=5` is sent as `_limit=5`."""
    answer = client(role, agent).get(path, query_string={f"_{name}": value for name, value in parameters.items()})
    assert answer.status_code == 200, answer.text
    assert answer.json is not None
    return answer.json["D"]


def count(filter_: str) -> int:
    """How many homes a consumer finds."""
    total: int = ask(filter=filter_, pagination="count")["Pagination"]["TotalRows"]
    return total


def refused(path: str) -> tuple[int, int]:
    """Status and code of a fault."""
    answer = client().get(path)
    assert answer.json is not None
    assert answer.json["D"]["Success"] is False
    return answer.status_code, answer.json["D"]["Code"]


def quirky(quirk: str, role: Role = "vow") -> Json:
    """The StandardFields of the home that has a quirk."""
    return ask(f"/v1/listings/{QUIRKS[quirk]}", role=role)["Results"][0]["StandardFields"]
