"""Spark has ended a sign-in: the visitor is told why, and goes on where they were, with what they had typed."""

from __future__ import annotations

import pytest
from flask import request
from flask.templating import render_template_string

from app.auth.access import spark_client as api
from app.auth.saved_form import restore
from tests.conftest import Start
from tests.refresh.conftest import Row, sign_in_again
from tests.refresh.spark import Spark
from tests.servers import Server, Visitor

PAGE = "/search?sort=price&page=2"
NOTE = "/note?home=7"
TYPED = "Is the roof new? <b> é &\nAnd the oven?"
FORM = """
<form method="post"><input type="hidden" name="csrf_token" value="{{ csrf_token() }}">
<input name="text" value="{{ text }}"><button>Send</button></form>
"""


def note() -> str:
    """A form on a page of its own, which asks Spark before it keeps anything."""
    if request.method == "POST":
        api().post("notes", {"Text": request.form["text"]})
    return render_template_string(FORM, text=restore().get("text", ""))


@pytest.fixture
def portal(start_portal: Start) -> Server:
    portal = start_portal()
    portal.app.add_url_rule("/note", view_func=note, methods=["GET", "POST"])
    return portal


def test_a_refused_renewal_signs_out_and_says_why(visitor: Visitor, spark: Spark, row: Row) -> None:
    spark.revoke()
    answer = visitor.get(PAGE, allow_redirects=False)
    assert (answer.status_code, row.gone) == (302, True)
    assert answer.headers["Location"] == "/?wanted=/search?sort%3Dprice%26page%3D2&ended=1"
    visitor.get(answer.headers["Location"])
    assert visitor.text(".notice").startswith("flexmls has ended your sign-in, so you were signed out here too.")


def test_a_session_that_is_just_gone_is_told_of_no_end_at_flexmls(visitor: Visitor, row: Row) -> None:
    row.delete()
    assert visitor.get(PAGE).url == f"{visitor.home}/?wanted=/search?sort%3Dprice%26page%3D2"
    assert visitor.text(".notice") == "Please sign in to carry on."


def test_signing_in_again_returns_to_the_same_page_with_its_filters(visitor: Visitor, spark: Spark) -> None:
    spark.revoke()
    visitor.get(PAGE)
    sign_in_again(visitor)
    assert (visitor.page.status_code, visitor.page.url.endswith(PAGE)) == (200, True)


def test_a_form_that_meets_an_ended_sign_in_is_offered_again_once(visitor: Visitor, spark: Spark, row: Row) -> None:
    visitor.get(NOTE)
    spark.revoke()
    assert visitor.press("Send", text=TYPED).status_code == 403
    assert visitor.text(".notice").endswith("What you had typed is kept.")
    assert row.gone
    sign_in_again(visitor)
    assert visitor.page.url.endswith(NOTE)
    assert typed(visitor) == TYPED
    visitor.get(NOTE)
    assert typed(visitor) == ""


def test_a_form_whose_session_is_gone_already_is_offered_again_too(visitor: Visitor, row: Row) -> None:
    visitor.get(NOTE)
    row.delete()
    assert visitor.press("Send", text=TYPED).status_code == 403
    assert visitor.text(".notice") == "Please sign in to carry on. What you had typed is kept."
    sign_in_again(visitor)
    assert (visitor.page.url.endswith(NOTE), typed(visitor)) == (True, TYPED)


def test_a_mistyped_portal_does_not_lose_what_was_typed(visitor: Visitor, spark: Spark) -> None:
    visitor.get(NOTE)
    spark.revoke()
    visitor.press("Send", text=TYPED)
    assert visitor.press("Continue", to="portal", portal="Dana Lee!").status_code == 422
    sign_in_again(visitor)
    assert typed(visitor) == TYPED


def test_what_was_typed_is_offered_on_its_own_page_only(visitor: Visitor, spark: Spark) -> None:
    visitor.get(NOTE)
    spark.revoke()
    visitor.press("Send", text=TYPED)
    sign_in_again(visitor)
    assert TYPED not in visitor.get("/search").text


def test_a_form_sent_from_another_site_leaves_nothing_behind(visitor: Visitor, spark: Spark, row: Row) -> None:
    row.delete()
    answer = visitor.post(NOTE, {"text": "Buy now"}, headers={"Origin": "https://evil.example"}, allow_redirects=False)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/")


def typed(visitor: Visitor) -> str:
    field = visitor.soup.select_one("input[name=text]")
    assert field, visitor.page.text
    return str(field["value"])
