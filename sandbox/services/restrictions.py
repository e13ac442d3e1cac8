"""Restrictions of saved filters: https://sparkplatform.com/docs/api_services/saved_searches/restrictions.

The MLS's own system must be able to show a saved search, so its filter has more restrictions than a search.
"""

from __future__ import annotations

from collections import Counter
from functools import cache
from typing import TYPE_CHECKING

from lark import Tree

from sandbox.errors import SparkError
from sandbox.homes import homes
from sandbox.listings.fields import MULTISELECT, searchable_fields
from sandbox.listings.standard_fields import LIST_FIELDS
from sandbox.sparkql import compile_filter, parse, unquote

if TYPE_CHECKING:
    from lark import Token

    Node = Tree[Token]


VALUES_BY_PROPERTY_TYPE = {"PropertySubType"}  # lists whose values depend on the property type


def check_restrictions(text: str, mls_id: str) -> None:
    """Raises 1040 and 1041 as a search does, 1041 for nested parentheses, and 1053 for all other restrictions."""
    compile_filter(text, searchable_fields())
    tree = parse(text)
    if any(len(list(group.find_data("group"))) > 1 for group in tree.find_data("group")):
        raise SparkError(400, 1041, "A saved filter can have one level of parentheses")
    conditions = list(tree.find_data("comparison"))
    _check_fields(conditions)
    _check_alternatives(tree)
    _check_values(conditions, mls_id)


def _check_fields(conditions: list[Node]) -> None:
    counts = Counter(name for condition in conditions for name in _fields(condition))
    twice = [name for name, count in counts.items() if count > 1]
    if twice:
        raise constraint_error(f"A saved filter can have one condition on {twice[0]}")


def _check_alternatives(tree: Node) -> None:
    """No `Or` between features, which are details of a listing, and main fields."""
    for alternatives in tree.find_data("disjunction"):
        names = _fields(alternatives)
        if len(alternatives.children) > 1 and names & MULTISELECT and names - MULTISELECT:
            raise constraint_error("A saved filter cannot join features and other fields with Or")


def _check_values(conditions: list[Node], mls_id: str) -> None:
    """List values must be in the list, and valid for every property type of the search."""
    named = {name: _texts(condition) for condition in conditions for name in _fields(condition) & LIST_FIELDS}
    searched = set(named.get("PropertyType", ())) or set(_values(mls_id, "PropertyType"))
    for name, texts in named.items():
        values = _values(mls_id, name)
        for text in texts:
            if text not in values:
                raise constraint_error(f"'{text}' is not a value of {name}")
            if name in VALUES_BY_PROPERTY_TYPE and not searched <= values[text]:
                raise constraint_error(f"'{text}' is not a value of {name} for every property type of the search")


def _fields(node: Node) -> set[str]:
    return {str(field.children[0]) for field in node.find_data("field")}


def _texts(condition: Node) -> list[str]:
    """The plain values of a condition, without patterns such as `contains('x')`."""
    values = [_innermost(child) for child in condition.children[2:] if isinstance(child, Tree)]
    return [unquote(str(value.children[0])) for value in values if value.data == "text"]


def _innermost(node: Node) -> Node:
    """Unwrap the one-part sums and products around a value."""
    while node.data in {"addition", "product"} and len(node.children) == 1 and isinstance(node.children[0], Tree):
        node = node.children[0]
    return node


@cache
def _values(mls_id: str, name: str) -> dict[str, set[str]]:
    """Each value of a list, with the property types that use it."""
    found: dict[str, set[str]] = {}
    for home in homes(mls_id):
        text = home.fields[name]
        for value in str(text).split(", ") if name in MULTISELECT else [str(text)]:
            if text is not None:
                found.setdefault(value, set()).add(str(home.fields["PropertyType"]))
    return found


def constraint_error(message: str) -> SparkError:
    return SparkError(400, 1053, message)
