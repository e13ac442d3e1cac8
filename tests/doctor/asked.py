"""What the doctor is asked, and what it answers."""

from __future__ import annotations

import socket
from collections.abc import Callable

from tests.conftest import SECRET

SECRETS = (
    SECRET,
    "sandbox-secret",
    "wrong-secret",
    "short-secret",
    "older-secret",
    "db-password",
    "db-person",
    "key-tok",
)
PRODUCTION = {"app_env": "production", "spark_redirect_uri": "https://homes.example/auth/callback"}


class Report:
    """What the doctor said, by the start of each line."""

    def __init__(self, status: int, text: str) -> None:
        self.status, self.text, self.lines = status, text, text.splitlines()
        for secret in SECRETS:
            assert secret not in text

    def line(self, about: str) -> str:
        """The one line about this."""
        (found,) = (line for line in self.lines if line[9:].startswith(about + " "))
        return found

    def levels(self) -> set[str]:
        return {line.split()[0] for line in self.lines}


Ask = Callable[..., Report]


def given(spark: str, database_url: str) -> dict[str, str]:
    return {
        "secret_key": SECRET,
        "database_url": database_url,
        "spark_client_id": "sandbox-client",
        "spark_client_secret": "sandbox-secret",
        "spark_redirect_uri": "http://localhost:8000/auth/callback",
        "spark_portal": "danalee",
        "spark_sign_in_url": spark,
        "spark_api_url": spark,
        "agent_phone": "701-555-0142",
    }


def closed_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])
