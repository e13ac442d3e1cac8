"""Who searches in one MLS is told nothing of what another one knows."""

from __future__ import annotations

import pytest

from tests.servers import Visitor


@pytest.mark.usefixtures("cold")
def test_each_mls_has_its_own_towns(visitor: Visitor) -> None:
    for person, portal, town in (("Pat", "danalee", "Moorhead"), ("Sam", "marcuswebb", "Perham")):
        visitor.sign_in(person, portal)
        visitor.get(f"/search?place={town}")
        assert visitor.h1.endswith(f" in {town}")
        visitor.press("Sign out")
