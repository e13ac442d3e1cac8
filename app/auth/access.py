"""Marks on views that tell to whom they open. A view without one needs a signed-in consumer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

View = TypeVar("View", bound=Callable[..., Any])


def public(view: View) -> View:
    """Opens a view to visitors who are not signed in."""
    view.opens_to = "everybody"  # type: ignore[attr-defined]  # a mark on the function, read by `opens_to`
    return view


def agents_only(view: View) -> View:
    """Opens a view to an agent, and to nobody else."""
    view.opens_to = "agent"  # type: ignore[attr-defined]  # a mark on the function, read by `opens_to`
    return view


def audience(view: Callable[..., Any]) -> str:
    """`everybody`, `agent` or `consumer`."""
    mark: str = getattr(view, "opens_to", "consumer")
    return mark
