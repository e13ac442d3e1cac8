"""GET and POST /ask: a question to the consumer's agent, sent as an e-mail."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import cast

from flask import Blueprint, current_app, redirect, render_template, request, url_for
from werkzeug import Response

from app import mail, settings
from app.formats import in_about
from app.mail import Email, MailError
from app.session import Stored, current
from app.sign_in import drafts
from app.spark.listing import Listing
from app.spark.people import Agent

from .. import frame
from .form import Form
from .letter import letter
from .outbox import Outbox, TooMany
from .people import Asker, answerer, asker
from .topic import Topic, topic

log = logging.getLogger(__name__)

bp = Blueprint("ask", __name__)
bp.record_once(lambda state: state.app.extensions.update(outbox=Outbox(state.app.extensions["tallies"])))


@dataclass(frozen=True)
class Visit:
    """Who asks whom about what, and whether a letter can be sent (`open`)."""

    topic: Topic
    home: Listing | None
    asker: Asker
    agent: Agent
    open: bool

    def form(self, typed: dict[str, str]) -> Form:
        return Form.read(typed, self.asker.phone, self.asker.email)


@dataclass(frozen=True)
class Problem:
    """Why nothing was sent; `fields` are the words for what to mend, by field."""

    status: int
    words: str = ""
    fields: dict[str, str] | None = None
    retry_after: int = 0


@bp.get("/ask")
def show() -> str | Response:
    visit = _visit()
    if "sent" in request.args:
        return render_template("ask/sent.html", visit=visit, copy=_copy())
    return render_template("ask/ask.html", visit=visit, form=visit.form(drafts.offered("home")), problem=None)


@bp.post("/ask")
def send() -> Response:
    visit = _visit()
    form = visit.form(request.form)
    problem = _problem(visit, form) or _sent(visit, form)
    if problem:
        return _again(visit, form, problem)
    drafts.arrived("home")
    current()["asked"] = {"to": visit.agent.name, "message": form.message}
    return redirect(url_for("ask.show", home=visit.topic.home_id, about=visit.topic.about, sent=1), 303)


def _copy() -> dict[str, str] | None:
    """Of what was sent, for the page after it; taken out of the session with it."""
    copy: dict[str, str] | None = current().pop("asked", None) if request.method == "GET" else None  # HEAD only looks
    return copy


def _visit() -> Visit:
    frame.begin()
    about = topic()
    coming = about.home()
    home, around = frame.panel(coming) if coming else None, frame.frame()
    agent = answerer(around)
    return Visit(about, home, asker(around), agent, open=bool(agent.email) and mail.enabled(settings.current()))


def _problem(visit: Visit, form: Form) -> Problem | None:
    """What keeps the form from being sent at all."""
    if not visit.open:
        return Problem(503, "Messages cannot be sent from here just now.")
    if form.to != (visit.agent.name or ""):  # the consumer has changed to another agent meanwhile
        return Problem(409, f"{visit.agent.name or 'Your agent'} answers here now. If that is right, send it again.")
    fields = form.problems()
    return Problem(422, fields=fields) if fields else None


def _sent(visit: Visit, form: Form) -> Problem | None:
    """Send it; or why it was not."""
    outbox: Outbox = current_app.extensions["outbox"]
    written = letter(visit.agent.email or "", visit.asker, form, visit.topic, visit.home)
    try:
        outbox.send(_whose(), written, _deliver)
    except TooMany as error:
        words = f"These were several messages in a short time. You can send the next one {in_about(error.seconds)}."
        return Problem(429, words, retry_after=error.seconds)
    except MailError as error:
        log.error("a message to an agent was not sent: %s", error)
        return Problem(502, "Your message could not be sent just now.")
    return None


def _deliver(written: Email) -> None:
    mail.send(settings.current(), written)


def _whose() -> str:
    """The consumer, in whichever browser; or this session, if Spark never said who that is."""
    stored = cast("Stored", current().stored)  # nobody comes here who is not signed in
    return (stored.owner or stored.key).hex()


def _again(visit: Visit, form: Form, problem: Problem) -> Response:
    headers = {"Retry-After": str(problem.retry_after)} if problem.retry_after else {}
    page = render_template("ask/ask.html", visit=visit, form=form, problem=problem)
    return Response(page, problem.status, headers, mimetype="text/html")
