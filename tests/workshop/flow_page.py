"""Reading the page of the flow."""

from __future__ import annotations

from dataclasses import dataclass

from bs4 import Tag

from tests.servers import Visitor


@dataclass(frozen=True)
class Told:
    """A step as the page tells it: `ticks` are such as `✓ the method is GET`; `secrets` are (name, fingerprint)."""

    title: str
    text: str
    ticks: tuple[str, ...]
    sheets: tuple[str, ...]
    secrets: tuple[tuple[str, str], ...]

    def marks(self, name: str) -> list[str]:
        """The fingerprints of the secrets of this name, in their order."""
        return [mark for known, mark in self.secrets if known == name]

    def crossed(self) -> list[str]:
        return [tick[2:] for tick in self.ticks if tick.startswith("✗")]


def steps(visitor: Visitor) -> list[Told]:
    visitor.get("/workshop/flow")
    return [_told(step) for step in visitor.soup.select(".step")]


def titles(visitor: Visitor) -> list[str]:
    return [step.title for step in steps(visitor)]


def step(visitor: Visitor, title: str) -> Told:
    """The last step of which the title begins like this."""
    found = [each for each in steps(visitor) if each.title.startswith(title)]
    assert found, titles(visitor)
    return found[-1]


def _told(step: Tag) -> Told:
    heading = step.h3
    assert heading
    title = str(heading.find(string=True)).strip().partition(". ")[2]
    secrets = ((_words(found.select("span")[0]), _words(found.select("b")[0])) for found in step.select(".secret"))
    return Told(
        title,
        _words(step),
        tuple(_tick(tick) for tick in step.select(".ticks li")),
        tuple(sheet.get_text() for sheet in step.select(".sheet")),
        tuple(secrets),
    )


def _tick(tick: Tag) -> str:
    mark, spoken = tick.find_all("span")
    return f"{mark.get_text()} {_words(tick).partition(spoken.get_text())[2].strip()}"


def _words(tag: Tag) -> str:
    return " ".join(tag.get_text(" ").split())
