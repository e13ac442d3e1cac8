"""SparkQL: `_filter` and `_orderby` of the Spark API."""

from sandbox.sparkql.compiler import compile_filter
from sandbox.sparkql.order import order_by
from sandbox.sparkql.values import MASK, FieldKind, Row

__all__ = ["MASK", "FieldKind", "Row", "compile_filter", "order_by"]
