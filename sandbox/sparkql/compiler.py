"""Compiles the text of a filter into a predicate over listings."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, time
from typing import TYPE_CHECKING, Any

from lark import Lark, Transformer, Tree, v_args
from lark.exceptions import UnexpectedInput, VisitError

from sandbox.errors import SparkError
from sandbox.sparkql.conditions import (
    NO_MEMBERSHIPS,
    Condition,
    Membership,
    all_of,
    any_of,
    compare,
    compare_membership,
    membership_term,
    negate,
)
from sandbox.sparkql.terms import Term, arithmetic, field_term, function_term, literal
from sandbox.sparkql.values import FieldKind, Row, invalid, timestamp

if TYPE_CHECKING:
    from lark import Token


PARSER = Lark.open("grammar.lark", rel_to=__file__, parser="lalr")
MAX_LEVELS, MAX_EXPRESSIONS, MAX_VALUES, MAX_NESTED_CALLS = 2, 75, 200, 5


def compile_filter(
    text: str, fields: Mapping[str, FieldKind], groups: Mapping[str, Membership] = NO_MEMBERSHIPS
) -> Callable[[Row], bool]:
    """A predicate for a `_filter`. An empty filter matches everything.

    `fields` are the searchable fields; `groups` are what a listing can belong to, such as `ListingCart`. Comparisons of
    text are case-sensitive; use `tolower()` for others. Raises 1040 for an invalid filter, and 1041 for a filter that
    is too large.
    """
    condition = compile_condition(text, fields, groups)
    return lambda row: condition(row) is True


def compile_condition(
    text: str, fields: Mapping[str, FieldKind], groups: Mapping[str, Membership] = NO_MEMBERSHIPS
) -> Condition:
    """The same, but None for an unknown result."""
    tree = parse(text)
    _check_limits(tree)
    try:
        condition: Condition = Compiler(fields, groups).transform(tree)
    except VisitError as error:
        raise error.orig_exc from None
    return condition


def parse(text: str) -> Tree[Token]:
    try:
        return PARSER.parse(text)
    except UnexpectedInput as error:
        raise invalid(f"The filter cannot be read at character {(error.pos_in_stream or 0) + 1}") from None


def _check_limits(tree: Tree[Token]) -> None:
    comparisons = list(tree.find_data("comparison"))
    longest = max((len(comparison.children) - 2 for comparison in comparisons), default=0)
    for count, limit, what in (
        (_depth(tree, "group"), MAX_LEVELS, "levels of parentheses"),
        (len(comparisons), MAX_EXPRESSIONS, "expressions"),
        (longest, MAX_VALUES, "values in a list"),
        (_depth(tree, "call"), MAX_NESTED_CALLS, "functions in one another"),
    ):
        if count > limit:
            raise SparkError(400, 1041, f"The filter has {count} {what}; at most {limit} are allowed")


def _depth(tree: Tree[Token], kind: str) -> int:
    """How deeply nodes of a kind are nested. It uses no recursion, because a filter may be hostile."""
    deepest, open_nodes = 0, [(tree, 0)]
    while open_nodes:
        node, level = open_nodes.pop()
        level += node.data == kind
        deepest = max(deepest, level)
        open_nodes += [(child, level) for child in node.children if isinstance(child, Tree)]
    return deepest


@v_args(inline=True)
class Compiler(Transformer[Any, Any]):
    """One method for each grammar rule: leaves become terms, then conditions."""

    def __init__(self, fields: Mapping[str, FieldKind], groups: Mapping[str, Membership]) -> None:
        super().__init__()
        self.fields, self.groups = fields, groups

    def start(self, condition: Condition | None = None) -> Condition:
        return condition or (lambda _: True)

    def disjunction(self, *conditions: Condition) -> Condition:
        return any_of(conditions)

    def conjunction(self, *conditions: Condition) -> Condition:
        return all_of(conditions)

    def negation(self, condition: Condition) -> Condition:
        return negate(condition)

    def group(self, condition: Condition) -> Condition:
        return condition

    def comparison(self, left: Term, operator: str, *rights: Term) -> Condition:
        compare_terms = compare_membership if left.kind == "Group" else compare
        return compare_terms(left, operator.lower(), rights)

    def addition(self, first: Term, *rest: Any) -> Term:
        return arithmetic(first, list(zip(rest[::2], rest[1::2], strict=True))) if rest else first

    product = addition

    def call(self, name: str, *arguments: Term) -> Term:
        return function_term(name, arguments)

    def field(self, name: str) -> Term:
        return membership_term(self.groups[name]) if name in self.groups else field_term(str(name), self.fields)

    def text(self, quoted: str) -> Term:
        return literal("Character", unquote(quoted))

    def integer(self, digits: str) -> Term:
        return literal("Integer", int(digits))

    def decimal(self, digits: str) -> Term:
        return literal("Decimal", float(digits))

    def date(self, text: str) -> Term:
        return _date_literal("Date", date.fromisoformat, text)

    def datetime(self, text: str) -> Term:
        return _date_literal("Datetime", timestamp, text)

    def time(self, text: str) -> Term:
        return _date_literal("Time", time.fromisoformat, text)

    def boolean(self, word: str) -> Term:
        return literal("Boolean", word.lower() == "true")

    def null(self, _: str) -> Term:
        return literal("Null", None)


def unquote(text: str) -> str:
    return re.sub(r"\\(.)", r"\1", text[1:-1], flags=re.DOTALL)


def _date_literal(kind: FieldKind, read: Callable[[str], object], text: str) -> Term:
    try:
        return literal(kind, read(text))
    except ValueError:
        raise invalid(f"There is no {text}") from None
