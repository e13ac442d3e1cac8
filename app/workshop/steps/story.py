"""All visits of a browser, told as steps in the order of time, with a chapter for each sign-in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from app.workshop.record import Secret, Visit

from . import calls, choosing, coming_back, ending, granting, rules
from .code import PAGES
from .past import Past, begins, ends, is_callback, sent_state, tokens
from .step import Arrow, Step, duration

NUMBERS = ("First", "Second", "Third", "Fourth", "Fifth", "Sixth", "Seventh", "Eighth", "Ninth", "Tenth")
TINTS = 6


@dataclass(frozen=True)
class Chapter:
    """`first` is the number of its first step."""

    title: str
    began: datetime
    first: int
    steps: tuple[Step, ...]


@dataclass(frozen=True)
class Story:
    """`tints` gives each fingerprint one of six colors, by where it first appears."""

    chapters: tuple[Chapter, ...]
    refreshes: int
    tokens_in_browser: int
    tints: dict[str, int]

    @property
    def steps(self) -> int:
        return sum(len(chapter.steps) for chapter in self.chapters)


def tell(visits: tuple[Visit, ...]) -> Story:
    chapters = tuple(_chapters(visits))
    steps = [step for chapter in chapters for step in chapter.steps]
    return Story(chapters, _refreshes(visits), tokens_in_browser(visits), _tints(steps))


def tokens_in_browser(visits: Iterable[Visit]) -> int:
    """How many values with a token's fingerprint went to the browser, in cookies and redirects."""
    visits = tuple(visits)
    marks = {mark for visit in visits for mark in tokens(visit)}
    return sum(granting.tokens_in_answer(visit, marks) for visit in visits)


def _refreshes(visits: Iterable[Visit]) -> int:
    grants = (
        call for visit in visits for call in tuple(visit.calls) if call.asked.value("grant_type") == "refresh_token"
    )
    return sum(call.status == "200" for call in grants)


def _chapters(visits: tuple[Visit, ...]) -> Iterator[Chapter]:
    first, sign_ins = 1, 0
    for part, steps in _parts(visits):
        starts = _starts(part[0])
        sign_ins += starts
        title = f"{_nth(sign_ins)} sign-in" if starts else "Where this record begins"
        if steps:
            yield Chapter(title, datetime.fromtimestamp(part[0].began).astimezone(), first, tuple(steps))
            first += len(steps)


def _nth(number: int) -> str:
    return NUMBERS[number - 1] if number <= len(NUMBERS) else f"{number}th"


def _parts(visits: tuple[Visit, ...]) -> Iterator[tuple[tuple[Visit, ...], list[Step]]]:
    """The visits from one start of a sign-in to the next, and their steps."""
    starts = [at for at, visit in enumerate(visits) if at == 0 or _starts(visit)]
    for start, end in pairwise([*starts, len(visits)]):
        yield visits[start:end], list(_steps(visits, start, end))


def _starts(visit: Visit) -> bool:
    return sent_state(visit) is not None or (begins(visit) and not is_callback(visit))


def _steps(visits: tuple[Visit, ...], start: int, end: int) -> Iterator[Step]:
    """Pages of which there is nothing to tell are gathered into one step."""
    quiet: list[Visit] = []
    for at in range(start, end):
        visit = visits[at]
        steps = _of(visit, Past(visits[:at]))
        if steps or visit.answered is None:
            yield from _pages(quiet)
            quiet = []
        elif visit.calls or visit.role:
            quiet.append(visit)
        yield from steps
    yield from _pages(quiet)
    yield from _not_back(visits[start:end])


def _of(visit: Visit, past: Past) -> list[Step]:
    if visit.answered is None:
        return []  # under way
    if visit.endpoint == "sign_in.start":
        return choosing.steps(visit, past)
    if is_callback(visit):
        return coming_back.steps(visit, past)
    if ends(visit) and (visit.endpoint == "sign_in.left" or not visit.calls or _only_deletes(visit)):
        return ending.signed_out(visit, past)
    if _asked_to_sign_in(visit):
        return [ending.asked_to_sign_in(visit, past)]
    return [*granting.steps(visit), *calls.steps(visit, past)]


def _only_deletes(visit: Visit) -> bool:
    return all(call.kind == "delete" for call in tuple(visit.calls))


def _asked_to_sign_in(visit: Visit) -> bool:
    led = visit.answered is not None and visit.answered.value("Location") in {"/", "/agent"}
    return visit.role is None and visit.role_after is None and (led or visit.status == "403")


def _pages(quiet: list[Visit]) -> Iterator[Step]:
    if not quiet:
        return
    made = sum(call.kind == "api" for visit in quiet for call in tuple(visit.calls))
    pages, said = _count(len(quiet), "page"), _count(made, "call")
    yield Step(
        f"{pages[0].upper()}{pages[1:]}, {said} to Spark",
        "Independent calls of a page are made at the same time, all with the same token.",
        (Arrow("browser", "portal", pages), *((Arrow("portal", "spark", said),) if made else ())),
        took=duration(sum(visit.took_ms or 0 for visit in quiet)),
        rules=rules.CALL if made else (),
        quotes=PAGES if made else (),
        rows=tuple(map(calls.row, quiet)),
    )


def _count(number: int, word: str) -> str:
    return f"one {word}" if number == 1 else f"{number or 'no'} {word}s"


def _not_back(part: tuple[Visit, ...]) -> Iterator[Step]:
    """Somebody who is still at Spark."""
    states = {visit.asked.value("state") for visit in part if is_callback(visit)}
    if part and sent_state(part[0]) not in {None, *states}:
        yield choosing.away(part[0], part[0], back=False)


def _tints(steps: Iterable[Step]) -> dict[str, int]:
    parts = (part for step in steps for sheet in step.sheets for line in sheet.lines for part in line)
    marks = dict.fromkeys(part.mark for part in parts if isinstance(part, Secret))
    return {mark: number % TINTS for number, mark in enumerate(marks)}
