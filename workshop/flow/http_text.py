"""Writes recorded messages as HTTP. A hidden value stays a `Secret` in the text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from http import HTTPStatus

from workshop.record import Call, Cookie, Message, Pairs, Shown, Visit

Line = tuple[Shown, ...]
LITERAL = re.compile(r"-?\d+|true|false|null|\(not kept\)")
"""JSON values that need no quotes."""


@dataclass(frozen=True)
class Sheet:
    """One message. Its first line is the start line."""

    title: str
    lines: tuple[Line, ...]


def browser_asked(message: Message, title: str = "The browser asked") -> Sheet:
    method, address = message.line
    form, headers = method == "POST", _headers(message.headers)
    lines = (*headers, (), *_query(message.values, " ")) if form else (*_query(message.values), *headers)
    return Sheet(title, ((method, " ", address), *lines, *_left_out(message)))


def portal_answered(visit: Visit, title: str = "The portal answered") -> Sheet:
    message = visit.answered or Message(("",))
    parameters = _query(message.values)
    location = [line for line in _headers(message.headers) if line[0] == "Location: "]
    others = [line for line in _headers(message.headers) if line[0] != "Location: "]
    lines = (*location, *parameters, *others, *map(_set_cookie, visit.cookies))
    return Sheet(title, ((_status(message),), *lines))


def portal_asked(call: Call, title: str = "The portal asked") -> Sheet:
    method, host, *path = call.asked.line
    start: Line = (method, " /", *_between("/", path))
    headers = (("Host: ", str(host).rstrip("/")), *_headers(call.asked.headers))
    if call.kind == "grant":
        return Sheet(title, (start, *headers, (), *_object(call.asked.values), *_left_out(call.asked)))
    return Sheet(title, (start, *_query(call.asked.values), *headers, *_left_out(call.asked)))


def spark_answered(call: Call, title: str = "Spark answered") -> Sheet:
    message = call.answered
    if message is None:
        return Sheet(title, ((f"nothing: {call.fault}",),))
    body = _object(message.values) if call.kind == "grant" else _envelope(message.values)
    return Sheet(title, ((_status(message),), *_headers(message.headers), (), *body, *_left_out(message)))


def _status(message: Message) -> str:
    number = str(message.line[0])
    try:
        return f"{number} {HTTPStatus(int(number)).phrase}"
    except ValueError:
        return number


def _headers(pairs: Pairs) -> Iterator[Line]:
    """A header per line. The scheme of an Authorization, or the name of a cookie, is part of the recorded name."""
    for name, value in pairs:
        header, _, part = name.partition(": ")
        separator = "=" if header == "Cookie" else " "
        yield (f"{header}: ", *((f"{part}{separator}",) if part else ()), value)


def _set_cookie(cookie: Cookie) -> Line:
    if cookie.deleted:
        return (f"Set-Cookie: {cookie.value.name}, empty and expired",)
    return ("Set-Cookie: ", cookie.value, *(f"; {flag}" for flag in cookie.flags))


def _query(pairs: Pairs, first: str = "?") -> tuple[Line, ...]:
    """A parameter per line, indented with non-breaking spaces."""
    marks = (first, *"&" * (len(pairs) - 1))
    return tuple((f"\u00a0\u00a0{mark}{name}=", value) for mark, (name, value) in zip(marks, pairs, strict=False))


def _object(pairs: Pairs) -> tuple[Line, ...]:
    """A JSON object, a member per line."""
    if not pairs:
        return (("(nothing of which the name is listed)",),)
    last = len(pairs) - 1
    return tuple(
        ("{" if number == 0 else " ", f'"{name}": ', *_literal(value), "}" if number == last else ",")
        for number, (name, value) in enumerate(pairs)
    )


def _envelope(pairs: Pairs) -> tuple[Line, ...]:
    if pairs and pairs[0][0] == "body":
        return (("(a body that is ", pairs[0][1], ")"),)
    return (('{"D": ', *(part for line in _object(pairs) for part in line), "}"),)


def _literal(value: Shown) -> Line:
    if not isinstance(value, str):
        return (value,)
    if value.endswith(", not shown"):
        return (f"[{value}]",)
    return (value,) if LITERAL.fullmatch(value) else (f'"{value}"',)


def _left_out(message: Message) -> tuple[Line, ...]:
    number = message.left_out
    return ((f"(and {number} more, not kept)",),) if number > 0 else ()


def _between(separator: str, parts: Iterable[Shown]) -> Iterator[Shown]:
    for number, part in enumerate(parts):
        yield from (separator, part) if number else (part,)
