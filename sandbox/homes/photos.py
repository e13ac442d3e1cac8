"""Which pictures a home has, in the order an agent puts them."""

from __future__ import annotations

from functools import lru_cache
from itertools import cycle, islice
from typing import NamedTuple

from sandbox.homes.ids import an_id
from sandbox.homes.listing import Fields

ROOMS = 1000  # seeds apart: a home's second bedroom is another room of the same style
TOUR = {
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
    """`shown` is `<seed>/<style>/<view>`: what the photo server draws."""

    id: str
    name: str
    caption: str
    shown: str


def photos(listing_id: str, seed: int, style: str, count: int) -> tuple[Photo, ...]:
    """The front first, a walk through the rooms, then yard, street, air and plan; more rooms where more are wanted."""
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
    name, caption = TOUR[view]
    name = f"{name} {turn + 1}" if turn else name
    return Photo(an_id(f"photo {listing_id} {view} {turn}"), name, caption, f"{seed + turn * ROOMS}/{style}/{view}")


@lru_cache(maxsize=1000)
def photo_items(listing_id: str, taken: tuple[Photo, ...], base: str, large: bool) -> list[Fields]:
    """Spark's photo objects; `base` is the address of the photo server, `large` whether big sizes were kept.

    Where they were not, `Primary` is missing from all but the first, as in older answers.

    Follows https://sparkplatform.com/docs/api_services/listings/photos.
    """
    sizes = [
        (name, f"{width}x{height}.svg") for name, (width, height) in (SIZES | LARGE_SIZES if large else SIZES).items()
    ]
    return [_item(listing_id, photo, base, sizes, primary=place == 0) for place, photo in enumerate(taken)]


def _item(listing_id: str, photo: Photo, base: str, sizes: list[tuple[str, str]], *, primary: bool) -> Fields:
    return {
        "Id": photo.id,
        "ResourceUri": f"/v1/listings/{listing_id}/pictures/{photo.id}",
        "Name": photo.name,
        "Caption": photo.caption,
        **({"Primary": primary} if primary or len(sizes) > len(SIZES) else {}),
        **{name: f"{base}/{photo.shown}/{file}" for name, file in sizes},
    }
