"""Each lesson's commands, run as printed: they end and print as its page says."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.workshop import lesson_book
from tests.workshop.lesson_book import PAGES_OF_LESSONS, Classroom, copy_of_the_project


@pytest.mark.parametrize("page", PAGES_OF_LESSONS)
def test_the_commands_of_a_lesson_work_as_printed(page: str, tmp_path: Path) -> None:
    Classroom(copy_of_the_project(tmp_path)).follow(page)


@pytest.mark.parametrize(
    ("page", "complaint"),
    [
        ("```sh\necho one\n```\n\n```text\none\ntwo\n```\n", "does not print 'two'"),
        ("```sh\necho port 8000\n```\n\n```text\nport 8001\n```\n", "does not print"),
        ("```sh\nfalse\ntrue\n```\n", "ended 1"),
        ("```sh fails\ntrue\n```\n", "ended 0"),
        ("```sh serves\necho too soon\n```\n", "the server ended:\ntoo soon"),
    ],
)
def test_a_page_that_is_wrong_is_noticed(
    page: str, complaint: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lesson_book, "PAGES", tmp_path)
    (tmp_path / "wrong.md").write_text(page, encoding="utf-8")
    with pytest.raises(AssertionError) as noticed:
        Classroom(tmp_path).follow("wrong.md")
    assert complaint in str(noticed.value)


def test_a_page_that_is_right_passes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    checked = "```sh\necho one  more 8000\n```\n\n```text\none … 8000\n```\n"
    page = checked + "\n```text shown\nnever\n```\n\n```powershell\nno\n```\n"
    monkeypatch.setattr(lesson_book, "PAGES", tmp_path)
    (tmp_path / "right.md").write_text(page, encoding="utf-8")
    Classroom(tmp_path).follow("right.md")
