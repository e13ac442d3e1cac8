"""Decorators that say who may see a view. Without one, a view needs a signed-in consumer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

View = TypeVar("View", bound=Callable[..., Any])


def public(view: View) -> View:
    """Anybody may see this view."""
    view.audience = "everybody"  # type: ignore[attr-defined]  # an attribute of the function, read by `audience`
    return view


def agents_only(view: View) -> View:
    """Only a signed-in agent may see this view."""
    view.audience = "agent"  # type: ignore[attr-defined]  # an attribute of the function, read by `audience`
    return view


def audience(view: Callable[..., Any]) -> str:
    """Who may see a view: `everybody`, `agent` or `consumer`."""
    found: str = getattr(view, "audience", "consumer")
    return found
