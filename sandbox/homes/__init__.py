"""The homes of the sandbox: made up, the same at every start, as fresh as the day."""

from sandbox.homes.home import Home, retold, seen, sent
from sandbox.homes.market import by_id, homes
from sandbox.homes.photos import photo_items
from sandbox.homes.quirks import QUIRKS

__all__ = ["QUIRKS", "Home", "by_id", "homes", "photo_items", "retold", "seen", "sent"]
