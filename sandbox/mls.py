"""The two multiple listing services of the sandbox."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Mls:
    """One MLS. `id` has 26 digits, as Spark's ids do; `zone` is an IANA time zone."""

    id: str
    name: str
    state: str
    zone: str
    disclaimer: str


PRAIRIE = Mls(
    id="20041116171338191496000000",
    name="Prairie MLS",
    state="ND",
    zone="America/Chicago",
    disclaimer="Information is deemed reliable but not guaranteed. Provided for personal, non-commercial use by "
    "people with a genuine interest in buying, selling or renting a home. © Prairie MLS.",
)
LAKES = Mls(
    id="20060402093015772210000000",
    name="Lakes Area MLS",
    state="MN",
    zone="America/Chicago",
    disclaimer="Listing data of the Lakes Area MLS is believed to be accurate and is not guaranteed. © Lakes Area MLS.",
)
MLS_BY_ID = {mls.id: mls for mls in (PRAIRIE, LAKES)}
