"""What one asks about: the query of `/ask`."""

from __future__ import annotations

from concurrent.futures import Future
from dataclasses import dataclass

from flask import request

from app.sign_in.consumer import spark
from app.spark import listings
from app.spark.client import later
from app.spark.listing import Listing

ABOUT = {"question", "tour", "problem"}


@dataclass(frozen=True)
class Topic:
    """`about` is a question, a tour or a problem; `home_id` None means homes in general."""

    about: str
    home_id: str | None

    def home(self) -> Future[Listing] | None:
        """The home, on its way."""
        return later(listings.find, spark(), self.home_id, "PrimaryPhoto") if self.home_id else None


def topic() -> Topic:
    about, home = request.args.get("about", ""), request.args.get("home", "")
    return Topic(about if about in ABOUT else "question", home if listings.ID.fullmatch(home) else None)
