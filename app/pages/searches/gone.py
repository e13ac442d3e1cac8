"""A saved search that is not there, or is not this consumer's."""

from __future__ import annotations

from flask import render_template

from app.pages import frame


class NoSearch(Exception):
    """Spark has no such search for this consumer, or none that they may change."""


def page(_error: NoSearch) -> tuple[str, int]:
    frame.settle()
    return render_template("searches/gone.html"), 404
