"""From a browser's visits to the steps of the exchange."""

from .story import Story, tell

__all__ = ["Story", "tell"]
