"""The timeline: all visits of a browser as steps in order of time, in one chapter for each sign-in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from workshop import quotes, references
from workshop.flow import api_calls, sign_in, sign_out, tokens
from workshop.flow.history import History, begins, ends, sent_state, token_fingerprints
from workshop.flow.step import Arrow, Step, duration
from workshop.record import Secret, Visit, is_callback

NUMBERS = ("First", "Second", "Third", "Fourth", "Fifth", "Sixth", "Seventh", "Eighth", "Ninth", "Tenth")
COLORS = 6


@dataclass(frozen=True)
class Chapter:
    """`first` is the number of its first step."""

    title: str
    began: datetime
    first: int
    steps: tuple[Step, ...]


@dataclass(frozen=True)
class Timeline:
    """`colors` gives each fingerprint one of six colors, in order of appearance."""

    chapters: tuple[Chapter, ...]
    refreshes: int
    tokens_in_browser: int
    colors: dict[str, int]

    @property
    def steps(self) -> int:
        return sum(len(chapter.steps) for chapter in self.chapters)


def timeline(visits: tuple[Visit, ...]) -> Timeline:
    chapters = tuple(_chapters(visits))
    steps = [step for chapter in chapters for step in chapter.steps]
    return Timeline(chapters, _refreshes(visits), tokens_in_browser(visits), _colors(steps))


def tokens_in_browser(visits: Iterable[Visit]) -> int:
    """How many cookies and redirect parameters have the fingerprint of a token."""
    visits = tuple(visits)
    marks = {mark for visit in visits for mark in token_fingerprints(visit)}
    return sum(tokens.tokens_in_answer(visit, marks) for visit in visits)


def _refreshes(visits: Iterable[Visit]) -> int:
    grants = (
        call for visit in visits for call in tuple(visit.calls) if call.asked.value("grant_type") == "refresh_token"
    )
    return sum(call.status == "200" for call in grants)


def _chapters(visits: tuple[Visit, ...]) -> Iterator[Chapter]:
    first, sign_ins = 1, 0
    for part, steps in _parts(visits):
        starts = _starts_sign_in(part[0])
        sign_ins += starts
        title = f"{_nth(sign_ins)} sign-in" if starts else "Where this record begins"
        if steps:
            yield Chapter(title, datetime.fromtimestamp(part[0].began).astimezone(), first, tuple(steps))
            first += len(steps)


def _nth(number: int) -> str:
    return NUMBERS[number - 1] if number <= len(NUMBERS) else f"{number}th"


def _parts(visits: tuple[Visit, ...]) -> Iterator[tuple[tuple[Visit, ...], list[Step]]]:
    """The visits from the start of one sign-in to the next, and their steps."""
    starts = [at for at, visit in enumerate(visits) if at == 0 or _starts_sign_in(visit)]
    for start, end in pairwise([*starts, len(visits)]):
        yield visits[start:end], list(_steps(visits, start, end))


def _starts_sign_in(visit: Visit) -> bool:
    return sent_state(visit) is not None or (begins(visit) and not is_callback(visit))


def _steps(visits: tuple[Visit, ...], start: int, end: int) -> Iterator[Step]:
    """The steps of each visit. Ordinary pages in a row share one step."""
    ordinary: list[Visit] = []
    for at in range(start, end):
        visit = visits[at]
        steps = _steps_of(visit, History(visits[:at]))
        if steps or visit.answered is None:
            yield from _pages(ordinary)
            ordinary = []
        elif visit.calls or visit.role:
            ordinary.append(visit)
        yield from steps
    yield from _pages(ordinary)
    if _is_away(visits[start:end]):
        yield sign_in.still_at_spark()


def _steps_of(visit: Visit, history: History) -> list[Step]:
    if visit.answered is None:
        return []  # in progress
    if visit.endpoint == "auth.sign_in":
        return sign_in.started(visit, history)
    if is_callback(visit):
        return list(sign_in.finished(visit, history))
    if ends(visit) and (visit.endpoint == "auth.logout" or not visit.calls or _only_deletes(visit)):
        return sign_out.signed_out(visit, history)
    if _was_asked_to_sign_in(visit):
        return [sign_out.asked_to_sign_in(visit, history)]
    return [*tokens.steps(visit), *api_calls.steps(visit, history)]


def _only_deletes(visit: Visit) -> bool:
    return all(call.kind == "delete" for call in tuple(visit.calls))


def _was_asked_to_sign_in(visit: Visit) -> bool:
    led = visit.answered is not None and visit.answered.value("Location") in {"/", "/agent"}
    return visit.role is None and visit.role_after is None and (led or visit.status == "403")


def _pages(ordinary: list[Visit]) -> Iterator[Step]:
    if not ordinary:
        return
    made = sum(call.kind == "api" for visit in ordinary for call in tuple(visit.calls))
    pages, calls = _count(len(ordinary), "page"), _count(made, "call")
    yield Step(
        f"{pages[0].upper()}{pages[1:]}, {calls} to Spark",
        "Independent calls of a page are made at the same time, all with the same token.",
        (Arrow("browser", "portal", pages), *((Arrow("portal", "spark", calls),) if made else ())),
        took=duration(sum(visit.took_ms or 0 for visit in ordinary)),
        references=references.CALL if made else (),
        quotes=quotes.CONCURRENT_CALLS if made else (),
        rows=tuple(map(api_calls.row, ordinary)),
    )


def _count(number: int, word: str) -> str:
    return f"one {word}" if number == 1 else f"{number or 'no'} {word}s"


def _is_away(part: tuple[Visit, ...]) -> bool:
    """Whether no callback has brought back the state of this sign-in."""
    states = {visit.asked.value("state") for visit in part if is_callback(visit)}
    return bool(part) and sent_state(part[0]) not in {None, *states}


def _colors(steps: Iterable[Step]) -> dict[str, int]:
    parts = (part for step in steps for sheet in step.sheets for line in sheet.lines for part in line)
    marks = dict.fromkeys(part.mark for part in parts if isinstance(part, Secret))
    return {mark: number % COLORS for number, mark in enumerate(marks)}
