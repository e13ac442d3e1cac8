"""What the services for carts and for saved searches share: whose they are, pages of them, what a create asks for."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from contextlib import AbstractContextManager

from flask import Response, request

from sandbox.access import current
from sandbox.envelope import SparkFault, enveloped
from sandbox.kept.owner import current_owner
from sandbox.kept.records import Shelf
from sandbox.listings.query import page_of, paging
from sandbox.services.people import selected
from sandbox.services.portal import sent
from sandbox.services.shapes import Shape
from sandbox.state import state


def not_for_idx() -> None:
    if current().role == "idx":
        raise forbidden("This service is not available to your role")


def shelf() -> Shelf:
    return state().kept.shelf(current_owner())


def changing_shelf() -> AbstractContextManager[Shelf]:
    return state().kept.changing(current_owner())


def paged(shapes: Sequence[Shape]) -> Response:
    """The page asked for, ten to a page as everywhere; `_select` narrows each."""
    return page_of(shapes, paging(request.args), lambda shown: [selected(shape) for shape in shown])


def asked(plural: str) -> list[Shape]:
    """What a create asks for, in either form: `{"D": {…}}` or `{"D": {"<plural>": [{…}, …]}}`."""
    wanted = sent()
    several = wanted.get(plural, [wanted])
    if not isinstance(several, list) or not several or not all(isinstance(one, dict) for one in several):
        raise SparkFault(400, 1050, f"{plural} must be a list of objects")
    return [{"AutoName": wanted.get("AutoName")} | one for one in several]


def free_name(wanted: Shape, taken: Collection[str]) -> str:
    """The name that is asked for, numbered with `AutoName` if it is taken."""
    name = str(wanted.get("Name") or "").strip()
    if not name:
        raise SparkFault(400, 1050, "Name is missing")
    if name not in taken:
        return name
    if wanted.get("AutoName") is not True:
        raise SparkFault(409, 1055, "The name is taken")
    return next(free for number in range(2, len(taken) + 3) if (free := f"{name} {number}") not in taken)


def succeeded() -> Response:
    """Of a change that answers nothing more."""
    return enveloped({"Success": True})


def forbidden(message: str) -> SparkFault:
    return SparkFault(403, 1500, message)
