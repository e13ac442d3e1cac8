"""Terms, the operands of an operator: values that may depend on the listing."""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sandbox.sparkql.functions import FUNCTIONS
from sandbox.sparkql.values import NUMBER_KINDS, FieldKind, Kind, Row, invalid, read_value


@dataclass(frozen=True)
class Term:
    """A kind, and the value for a given listing. `constant` means the same for all listings."""

    kind: Kind
    value: Callable[[Row], Any]
    constant: bool = False


def literal(kind: Kind, value: object) -> Term:
    return Term(kind, lambda _: value, constant=True)


def field_term(name: str, fields: Mapping[str, FieldKind]) -> Term:
    """A searchable field such as `City`, or a custom field as `"Group"."Field"`."""
    if name not in fields:
        raise invalid(f"'{name}' is not a searchable field")
    kind = fields[name]
    return Term(kind, lambda row: read_value(row, name, kind))


def function_term(name: str, arguments: Sequence[Term]) -> Term:
    """A function call. With constant arguments it is evaluated once."""
    function = FUNCTIONS.get(name.lower())
    if function is None:
        raise invalid(f"{name}() is not a function")
    if not function.accepts([argument.kind for argument in arguments]):
        raise invalid(f"{name}() takes {function.takes or 'no arguments'}")
    if all(argument.constant for argument in arguments):
        return literal(
            function.gives, _apply_constant(name, function.apply, [argument.value({}) for argument in arguments])
        )
    if function.gives in {"Pattern", "All", "Area"}:
        raise invalid(f"{name}() takes literals, not fields")
    return Term(
        function.gives, lambda row: _apply_to_row(function.apply, [argument.value(row) for argument in arguments])
    )


def _apply_constant(name: str, apply: Callable[..., object], values: list[object]) -> object:
    try:
        return _apply_unless_null(apply, values)
    except (ValueError, OverflowError) as error:
        raise invalid(f"{name}() cannot take {', '.join(map(str, values))}") from error


def _apply_unless_null(apply: Callable[..., object], values: list[object]) -> object:
    """As in SQL, a function of null is null."""
    return None if None in values else apply(*values)


def _apply_to_row(apply: Callable[..., object], values: list[object]) -> object:
    """Also null if the function cannot take this listing's values."""
    try:
        return _apply_unless_null(apply, values)
    except (ValueError, OverflowError):
        return None


ARITHMETIC: dict[str, Callable[[float, float], float]] = {
    "add": operator.add,
    "sub": operator.sub,
    "mul": operator.mul,
    "div": operator.truediv,
    "mod": math.fmod,
}


def arithmetic(first: Term, rest: Sequence[tuple[str, Term]]) -> Term:
    """`ListPrice Div 1000 Mul 2`, from left to right. Division by zero gives null."""
    operands = [first, *(term for _, term in rest)]
    if not all(term.kind in NUMBER_KINDS for term in operands):
        raise invalid("arithmetic takes numbers")
    steps = [(ARITHMETIC[name.lower()], term) for name, term in rest]
    return Term("Decimal", lambda row: _calculate(row, first, steps), all(term.constant for term in operands))


def _calculate(row: Row, first: Term, steps: list[tuple[Callable[[float, float], float], Term]]) -> float | None:
    total: float | None = first.value(row)
    for step, term in steps:
        value = term.value(row)
        try:
            total = None if total is None or value is None else step(total, value)
        except (ZeroDivisionError, OverflowError, ValueError):
            return None
    return total
