"""GET /search: the homes that match, page by page. The address is the state.

For other screens: `query` and `words` of criteria, `read` from an address, and what the MLS lets search by.
"""

from .address import Query, expressible, query, read
from .chips import words
from .options import Choices, choices
from .view import bp

__all__ = ["Choices", "Query", "bp", "choices", "expressible", "query", "read", "words"]
