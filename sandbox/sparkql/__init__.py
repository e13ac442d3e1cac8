"""SparkQL: `_filter` and `_orderby` of the Spark API."""

from sandbox.sparkql.compiler import compile_condition, compile_filter, parsed, unquoted
from sandbox.sparkql.conditions import Condition
from sandbox.sparkql.groups import Group
from sandbox.sparkql.order import order_by
from sandbox.sparkql.values import MASK, FieldKind, Row

__all__ = [
    "MASK",
    "Condition",
    "FieldKind",
    "Group",
    "Row",
    "compile_condition",
    "compile_filter",
    "order_by",
    "parsed",
    "unquoted",
]
