"""`flask workshop`: what it says, and that it never loses a learner's work.

The exercises themselves are walked, red and then green, by the commands on the lessons' pages: see test_lessons.py.
"""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.workshop.lesson_book import PAGES_OF_LESSONS, steps
from workshop import lesson_check, lessons
from workshop.lessons import Lesson, command, find


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The learner's folders, elsewhere than in this project."""
    monkeypatch.setattr(lessons, "ROOT", tmp_path)
    return tmp_path


def flask_workshop(*words: str) -> Result:
    return CliRunner().invoke(command, words)


@pytest.mark.parametrize("page", PAGES_OF_LESSONS)
def test_a_lesson_walks_its_exercise_from_red_to_green(page: str) -> None:
    number = page.partition("-")[0]
    typed = [(line, step) for step in steps(page) for line in step.commands.splitlines()]
    walked = [(line, step) for line, step in typed if line.startswith("flask workshop ") and line.endswith(number)]
    assert [line.split()[2] for line, _ in walked] == ["lesson", "check", "solve", "check"]
    assert [step.ending for _, step in walked] == ["", "fails", "", ""]
    red, green = walked[1][1], walked[3][1]
    assert any(line.split()[0] == "open" for line in red.lines), "the page shows no sentence that is open"
    assert f"Lesson {number} is done." in green.lines


@pytest.mark.parametrize("page", PAGES_OF_LESSONS)
def test_each_lesson_says_what_it_is_for_and_leads_on(page: str) -> None:
    lesson = find(int(page.partition("-")[0]))
    assert lesson.title
    assert " minutes. Goal: " in lesson.opening
    assert 1 <= len(lesson.goal.splitlines()) <= 3
    following = PAGES_OF_LESSONS[PAGES_OF_LESSONS.index(page) + 1 :]
    assert f"({following[0]})" in lesson.page.read_text(encoding="utf-8") if following else True


def test_the_lessons_are_listed() -> None:
    listed = flask_workshop("lessons")
    assert listed.output == flask_workshop("lesson").output
    assert len(listed.output.splitlines()) == len(PAGES_OF_LESSONS)
    assert listed.output.startswith("1  Run it and sign in  (docs/workshop/1-")


@pytest.mark.parametrize("word", ["lesson", "check", "solve"])
def test_a_lesson_that_does_not_exist_is_said(word: str) -> None:
    said = flask_workshop(word, "77")
    assert said.exit_code == 1
    assert "There is no lesson 77." in said.output


def test_a_prepared_exercise_says_its_goal_and_the_file_to_open(project: Path) -> None:
    said = flask_workshop("lesson", "2")
    assert said.exit_code == 0
    assert find(2).goal in said.output
    assert "Open exercises/lesson_2/exchange.py" in said.output
    assert (project / "exercises" / "lesson_2" / "exchange.py").exists()


def test_work_is_not_overwritten(project: Path) -> None:
    file = written(project)
    said = flask_workshop("lesson", "2")
    assert said.exit_code == 1
    assert "flask workshop lesson 2 --again" in said.output
    assert file.read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize("words", [("lesson", "2", "--again"), ("solve", "2")])
def test_work_is_kept_aside_each_time(words: tuple[str, ...], project: Path) -> None:
    for time in (1, 2):
        file = written(project)
        said = flask_workshop(*words)
        assert said.exit_code == 0
        assert f"exercises/lesson_2-kept-{time}" in said.output
        assert (file.parents[1] / f"lesson_2-kept-{time}" / file.name).read_text(encoding="utf-8") == "mine"
        assert file.read_text(encoding="utf-8") != "mine"


def written(project: Path) -> Path:
    file = project / "exercises" / "lesson_2" / "exchange.py"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("mine", encoding="utf-8")
    return file


