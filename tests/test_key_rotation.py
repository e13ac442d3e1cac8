"""Several machines with one database while SECRET_KEY changes. docs/cluster.md gives the order."""

from __future__ import annotations

import pytest

from sandbox.homes import QUIRKS
from tests.conftest import Start
from tests.servers import Server, Visitor

HOME = QUIRKS["million"]
OLD, NEW = "the-old-secret-that-is-long-enough-for-it", "the-new-secret-that-is-long-enough-for-it"


@pytest.fixture
def not_yet(start_portal: Start) -> Server:
    """It knows only the old key."""
    return start_portal(secret_key=OLD)


@pytest.fixture
def prepared(start_portal: Start) -> Server:
    """After the first round: it can decrypt what the new key encrypts."""
    return start_portal(secret_key=OLD, secret_key_fallbacks=NEW)


@pytest.fixture
def changed(start_portal: Start) -> Server:
    """After the second round: it encrypts with the new key."""
    return start_portal(secret_key=NEW, secret_key_fallbacks=OLD)


def test_a_key_that_all_machines_can_read_first_signs_nobody_out(prepared: Server, changed: Server) -> None:
    visitor = signed_in_at(prepared)
    for machine in (changed, prepared, changed):
        assert looks_at_a_home(visitor, machine) == 200
    assert visitor.get(f"{prepared.url}/home").status_code == 200
    assert visitor.path == "/home"


@pytest.mark.parametrize("way", ["there", "back"])
def test_a_form_of_one_machine_is_taken_by_the_other_meanwhile(prepared: Server, changed: Server, way: str) -> None:
    ours, theirs = (prepared, changed) if way == "there" else (changed, prepared)
    visitor = signed_in_at(ours)
    token = str(visitor.soup.select("input[name=csrf_token]")[0]["value"])
    form = {"home": HOME, "do": "save", "csrf_token": token}
    headers = {"Origin": theirs.url, "Sec-Fetch-Site": "same-origin", "Accept": "application/json"}
    answer = visitor.post(f"{theirs.url}/saved", form, headers=headers)
    assert answer.status_code == 200, visitor.h1
    assert answer.json()["saved"]


def test_a_key_that_a_machine_cannot_read_yet_signs_out_calmly(not_yet: Server, changed: Server) -> None:
    visitor = signed_in_at(not_yet)
    assert looks_at_a_home(visitor, changed) == 200
    assert visitor.get(f"{not_yet.url}/home").status_code == 200
    assert (visitor.path, visitor.text(".notice")) == ("/", "Please sign in to carry on.")


def signed_in_at(machine: Server) -> Visitor:
    visitor = Visitor(machine.url)
    visitor.sign_in()
    return visitor


def looks_at_a_home(visitor: Visitor, machine: Server) -> int:
    """The session records the home, so it is encrypted again."""
    return visitor.get(f"{machine.url}/homes/{HOME}").status_code
