"""How many letters one person may write, and which of them are one and the same."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from app import mail, rate_limit
from app.db import Database, now, tallies
from app.mail import Email
from app.rate_limit import Limit, RateLimitExceeded
from app.spark.accounts import Agent
from app.views import contact
from app.views.contact.email import recipient
from app.views.context import PageContext
from tests.conftest import Start
from tests.fake_smtp import FakeSmtp
from tests.servers import Server, Visitor
from tests.views.contact import Asking, asking, pat, send, smtp

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


def test_a_day_has_twenty_letters(monkeypatch: pytest.MonkeyPatch, portal: Server) -> None:
    delivered: list[Email] = []
    monkeypatch.setattr(rate_limit, "EMAILS", Limit("many", 100, 60))
    monkeypatch.setattr(mail, "send", lambda _settings, letter: delivered.append(letter))
    with portal.app.app_context():
        for number in range(20):
            contact._send_once("pat", Email("dana@example.com", "Question", str(number)))
        with pytest.raises(RateLimitExceeded):
            contact._send_once("pat", Email("dana@example.com", "Question", "20"))
    assert len(delivered) == 20


def test_the_same_words_go_again_once_a_minute_has_passed(pat: Visitor, smtp: FakeSmtp, database: Database) -> None:
    send(pat)
    send(pat)
    assert len(smtp.emails) == 1
    ends = sa.select(tallies.c.ends_at - now()).where(tallies.c.amount == 2)
    assert 0 < database.all(ends)[0][0] <= 60
    with database.write() as connection:
        connection.execute(tallies.update().values(ends_at=now()))
    send(pat)
    assert len(smtp.emails) == 2


def test_the_phone_of_the_site_is_not_given_for_another_agent(start_portal: Start) -> None:
    app = start_portal(agent_name="Dana Lee", agent_phone="701-555-0100").app
    with app.test_request_context("/ask"):
        for name, phone in (("Dana Lee", "701-555-0100"), ("Marcus Webb", None)):
            agent = Agent("1", name, None, "agent@example.com", None, None)
            assert recipient(PageContext(agent=agent)).phone == phone
