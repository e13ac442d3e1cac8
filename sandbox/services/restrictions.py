"""Which filters can be saved: https://sparkplatform.com/docs/api_services/saved_searches/restrictions

The MLS's own system has to be able to show a saved search, so it may say less than a search may.
"""

from __future__ import annotations

from collections import Counter
from functools import cache
from typing import TYPE_CHECKING

from lark import Tree

from sandbox.envelope import SparkFault
from sandbox.homes import homes
from sandbox.listings.fields import MULTISELECT, searchable
from sandbox.listings.metadata import LISTED
from sandbox.sparkql import compile_filter, parsed, unquoted

if TYPE_CHECKING:
    from lark import Token

    Node = Tree[Token]

BY_TYPE = {"PropertySubType"}  # lists whose values are for certain property types


def check_savable(text: str, mls_id: str) -> None:
    """Raises a fault: 1040 and 1041 as for a search, 1041 for nested parentheses, 1053 for all the rest."""
    compile_filter(text, searchable())
    tree = parsed(text)
    if any(len(list(group.find_data("group"))) > 1 for group in tree.find_data("group")):
        raise SparkFault(400, 1041, "A saved filter can have one level of parentheses")
    conditions = list(tree.find_data("comparison"))
    _check_fields(conditions)
    _check_alternatives(tree)
    _check_values(conditions, mls_id)


def _check_fields(conditions: list[Node]) -> None:
    counts = Counter(name for condition in conditions for name in _fields(condition))
    twice = [name for name, count in counts.items() if count > 1]
    if twice:
        raise constraint(f"A saved filter can have one condition on {twice[0]}")


def _check_alternatives(tree: Node) -> None:
    """No Or between features, which stand in the details of a listing, and fields of the main form."""
    for alternatives in tree.find_data("either"):
        names = _fields(alternatives)
        if len(alternatives.children) > 1 and names & MULTISELECT and names - MULTISELECT:
            raise constraint("A saved filter cannot join features and other fields with Or")


def _check_values(conditions: list[Node], mls_id: str) -> None:
    """Values of lists have to be in the list, and valid for every property type that is searched."""
    named = {name: _texts(condition) for condition in conditions for name in _fields(condition) & LISTED}
    searched = set(named.get("PropertyType", ())) or set(_values(mls_id, "PropertyType"))
    for name, texts in named.items():
        values = _values(mls_id, name)
        for text in texts:
            if text not in values:
                raise constraint(f"'{text}' is not a value of {name}")
            if name in BY_TYPE and not searched <= values[text]:
                raise constraint(f"'{text}' is not a value of {name} for every property type of the search")


def _fields(node: Node) -> set[str]:
    return {str(field.children[0]) for field in node.find_data("field")}


def _texts(condition: Node) -> list[str]:
    """The plain values of a condition; a pattern such as `contains('x')` is none."""
    values = [_innermost(child) for child in condition.children[2:] if isinstance(child, Tree)]
    return [unquoted(str(value.children[0])) for value in values if value.data == "text"]


def _innermost(node: Node) -> Node:
    """Through the sums and products of one part that surround every value."""
    while node.data in {"total", "product"} and len(node.children) == 1 and isinstance(node.children[0], Tree):
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


def constraint(message: str) -> SparkFault:
    return SparkFault(400, 1053, message)
