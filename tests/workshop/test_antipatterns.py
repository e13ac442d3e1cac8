"""The comparison with habits to unlearn, and the list of lessons."""

from __future__ import annotations

import pytest

from tests.conftest import Start
from tests.servers import Server, Visitor
from workshop.antipatterns import ANTIPATTERNS
from workshop.lessons import all_lessons

NAMES = ("flexmls idx", "wordpress", "fbs", "15 minute", "socialite")


@pytest.fixture
def portal(start_portal: Start) -> Server:
    return start_portal(workshop="true")


def test_each_habit_stands_beside_what_is_done_here_and_its_lines(visitor: Visitor) -> None:
    visitor.get("/workshop/habits")
    sections = visitor.soup.select(".antipattern")
    assert len(sections) == len(ANTIPATTERNS) == 10
    for section in sections:
        assert [h3.get_text() for h3 in section.select("h3")] == ["Here", "A habit to unlearn"]
        assert "The risk:" in section.get_text()
        assert section.select(".here .source pre")
        assert section.select(".there .rules a")


def test_nobody_is_named(visitor: Visitor) -> None:
    visitor.get("/workshop/habits")
    assert not [name for name in NAMES if name in visitor.text("main").lower()]


def test_the_lessons_are_listed_as_they_lie_there(visitor: Visitor) -> None:
    visitor.get("/workshop/lessons")
    listed = [" ".join(h2.get_text().split()) for h2 in visitor.soup.select(".lessons h2")]
    assert listed == [f"{lesson.number}. {lesson.title}" for lesson in all_lessons()]
    for lesson in all_lessons():
        assert f"flask workshop lesson {lesson.number}" in visitor.text(".lessons")
        assert lesson.opening in visitor.text(".lessons")
