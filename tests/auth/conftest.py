from __future__ import annotations

from collections.abc import Callable

import pytest
import requests

from tests.servers import Server

Misbehave = Callable[..., None]


@pytest.fixture
def misbehave(sandbox: Server) -> Misbehave:
    """Makes the sandbox answer badly: where ("grant", "api", "delete"), what, and how often."""

    def switch(where: str, what: str, **more: object) -> None:
        answer = requests.post(
            f"{sandbox.url}/sandbox/switches", json={"where": where, "what": what, **more}, timeout=5
        )
        assert answer.ok, answer.text

    return switch
