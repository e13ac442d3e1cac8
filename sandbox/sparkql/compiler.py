"""From the text of a filter to a predicate over listings."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, time
from typing import TYPE_CHECKING, Any

from lark import Lark, Transformer, Tree, v_args
from lark.exceptions import UnexpectedInput, VisitError

from sandbox.envelope import SparkFault
from sandbox.sparkql.conditions import Condition, both, compare, either, inverse
from sandbox.sparkql.groups import NO_GROUPS, Group, belong, group_field
from sandbox.sparkql.terms import Term, arithmetic, call, field, literal
from sandbox.sparkql.values import FieldKind, Row, invalid, timestamp

if TYPE_CHECKING:
    from lark import Token

PARSER = Lark.open("grammar.lark", rel_to=__file__, parser="lalr")
LEVELS, EXPRESSIONS, VALUES, NESTED_CALLS = 2, 75, 200, 5


def compile_filter(
    text: str, fields: Mapping[str, FieldKind], groups: Mapping[str, Group] = NO_GROUPS
) -> Callable[[Row], bool]:
    """A predicate for a `_filter`; an empty one lets everything in.

    `fields` are the searchable fields, `groups` what a listing can belong to, such as `ListingCart`. Text is compared
    as written, case and all; `tolower()` is there for the rest. Raises a 1040 fault for a filter that is wrong and
    1041 for one that is too large.
    """
    condition = compile_condition(text, fields, groups)
    return lambda row: condition(row) is True


def compile_condition(text: str, fields: Mapping[str, FieldKind], groups: Mapping[str, Group] = NO_GROUPS) -> Condition:
    """The same, but None where the answer is unknown."""
    tree = parsed(text)
    _check_limits(tree)
    try:
        condition: Condition = Compiler(fields, groups).transform(tree)
    except VisitError as error:
        raise error.orig_exc from None
    return condition


def parsed(text: str) -> Tree[Token]:
    try:
        return PARSER.parse(text)
    except UnexpectedInput as error:
        raise invalid(f"The filter cannot be read at character {(error.pos_in_stream or 0) + 1}") from None


def _check_limits(tree: Tree[Token]) -> None:
    comparisons = list(tree.find_data("comparison"))
    longest = max((len(comparison.children) - 2 for comparison in comparisons), default=0)
    for count, limit, what in (
        (_depth(tree, "group"), LEVELS, "levels of parentheses"),
        (len(comparisons), EXPRESSIONS, "expressions"),
        (longest, VALUES, "values in a list"),
        (_depth(tree, "call"), NESTED_CALLS, "functions in one another"),
    ):
        if count > limit:
            raise SparkFault(400, 1041, f"The filter has {count} {what}; at most {limit} are allowed")


def _depth(tree: Tree[Token], kind: str) -> int:
    """How many nodes of a kind lie inside one another; without recursion, for the filter may be hostile."""
    deepest, open_nodes = 0, [(tree, 0)]
    while open_nodes:
        node, level = open_nodes.pop()
        level += node.data == kind
        deepest = max(deepest, level)
        open_nodes += [(child, level) for child in node.children if isinstance(child, Tree)]
    return deepest


@v_args(inline=True)
class Compiler(Transformer[Any, Any]):
    """One method a rule of the grammar: terms at the leaves, conditions above."""

    def __init__(self, fields: Mapping[str, FieldKind], groups: Mapping[str, Group]) -> None:
        super().__init__()
        self.fields, self.groups = fields, groups

    def start(self, condition: Condition | None = None) -> Condition:
        return condition or (lambda _: True)

    def either(self, *conditions: Condition) -> Condition:
        return either(conditions)

    def both(self, *conditions: Condition) -> Condition:
        return both(conditions)

    def negation(self, condition: Condition) -> Condition:
        return inverse(condition)

    def group(self, condition: Condition) -> Condition:
        return condition

    def comparison(self, left: Term, operator: str, *rights: Term) -> Condition:
        judge = belong if left.kind == "Group" else compare
        return judge(left, operator.lower(), rights)

    def total(self, first: Term, *rest: Any) -> Term:
        return arithmetic(first, list(zip(rest[::2], rest[1::2], strict=True))) if rest else first

    product = total

    def call(self, name: str, *arguments: Term) -> Term:
        return call(name, arguments)

    def field(self, name: str) -> Term:
        return group_field(self.groups[name]) if name in self.groups else field(str(name), self.fields)

    def text(self, quoted: str) -> Term:
        return literal("Character", unquoted(quoted))

    def integer(self, digits: str) -> Term:
        return literal("Integer", int(digits))

    def decimal(self, digits: str) -> Term:
        return literal("Decimal", float(digits))

    def date(self, text: str) -> Term:
        return _moment("Date", date.fromisoformat, text)

    def datetime(self, text: str) -> Term:
        return _moment("Datetime", timestamp, text)

    def time(self, text: str) -> Term:
        return _moment("Time", time.fromisoformat, text)

    def boolean(self, word: str) -> Term:
        return literal("Boolean", word.lower() == "true")

    def null(self, _: str) -> Term:
        return literal("Null", None)


def unquoted(text: str) -> str:
    return re.sub(r"\\(.)", r"\1", text[1:-1], flags=re.DOTALL)


def _moment(kind: FieldKind, read: Callable[[str], object], text: str) -> Term:
    try:
        return literal(kind, read(text))
    except ValueError:
        raise invalid(f"There is no {text}") from None
