"""What is quoted is really there, in the file and at the lines that are named."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from app.auth.next_url import parse_portal_name
from app.config import ROOT
from workshop import quotes
from workshop.antipatterns import ANTIPATTERNS
from workshop.quotes import Quote, quote

QUOTES = [each for name in dir(quotes) if name.isupper() and name != "ROOT" for each in getattr(quotes, name)]
QUOTES += [each for antipattern in ANTIPATTERNS for each in antipattern.quotes]


@pytest.mark.parametrize("quoted", QUOTES, ids=[f"{each.file}:{each.first}" for each in QUOTES])
def test_every_quotation_is_in_the_file_at_its_lines(quoted: Quote) -> None:
    lines = (ROOT / quoted.file).read_text(encoding="utf-8").splitlines()
    assert quoted.file.startswith("app/")
    for line in quoted.lines:
        assert lines[line.number - 1].strip() == line.text.strip()


def test_a_quotation_is_a_whole_function() -> None:
    quoted = quote(parse_portal_name)
    lines = (ROOT / quoted.file).read_text(encoding="utf-8").splitlines()
    assert (quoted.name, quoted.file) == ("parse_portal_name", "app/auth/next_url.py")
    assert lines[quoted.first - 1].startswith("def parse_portal_name(")
    assert lines[quoted.last - 1].strip() == "return name if PORTAL_NAME.fullmatch(name) else None"
    assert quoted.last - quoted.first == len(quoted.lines) - 1


@pytest.mark.parametrize("others", [json.dumps, test_a_quotation_is_a_whole_function])
def test_only_code_of_the_portal_is_quoted(others: Callable[..., object]) -> None:
    with pytest.raises(ValueError, match="no file of app/"):
        quote(others)
