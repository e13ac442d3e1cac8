"""The photos of a home, in an agent's usual order."""

from __future__ import annotations

from functools import lru_cache
from itertools import cycle, islice
from typing import NamedTuple

from sandbox.homes.ids import stable_id
from sandbox.homes.listing import Fields

SEED_STEP = 1000  # a second bedroom uses another seed: another room in the same style
VIEWS = {
    "front": ("Front", "The front of the home"),
    "living": ("Living room", ""),
    "kitchen": ("Kitchen", ""),
    "bedroom": ("Bedroom", ""),
    "bath": ("Bath", ""),
    "yard": ("Back yard", "Behind the house"),
    "street": ("Street", ""),
    "aerial": ("From above", "Aerial view; lot lines are approximate"),
    "plan": ("Floor plan", "Not to scale"),
}
INDOORS = ("living", "kitchen", "bedroom", "bath")
OUTDOORS = {"land": ("front", "aerial", "street", "yard"), "condo": ("front", "street", "aerial", "plan")}
SIZES = {
    "UriThumb": (120, 90),
    "Uri300": (300, 225),
    "Uri640": (640, 480),
    "Uri800": (800, 600),
    "Uri1024": (1024, 768),
    "Uri1280": (1280, 960),
}
LARGE_SIZES = {"Uri1600": (1600, 1200), "Uri2048": (2048, 1536), "UriLarge": (2048, 1536)}
SIZES_KEPT = frozenset(SIZES | LARGE_SIZES)


class Photo(NamedTuple):
    """`path` is `<seed>/<style>/<view>`, which the photo server draws."""

    id: str
    name: str
    caption: str
    path: str


def photos(listing_id: str, seed: int, style: str, count: int) -> tuple[Photo, ...]:
    """The front, then the rooms, then yard, street, aerial view and floor plan. More photos mean more rooms."""
    seen: dict[str, int] = {}
    return tuple(_photo(listing_id, seed, style, view, seen) for view in islice(_views(style, count), count))


def _views(style: str, count: int) -> cycle[str]:
    if style == "land":
        return cycle(OUTDOORS["land"])
    outside = OUTDOORS.get(style, ("front", "yard", "street", "aerial", "plan"))
    rooms = list(islice(cycle(INDOORS), max(0, count - len(outside))))
    return cycle([outside[0], *rooms, *outside[1:]])


def _photo(listing_id: str, seed: int, style: str, view: str, seen: dict[str, int]) -> Photo:
    turn = seen.get(view, 0)
    seen[view] = turn + 1
    name, caption = VIEWS[view]
    name = f"{name} {turn + 1}" if turn else name
    return Photo(
        stable_id(f"photo {listing_id} {view} {turn}"), name, caption, f"{seed + turn * SEED_STEP}/{style}/{view}"
    )


@lru_cache(maxsize=1000)
def serialize_photos(listing_id: str, all_photos: tuple[Photo, ...], base: str, large: bool) -> list[Fields]:
    """Spark's photo objects. `base` is the URL of the photos; `large` adds the large sizes.

    Without large sizes, only the first photo has `Primary`, as in older responses.

    Follows https://sparkplatform.com/docs/api_services/listings/photos.
    """
    pixels = SIZES | LARGE_SIZES if large else SIZES
    sizes = [(name, f"{width}x{height}.svg") for name, (width, height) in pixels.items()]
    return [_item(listing_id, photo, base, sizes, primary=place == 0) for place, photo in enumerate(all_photos)]


def _item(listing_id: str, photo: Photo, base: str, sizes: list[tuple[str, str]], *, primary: bool) -> Fields:
    return {
        "Id": photo.id,
        "ResourceUri": f"/v1/listings/{listing_id}/pictures/{photo.id}",
        "Name": photo.name,
        "Caption": photo.caption,
        **({"Primary": primary} if primary or len(sizes) > len(SIZES) else {}),
        **{name: f"{base}/{photo.path}/{file}" for name, file in sizes},
    }
