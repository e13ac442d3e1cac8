"""SparkQL: `_filter` and `_orderby` of the Spark API."""

from sandbox.sparkql.compiler import compile_condition, compile_filter, parse, unquote
from sandbox.sparkql.conditions import Condition, Membership
from sandbox.sparkql.order import order_by
from sandbox.sparkql.values import MASK, FieldKind, Row

__all__ = [
    "MASK",
    "Condition",
    "FieldKind",
    "Membership",
    "Row",
    "compile_condition",
    "compile_filter",
    "order_by",
    "parse",
    "unquote",
]
