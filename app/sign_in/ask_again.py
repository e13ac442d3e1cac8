"""Somebody needs to sign in, perhaps again: the page they wanted and the text they had typed are not lost."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from werkzeug import Response

from .drafts import page_of_the_form, typed
from .landing import ENDED, NEEDED, landing
from .return_address import own_page
from .this_site import comes_from_this_site

KEPT = " What you had typed is kept."


def ask_again(role: str, *, ended: bool = False) -> Response | tuple[str, int]:
    """Lead to where that role signs in. A form that was under way is answered right here, with its text kept."""
    if request.method == "POST" and comes_from_this_site():
        return _with_draft(role, ENDED if ended else NEEDED)
    why = "1" if ended else None
    if role == "agent":
        return redirect(url_for("agent.show", ended=why))
    wanted = own_page(request.full_path.rstrip("?")) if request.method == "GET" else None
    return redirect(url_for("landing.show", wanted=wanted, ended=why))


def _with_draft(role: str, notice: str) -> tuple[str, int]:
    draft, wanted = typed(), page_of_the_form()
    notice += KEPT if draft and wanted else ""
    if role == "agent":
        return render_template("sign_in/again.html", notice=notice, wanted=wanted, draft=draft), 403
    return landing(wanted=wanted, notice=notice, draft=draft), 403
