"""Break it: what can go wrong with a sign-in, on purpose and for one visitor alone, and what to learn from it."""

from .shown import shown
from .views import bp, undo

__all__ = ["bp", "shown", "undo"]
