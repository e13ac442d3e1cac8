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
    return render_template("home/home.html", newest=frame.panel(newest))
