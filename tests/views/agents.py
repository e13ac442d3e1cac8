"""Agents who sign in to the portal."""

from __future__ import annotations

import pytest

from tests.servers import Visitor


def sign_in(visitor: Visitor, person: str) -> Visitor:
    visitor.get("/agent")
    visitor.press("Sign in as an agent")
    visitor.press(person)
    visitor.press("Allow")
    return visitor


@pytest.fixture
def dana(visitor: Visitor) -> Visitor:
    """Signed in; her portal is danalee."""
    return sign_in(visitor, "Dana")


@pytest.fixture
def iris(visitor: Visitor) -> Visitor:
    """Signed in, without a portal."""
    return sign_in(visitor, "Iris")
