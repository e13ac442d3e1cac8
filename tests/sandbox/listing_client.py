"""A client of the listing services alone, without tokens."""

from __future__ import annotations

from datetime import date, datetime
from functools import cache
from typing import Any

from flask import Flask, g
from flask.testing import FlaskClient

from sandbox.errors import SparkError, spark_error_response
from sandbox.homes import QUIRKS
from sandbox.listings import BLUEPRINTS
from sandbox.people import DANA, PAT, Agent
from sandbox.tokens import Access, Role

Json = Any


@cache
def client(role: Role = "vow", agent: Agent = DANA) -> FlaskClient:
    app = Flask(__name__)
    app.register_error_handler(SparkError, spark_error_response)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)

    @app.before_request
    def sign_in() -> None:
        g.access = Access(agent if role == "private" else PAT, agent, role, "/auth/vow", "sandbox-client")

    return app.test_client()


def get_data(path: str = "/v1/listings", *, role: Role = "vow", agent: Agent = DANA, **parameters: object) -> Json:
    """The `D` of a successful response. `limit=5` is sent as `_limit=5`."""
    answer = client(role, agent).get(path, query_string={f"_{name}": value for name, value in parameters.items()})
    assert answer.status_code == 200, answer.text
    assert answer.json is not None
    return answer.json["D"]


def count(filter_: str) -> int:
    """The number of homes that a consumer finds."""
    total: int = get_data(filter=filter_, pagination="count")["Pagination"]["TotalRows"]
    return total


def error_of(path: str) -> tuple[int, int]:
    """The status and code of an error."""
    answer = client().get(path)
    assert answer.json is not None
    assert answer.json["D"]["Success"] is False
    return answer.status_code, answer.json["D"]["Code"]


def quirk_fields(quirk: str, role: Role = "vow") -> Json:
    """The StandardFields of the home with this quirk."""
    return get_data(f"/v1/listings/{QUIRKS[quirk]}", role=role)["Results"][0]["StandardFields"]


def open_house_date(open_house: Json) -> date:
    """The date in either format, `2026-05-30` or `05/30/2026`."""
    text = open_house["Date"]
    return date.fromisoformat(text) if "-" in text else datetime.strptime(text, "%m/%d/%Y").date()
