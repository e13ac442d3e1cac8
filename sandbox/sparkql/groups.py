"""Fields that are none of the listing's own: `ListingCart Eq '<id>'` asks whether the listing is in that cart."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from sandbox.sparkql.conditions import Condition, either, inverse, masked
from sandbox.sparkql.terms import Term
from sandbox.sparkql.values import invalid

Group = Callable[[str], Condition]
"""From an id to the condition that a listing belongs there; raises a fault for an id that is not known."""

NO_GROUPS: Mapping[str, Group] = {}


def group_field(group: Group) -> Term:
    return Term("Group", lambda _: group)


def belong(left: Term, name: str, rights: Sequence[Term]) -> Condition:
    """`ListingCart Eq '<id>','<id>'`: in one of them, or with Ne in none."""
    if name not in {"eq", "ne"} or any(right.kind != "Character" or not right.constant for right in rights):
        raise invalid("carts and saved searches are named by their ids, with Eq or Ne")
    group: Group = left.value({})
    found = masked(either([group(right.value({})) for right in rights]))
    return found if name == "eq" else inverse(found)
