"""GET /home: a greeting and the newest homes."""

from __future__ import annotations

from flask import Blueprint, render_template

from app.sign_in.consumer import spark
from app.spark import listings
from app.spark.client import later

from . import frame

bp = Blueprint("home", __name__)


@bp.get("/home")
def show() -> str:
    frame.begin()
    newest = later(listings.search, spark(), limit=6)
    around = frame.frame()
    contact = around.contact if around else None
    return render_template("home/home.html", consumer=contact, newest=frame.panel(newest))
