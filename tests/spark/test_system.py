"""What an MLS says of itself, cleaned and read; and what it demands where it says nothing."""

from __future__ import annotations

from datetime import UTC
from typing import Any

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

from app.spark.attribution import Logo, logo_url
from app.spark.client import SparkClient
from app.spark.fields import Fields
from app.spark.mls import RequiredFields, SystemInfo, fetch_system_info, sanitize_html
from tests.spark.test_fields import json_values

DEFAULT = RequiredFields()


class Told(SparkClient):
    """Answers every call with this one result."""

    def __init__(self, result: object) -> None:
        self._result = result

    def get(self, *_: Any, **__: Any) -> Fields:
        return Fields({"Results": [self._result]})


def read(configuration: object = None, compliance: object = None) -> SystemInfo:
    told = {"Mls": "Prairie MLS", "MlsId": "1", "Configuration": [configuration], "DisplayCompliance": compliance}
    return fetch_system_info(Told(told))


@pytest.mark.parametrize(
    ("html", "clean"),
    [
        ("<p>Deemed <b>reliable</b>.</p>", "<p>Deemed <b>reliable</b>.</p>"),
        ("<p style='color:red' onclick='x()' class=a id=b>Hi</p>", "<p>Hi</p>"),
        ("Hi<script>alert(1)</script><style>b{}</style>", "Hi"),
        ("<img src=x onerror=alert(1)>Hi<iframe src=//x></iframe>", "Hi"),
        ("<div>One</div><div>Two</div>", "One<br>Two<br>"),
        ("<a href='javascript:alert(1)'>x</a>", '<a rel="noopener noreferrer nofollow" target="_blank">x</a>'),
        ("<a href='/logout'>x</a>", '<a rel="noopener noreferrer nofollow" target="_blank">x</a>'),
        (
            "<a href='https://mls.example/' target=_top rel=opener class=menu id=terms>x</a>",
            '<a href="https://mls.example/" rel="noopener noreferrer nofollow" target="_blank">x</a>',
        ),
        ("<p>5 < 6 & 7", "<p>5 &lt; 6 &amp; 7</p>"),
    ],
)
def test_of_what_an_mls_wrote_only_harmless_html_stays(html: str, clean: str) -> None:
    assert BeautifulSoup(sanitize_html(html), "html.parser") == BeautifulSoup(clean, "html.parser")


@given(st.text(alphabet="<>/\"'= abscriptonhref:javlertimgp&#;\n"))
def test_no_text_becomes_a_script(html: str) -> None:
    clean = sanitize_html(html).lower()
    assert "<script" not in clean
    assert "<img" not in clean
    assert "javascript:" not in "".join(part for part in clean.split("<") if part.startswith("a "))


def test_the_disclaimer_is_html_if_words_are_left_else_the_text() -> None:
    text = {"IdxDisclaimerTextOnly": "Not guaranteed & ours.\n© MLS"}
    assert read(text | {"IdxDisclaimer": "<b>Not</b> guaranteed"}).disclaimer == "<b>Not</b> guaranteed"
    for html in ("", "  ", "<img src=x>", None):
        assert read(text | {"IdxDisclaimer": html}).disclaimer == "Not guaranteed &amp; ours.<br>© MLS"
    assert read({"IdxDisclaimer": ""}).disclaimer is None
    assert read(None, {"1": {"DisclaimerText": "<i>Own</i>"}}).disclaimer == "<i>Own</i>"
    assert read(None, {"1": {"DisclaimerTextOnly": "<own>"}}).disclaimer == "&lt;own&gt;"
    assert read(None, {"2": {"DisclaimerText": "another's"}}).disclaimer is None


def test_a_logo_has_a_name_under_either_key_and_a_safe_address() -> None:
    logos = [{"Name:": "Prairie", "Uri": "https://x.example/p.png"}, {"Name": "Lakes", "Uri": "http://x.example/l.png"}]
    assert read({"MlsLogos": logos}).logos == (Logo("Prairie", "https://x.example/p.png"),)
    assert read({"MlsLogos": [], "IdxLogo": "https://x.example/i.png"}).logos == (
        Logo("Prairie MLS", "https://x.example/i.png"),
    )
    assert read({"MlsLogos": [], "IdxLogo": ""}).logos == ()


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("https://x.example/a.png", True),
        ("http://127.0.0.1:8001/a.svg", True),
        ("http://localhost/a.svg", True),
        ("http://x.example/a.png", False),
        ("http://127.0.0.1.evil.example/a.png", False),
        ("//x.example/a.png", False),
        ("javascript:alert(1)", False),
        ("http://[/a.png", False),
        ("IDX", False),
        ("", False),
        (None, False),
    ],
)
def test_only_an_address_that_a_secure_page_may_load_is_a_logo(address: str | None, shown: bool) -> None:
    assert logo_url(address) == (address if shown else None)


def test_what_must_be_shown_is_read_for_each_mls_and_view() -> None:
    views = {"Summary": {"DisplayCompliance": ["A"]}, "Detail": {"DisplayCompliance": ["B", "C"]}}
    here = read(None, {"1": {"View": views}, "2": {"View": {"Detail": {"DisplayCompliance": ["D"]}}}})
    assert here.required("1", detail=False) == ("A",)
    assert here.required("1", detail=True) == ("B", "C")
    assert here.required(None, detail=True) == ("B", "C")
    assert here.required("2", detail=True) == ("D",)
    assert here.required("2", detail=False) == DEFAULT.summary


@pytest.mark.parametrize("nothing", [None, "", [], {}, {"1": None}, {"1": {"View": {"Summary": []}}}])
def test_where_an_mls_says_nothing_the_rule_is_strict(nothing: object) -> None:
    for here in (read(None, nothing), SystemInfo()):
        assert set(here.required("1", detail=False)) == {"ListOfficeName", "IDXLogoSmall"}
        assert set(here.required("1", detail=True)) == {"ListOfficeName", "ListAgentName", "IDXLogo"}


@pytest.mark.parametrize("name", ["", "Nowhere/City", "America", "/etc/passwd", "../../etc/passwd", "A\0B", "A" * 300])
def test_a_time_zone_that_is_none_is_utc(name: str) -> None:
    assert read({"TimeZone": name}).zone is UTC


@given(json_values)
def test_no_answer_makes_it_fail(result: object) -> None:
    fetch_system_info(Told(result))
    read(result, result)
    read({"MlsLogos": [result], "IdxDisclaimer": result}, {"1": {"View": {"Detail": result}}})
