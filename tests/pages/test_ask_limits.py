"""How many letters one person may write, and which of them are one and the same."""

from __future__ import annotations

import pytest

from app.database import Database
from app.mail import Email
from app.pages.ask import outbox
from app.pages.ask.people import answerer
from app.pages.frame import Frame
from app.spark.people import Agent
from app.tally import Limit, Tallies
from tests.conftest import SECRET, Start
from tests.fake_smtp import FakeSmtp
from tests.pages.contact import Asking, asking, pat, send, smtp
from tests.servers import Visitor

__all__ = ["asking", "pat", "smtp"]


def test_a_message_of_ten_characters_is_long_enough(pat: Visitor, smtp: FakeSmtp) -> None:
    send(pat, "Call me ok")
    assert len(smtp.emails) == 1


def test_a_person_in_two_browsers_is_one_person(pat: Visitor, smtp: FakeSmtp) -> None:
    for turn in range(5):
        send(pat, f"This is message number {turn}.")
    again = Visitor(pat.home)
    again.sign_in()
    send(again, "This is one too many.")
    assert again.page.status_code == 429


def test_two_portals_on_one_database_count_together(asking: Asking, smtp: FakeSmtp) -> None:
    first, second = asking(), asking()
    for number in range(5):
        send((first, second)[number % 2], f"This is message number {number}.")
    send(second, "This is one too many.")
    assert second.page.status_code == 429
    assert "You can send the next one in about 10 minutes." in second.text("main")
    assert len(smtp.emails) == 5


def test_a_day_has_twenty_letters(monkeypatch: pytest.MonkeyPatch, database: Database) -> None:
    delivered: list[Email] = []
    monkeypatch.setattr(outbox, "PACE", (Limit("many", 100, 60), *outbox.PACE[1:]))
    box = outbox.Outbox(Tallies(database, SECRET))
    for number in range(20):
        box.send("pat", Email("dana@example.com", "Question", str(number)), delivered.append)
    with pytest.raises(outbox.TooMany):
        box.send("pat", Email("dana@example.com", "Question", "20"), delivered.append)
    assert len(delivered) == 20


def test_the_same_words_go_again_once_a_minute_has_passed(
    pat: Visitor, smtp: FakeSmtp, monkeypatch: pytest.MonkeyPatch
) -> None:
    send(pat)
    send(pat)
    assert len(smtp.emails) == 1
    monkeypatch.setattr(outbox, "SAME", 0.0)
    send(pat)
    assert len(smtp.emails) == 2


def test_the_phone_of_the_site_is_not_given_for_another_agent(start_portal: Start) -> None:
    app = start_portal(agent_name="Dana Lee", agent_phone="701-555-0100").app
    with app.test_request_context("/ask"):
        for name, phone in (("Dana Lee", "701-555-0100"), ("Marcus Webb", None)):
            agent = Agent("1", name, None, "agent@example.com", None, None)
            assert answerer(Frame(agent=agent)).phone == phone
