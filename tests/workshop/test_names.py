"""Whatever somebody's brand is, what it is written into can still be read, and says that brand."""

from __future__ import annotations

import re
import tomllib
from io import StringIO

from dotenv import dotenv_values
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from app.workshop.starter.names import Names, dotenv, markdown, toml

lines = (
    st.text(min_size=1, max_size=80)
    .map(str.strip)
    .filter(lambda text: text and text.isprintable() and "${" not in text)
)


@given(lines)
def test_in_env(name: str) -> None:
    assert dotenv_values(stream=StringIO(f"BRAND_NAME={dotenv(name)}\nPORT=1\n")) == {"BRAND_NAME": name, "PORT": "1"}


@given(lines)
def test_in_toml(name: str) -> None:
    assert tomllib.loads(f"description = {toml(name)}") == {"description": name}


@given(lines)
def test_in_markdown(name: str) -> None:
    heading, text, *_ = MarkdownIt().parse(f"# {markdown(name)}\n")
    assert heading.tag == "h1"
    assert {part.type for part in text.children or []} <= {"text", "text_special"}
    assert "".join(part.content for part in text.children or []) == name


@given(lines)
def test_as_a_package(name: str) -> None:
    assert re.fullmatch("[a-z0-9]+(-[a-z0-9]+)*", Names(name, "").slug)
