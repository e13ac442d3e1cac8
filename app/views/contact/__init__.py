"""GET and POST /ask: a question to the consumer's agent, sent as an e-mail."""

from __future__ import annotations

import hashlib
import logging
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug import Response

from app import config, mail, rate_limit
from app.auth import saved_form
from app.formats import in_about
from app.mail import Email, MailError
from app.rate_limit import RateLimitExceeded
from app.session import SessionRow, current_session
from app.spark.accounts import Agent
from app.spark.listing import Listing
from app.views.contact.email import ContactForm, Sender, Topic, compose, recipient, sender, topic
from app.views.context import page_context
from app.views.error_messages import optional

log = logging.getLogger(__name__)

bp = Blueprint("contact", __name__)

_locks = [threading.Lock() for _ in range(64)]
"""The same message waits here while it is being sent."""


@dataclass(frozen=True)
class Inquiry:
    """Who asks whom about what, and whether an e-mail can be sent (`open`)."""

    topic: Topic
    home: Listing | None
    sender: Sender
    agent: Agent
    open: bool

    def form(self, typed: Mapping[str, str]) -> ContactForm:
        return ContactForm.read(typed, self.sender.phone, self.sender.email)


@dataclass(frozen=True)
class Problem:
    """Why nothing was sent; `fields` says what to correct, by field."""

    status: int
    words: str = ""
    fields: dict[str, str] | None = None
    retry_after: int = 0


@bp.get("/ask")
def show() -> str | Response:
    inquiry = _inquiry()
    if "sent" in request.args:
        return render_template("contact/sent.html", inquiry=inquiry, copy=_copy())
    form = inquiry.form(saved_form.restore("home"))
    return render_template("contact/contact.html", inquiry=inquiry, form=form, problem=None)


@bp.post("/ask")
def send() -> Response:
    inquiry = _inquiry()
    form = inquiry.form(request.form)
    problem = _problem(inquiry, form) or _send(inquiry, form)
    if problem:
        return _show_again(inquiry, form, problem)
    saved_form.discard("home")
    current_session()["asked"] = {"to": inquiry.agent.name, "message": form.message}
    about = inquiry.topic
    return redirect(url_for("contact.show", home=about.home_id, about=about.kind, sent=1), 303)


def _copy() -> dict[str, str] | None:
    """A copy of the message for the next page, removed from the session. A HEAD request leaves it there."""
    copy: dict[str, str] | None = current_session().pop("asked", None) if request.method == "GET" else None
    return copy


def _inquiry() -> Inquiry:
    about = topic()
    coming, context = about.home(), page_context()
    agent = recipient(context)
    can_send = bool(agent.email) and mail.enabled(config.current())
    return Inquiry(about, optional(coming) if coming else None, sender(context), agent, open=can_send)


def _problem(inquiry: Inquiry, form: ContactForm) -> Problem | None:
    """Why this form cannot be sent at all."""
    agent = inquiry.agent.name
    if not inquiry.open:
        return Problem(503, "Messages cannot be sent from here just now.")
    if form.to != (agent or ""):  # the consumer has changed to another agent meanwhile
        return Problem(409, f"{agent or 'Your agent'} answers here now. If that is right, send it again.")
    fields = form.problems()
    return Problem(422, fields=fields) if fields else None


def _send(inquiry: Inquiry, form: ContactForm) -> Problem | None:
    """Send it; or why it was not sent."""
    email = compose(inquiry.agent.email or "", inquiry.sender, form, inquiry.topic, inquiry.home)
    try:
        _send_once(_consumer(), email)
    except RateLimitExceeded as error:
        words = f"These were several messages in a short time. You can send the next one {in_about(error.seconds)}."
        return Problem(429, words, retry_after=error.seconds)
    except MailError as error:
        log.error("a message to an agent was not sent: %s", error)
        return Problem(502, "Your message could not be sent just now.")
    return None


def _send_once(consumer: str, email: Email) -> None:
    """Send it, unless the same e-mail went out within a minute: then the button was pressed twice.

    Raises MailError and RateLimitExceeded. A second press waits for the first, so that it learns of a failure too.
    """
    same = hashlib.sha256(repr((consumer, email)).encode("utf-8", "replace")).hexdigest()
    with _locks[int(same, 16) % len(_locks)]:
        if rate_limit.limiter().hit(rate_limit.SAME_EMAIL, same):
            return
        try:
            rate_limit.limit_emails(consumer)
            mail.send(config.current(), email)
        except BaseException:
            rate_limit.limiter().clear(rate_limit.SAME_EMAIL, same)
            raise


def _consumer() -> str:
    """The consumer, in whichever browser; or this session, if Spark never said who that is."""
    stored = cast("SessionRow", current_session().row)  # this view needs a sign-in
    return (stored.owner or stored.key).hex()


def _show_again(inquiry: Inquiry, form: ContactForm, problem: Problem) -> Response:
    headers = {"Retry-After": str(problem.retry_after)} if problem.retry_after else {}
    page = render_template("contact/contact.html", inquiry=inquiry, form=form, problem=problem)
    return Response(page, problem.status, headers, mimetype="text/html")
