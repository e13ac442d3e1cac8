"""What is quoted is really there, in the file and at the lines that are named."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from app.settings import ROOT
from app.sign_in.portal_name import portal_name
from app.workshop.habits import HABITS
from app.workshop.source import Quote, quote
from app.workshop.steps import code

QUOTES = [each for name in dir(code) if name.isupper() for each in getattr(code, name)]
QUOTES += [each for habit in HABITS for each in habit.quotes]


@pytest.mark.parametrize("quoted", QUOTES, ids=[f"{each.file}:{each.first}" for each in QUOTES])
def test_every_quotation_is_in_the_file_with_the_lines_that_matter(quoted: Quote) -> None:
    lines = (ROOT / quoted.file).read_text(encoding="utf-8").splitlines()
    assert quoted.file.startswith("app/")
    assert quoted.fragments
    for line in quoted.lines:
        assert lines[line.number - 1].strip() == line.text.strip()
    for fragment in quoted.fragments:
        assert [line.number for line in quoted.lines if line.matters and fragment in line.text]


def test_a_quotation_names_its_function_and_its_lines() -> None:
    quoted = quote(portal_name, "fullmatch")
    lines = (ROOT / quoted.file).read_text(encoding="utf-8").splitlines()
    assert (quoted.name, quoted.file) == ("portal_name", "app/sign_in/portal_name.py")
    assert lines[quoted.first - 1].startswith("def portal_name(")
    assert quoted.last - quoted.first == len(quoted.lines) - 1
    assert [line.text.strip() for line in quoted.lines if line.matters] == [
        "return name if PORTAL_NAME.fullmatch(name) else None"
    ]


def test_a_line_that_has_changed_is_quoted_without_a_mark() -> None:
    assert not [line for line in quote(portal_name, "what was here once").lines if line.matters]


@pytest.mark.parametrize("others", [json.dumps, test_a_quotation_names_its_function_and_its_lines])
def test_only_code_of_the_portal_is_quoted(others: Callable[..., object]) -> None:
    with pytest.raises(ValueError, match="no file of app/"):
        quote(others)
