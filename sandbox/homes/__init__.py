"""The homes of the sandbox. They are made up and the same at every start; only their dates move."""

from sandbox.homes.home import Home, response_fields, response_items, visible_fields
from sandbox.homes.market import by_id, homes
from sandbox.homes.photos import serialize_photos
from sandbox.homes.quirks import QUIRKS

__all__ = [
    "QUIRKS",
    "Home",
    "by_id",
    "homes",
    "response_fields",
    "response_items",
    "serialize_photos",
    "visible_fields",
]
