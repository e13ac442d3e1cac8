"""What the documents point to is there."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import unquote

import pytest

from app.config import ROOT

DOCUMENTS = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
OURS = [file for file in DOCUMENTS if "workshop" not in file.parts]
"""Without the lessons: there the reader writes tests."""


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda file: file.relative_to(ROOT).as_posix())
def test_every_relative_link_leads_to_a_file_or_heading(document: Path) -> None:
    links = re.findall(r"\]\(([^)\s]+)\)", prose(document))
    assert [link for link in links if not (re.match(r"https?:|mailto:", link) or leads(document, link))] == []


def leads(document: Path, link: str) -> bool:
    path, _, heading = unquote(link).partition("#")
    target = (document.parent / path) if path else document
    return target.exists() and (
        not heading or heading in map(anchor, re.findall(r"^#+ (.+)", prose(target), re.MULTILINE))
    )


def anchor(heading: str) -> str:
    """As GitHub makes it."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


def prose(document: Path) -> str:
    """Its text without blocks of code."""
    text = re.sub(r"^```.*?^```", "", document.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
    return re.sub(r"^    .*$", "", text, flags=re.MULTILINE)


@pytest.mark.parametrize("document", OURS, ids=lambda file: file.relative_to(ROOT).as_posix())
def test_every_file_that_is_named_is_there(document: Path) -> None:
    named = re.findall(r"`((?:app|docs|migrations|sandbox|static|templates|tests|tools)/[\w./-]+)", prose(document))
    assert [path for path in named if not (ROOT / path).exists()] == []


@pytest.mark.parametrize("document", OURS, ids=lambda file: file.relative_to(ROOT).as_posix())
def test_every_test_that_is_named_is_there(document: Path) -> None:
    named = re.findall(r"(tests/[\w/]+\.py)::(\w+)", document.read_text(encoding="utf-8"))
    assert [test for file, test in named if not re.search(rf"^def {test}\(", read(file), re.MULTILINE)] == []


def read(file: str) -> str:
    path = ROOT / file
    return path.read_text(encoding="utf-8") if path.exists() else ""


def test_the_decisions_are_all_in_the_index() -> None:
    folder = ROOT / "docs" / "decisions"
    linked = re.findall(r"\]\(([\w-]+\.md)\)", (folder / "README.md").read_text(encoding="utf-8"))
    assert sorted(linked) == sorted(file.name for file in folder.glob("*.md") if file.name != "README.md")


@pytest.mark.parametrize("document", sorted((ROOT / "docs" / "decisions").glob("*.md")), ids=lambda file: file.stem)
def test_a_decision_fits_on_a_screen(document: Path) -> None:
    assert len(document.read_text(encoding="utf-8").splitlines()) <= 40
