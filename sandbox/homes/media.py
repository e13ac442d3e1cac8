"""Videos, tours and documents of a home. A `full` home has malformed ones too, as agents enter them."""

from __future__ import annotations

from typing import NamedTuple, TypeVar

from sandbox.homes.ids import stable_id
from sandbox.homes.listing import Fields

Item = TypeVar("Item")
YOUTUBE = '<iframe width="560" height="315" src="https://www.youtube.com/embed/{}" allowfullscreen></iframe>'
VIMEO = '<iframe src="https://player.vimeo.com/video/{}?h=0a1b2c" width="640" height="360"></iframe>'
OBJECT = (
    '<object width="425" height="344"><param name="movie" value="http://www.youtube.com/v/{}&hl=en">'
    '<embed src="http://www.youtube.com/v/{}&hl=en" type="application/x-shockwave-flash"></object>'
)
GOOD_VIDEOS = (("Walk through", YOUTUBE), ("Neighborhood", VIMEO), ("From the air", "https://youtu.be/{}"))
ODD_VIDEOS = (("Old tour", OBJECT), ("Bonus", "<script>document.title = 'video {}'</script>"))
GOOD_TOURS = (("3-D tour", "https://tours.example.com/3d/{}"), ("Floor by floor", "https://walk.example.com/t?m={}"))
ODD_TOURS = (
    ("Slide show", "http://slides.example.com/{}"),
    ("Click here", "javascript:alert('tour {}')"),
    ("Tour", "tours.example.com/{} (see also brochure)"),
)
GOOD_DOCUMENTS = (("Seller's disclosure", "disclosure.pdf", "Public"), ("Plat of survey", "survey.pdf", "Public"))
PRIVATE_DOCUMENT = ("Commission agreement", "agreement.pdf", "Private")


class Video(NamedTuple):
    """`html` is the agent's text: an embed or a plain URL."""

    id: str
    name: str
    caption: str
    html: str


class Tour(NamedTuple):
    """`uri` is free text; `type` is branded or unbranded."""

    id: str
    name: str
    uri: str
    type: str


class Document(NamedTuple):
    """`file` is the file name; `privacy` is Public or Private."""

    id: str
    name: str
    file: str
    privacy: str


class Media(NamedTuple):
    videos: tuple[Video, ...] = ()
    tours: tuple[Tour, ...] = ()
    documents: tuple[Document, ...] = ()

    @property
    def counts(self) -> Fields:
        return {
            "VideosCount": len(self.videos),
            "VirtualToursCount": len(self.tours),
            "DocumentsCount": len(self.documents),
        }


def random_media(listing_id: str, number: int, *, full: bool) -> Media:
    """A good item for some homes, by number; all items for a `full` home."""
    return Media(
        videos=tuple(_videos(listing_id, _pick(GOOD_VIDEOS, ODD_VIDEOS, number, 13, full=full))),
        tours=tuple(_tours(listing_id, _pick(GOOD_TOURS, ODD_TOURS, number, 7, full=full))),
        documents=tuple(_documents(listing_id, _pick(GOOD_DOCUMENTS, (PRIVATE_DOCUMENT,), number, 5, full=full))),
    )


def _pick(good: tuple[Item, ...], odd: tuple[Item, ...], number: int, interval: int, *, full: bool) -> list[Item]:
    if full:
        return [*good, *odd]
    return [good[number // interval % len(good)]] if number % interval == 3 else []


def _videos(listing_id: str, items: list[tuple[str, str]]) -> list[Video]:
    return [
        Video(stable_id(f"video {listing_id} {name}"), name, "", html.replace("{}", _code(listing_id, html)))
        for name, html in items
    ]


def _code(listing_id: str, html: str) -> str:
    """A video id: digits for Vimeo, eleven characters for YouTube."""
    digits = listing_id[10:20]
    return digits[:9] if "vimeo" in html else f"h{digits}"


def _tours(listing_id: str, items: list[tuple[str, str]]) -> list[Tour]:
    return [
        Tour(
            stable_id(f"tour {listing_id} {name}"),
            name,
            uri.format(listing_id[10:18]),
            "branded" if place else "unbranded",
        )
        for place, (name, uri) in enumerate(items)
    ]


def _documents(listing_id: str, items: list[tuple[str, str, str]]) -> list[Document]:
    return [Document(stable_id(f"document {listing_id} {file}"), name, file, privacy) for name, file, privacy in items]
