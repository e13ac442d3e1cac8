"""The doctor's settings in these tests, and its report."""

from __future__ import annotations

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
    """The doctor's output. It must contain no secret."""

    def __init__(self, status: int, text: str) -> None:
        self.status, self.text, self.lines = status, text, text.splitlines()
        for secret in SECRETS:
            assert secret not in text

    def line(self, about: str) -> str:
        """The one line about this subject."""
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