def test_a_patch_is_refused_over_changes_of_the_project(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shipped = project / "shipped"
    shipped.mkdir()
    (shipped / "solution.patch").write_text("--- a/a.txt\n+++ b/a.txt\n@@ -1 +1 @@\n-one\n+two\n", encoding="utf-8")
    monkeypatch.setattr(Lesson, "exercise", shipped)
    (project / "a.txt").write_text("one\n", encoding="utf-8")
    assert flask_workshop("solve", "2").exit_code == 0
    assert (project / "a.txt").read_text(encoding="utf-8") == "two\n"
    refused = flask_workshop("solve", "2")
    assert refused.exit_code == 1
    assert "git stash --include-untracked" in refused.output


def test_an_exercise_is_prepared_before_it_is_checked(project: Path) -> None:
    said = flask_workshop("check", "2")
    assert said.exit_code == 1
    assert "Prepare the exercise first: flask workshop lesson 2" in said.output


def test_a_machine_without_pytest_is_told_how_to_install_it(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written(project)
    find_spec = importlib.util.find_spec
    monkeypatch.setattr(lesson_check, "find_spec", lambda name: None if name == "pytest" else find_spec(name))
    said = flask_workshop("check", "2")
    assert said.exit_code == 1
    assert "python -m pip install -r requirements-dev.txt" in said.output


@pytest.fixture
def lesson_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A lesson of our own, whose test imports the learner's `mine.py`."""
    shipped, work = tmp_path / "shipped", tmp_path / "lesson_2"
    for folder in (shipped, work):
        folder.mkdir()
    monkeypatch.setattr(Lesson, "exercise", shipped)
    monkeypatch.setattr(Lesson, "work", work)
    monkeypatch.setattr(
        lesson_check, "PYTEST", [word.replace("tests.conftest", "no:cacheprovider") for word in lesson_check.PYTEST]
    )
    (shipped / "test_lesson_2.py").write_text(TEST.format(work=str(work)), encoding="utf-8")
    return work


TEST = """
import sys
import pytest

@pytest.fixture
def mine():
    sys.path.insert(0, {work!r})
    import mine
    return mine

def test_the_sum_is_right(mine):
    assert mine.total() == 3, 'mine.py: total is wrong. Try: python -c "print(1 + 2)"'
"""


def test_a_failed_assertion_is_told_in_its_own_words(lesson_here: Path) -> None:
    (lesson_here / "mine.py").write_text("def total(): return 4\n", encoding="utf-8")
    said = flask_workshop("check", "2")
    assert said.exit_code == 1
    assert said.output.splitlines() == [
        "  open  The sum is right",
        '        mine.py: total is wrong. Try: python -c "print(1 + 2)"',
        "1 of 1 are open.",
    ]


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("SUM = 1 +\n", "SyntaxError: invalid syntax"),
        ("\nSUM = missing\n", "NameError: name 'missing' is not defined (exercises/lesson_2/mine.py, line 2)"),
        (
            "def total():\n    return lost\n",
            "NameError: name 'lost' is not defined (exercises/lesson_2/mine.py, line 2)",
        ),
    ],
)
def test_code_that_does_not_run_is_told_with_its_line(code: str, told: str, lesson_here: Path) -> None:
    (lesson_here / "mine.py").write_text(code, encoding="utf-8")
    said = flask_workshop("check", "2")
    assert said.exit_code == 1
    assert told in " ".join(said.output.split())
    assert "Traceback" not in said.output


def test_a_test_that_cannot_be_collected_is_shown(lesson_here: Path) -> None:
    (lesson_here.parent / "shipped" / "test_lesson_2.py").write_text("import nothing_of_this_name\n", encoding="utf-8")
    said = flask_workshop("check", "2")
    assert said.exit_code == 1
    assert "nothing_of_this_name" in said.output


def test_a_loop_without_end_is_stopped(lesson_here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lesson_check, "TIMEOUT", 3)
    (lesson_here / "mine.py").write_text("while True:\n    pass\n", encoding="utf-8")
    said = flask_workshop("check", "2")
    assert said.exit_code == 1
    assert "still running after 3 seconds" in said.output
