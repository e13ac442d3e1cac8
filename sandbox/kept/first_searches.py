"""The saved searches that everybody begins with: their own, and those that their agent provides."""

from __future__ import annotations

from typing import NamedTuple

from sandbox.homes.ids import an_id
from sandbox.kept.owner import Owner
from sandbox.kept.records import SavedSearch
from sandbox.people import DANA, MARCUS, PAT, SAM


class Wanted(NamedTuple):
    name: str
    filter: str
    description: str = ""
    tags: tuple[str, ...] = ()
    from_old_system: bool = False


def first_searches(owner: Owner) -> dict[str, SavedSearch]:
    """By id: the owner's own, then the provided ones, which belong to the agent."""
    own = [_search(owner, wanted, provided=False) for wanted in OWN.get((owner.person.id, owner.agent.id), ())]
    provided = [_search(owner, wanted, provided=True) for wanted in PROVIDED.get(owner.agent.id, ())]
    return {search.id: search for search in own + provided}


def _search(owner: Owner, wanted: Wanted, *, provided: bool) -> SavedSearch:
    maker = owner.agent.id if provided else owner.id
    return SavedSearch(
        id=an_id(f"search {maker} {wanted.name}"),
        owner_id=maker,
        name=wanted.name,
        description=wanted.description,
        filter=wanted.filter,
        contact_ids=(owner.id,) if owner.is_consumer else (),
        tags=wanted.tags,
        provided=provided,
        from_old_system=wanted.from_old_system,
        modified=owner.time(days_ago=2000 if wanted.from_old_system else 12),
    )


OWN = {
    (PAT.id, DANA.id): (
        Wanted(
            "Three bedrooms in Fargo",
            "City Eq 'Fargo' And PropertyType Eq 'A' And ListPrice Bt 200000,400000 And BedsTotal Ge 3",
            tags=("Favorites",),
        ),
        Wanted(
            "Around Island Park",
            "PropertyType Eq 'A' And StandardStatus Eq 'Active' And Location Eq radius('46.8663 -96.7898', 1.5)",
            "Drawn on the map",
        ),
        Wanted("Acreages", "PropertySubType Eq 'Acreage','Farmstead'", from_old_system=True),
        Wanted("Recent search", "City Eq 'West Fargo' And PropertyType Eq 'A' And BedsTotal Ge 2", tags=("Recent",)),
    ),
    (SAM.id, DANA.id): (
        Wanted("Townhouses", "PropertyType Eq 'G' And PropertySubType Eq 'Townhouse' And ListPrice Le 350000"),
    ),
    (SAM.id, MARCUS.id): (
        Wanted(
            "Cabins around Perham",
            "City Eq 'Perham','Vergas' And PropertyType Eq 'A' And PropertySubType Eq 'Seasonal' "
            "And StandardStatus Eq 'Active'",
        ),
    ),
}
PROVIDED = {
    DANA.id: (
        Wanted(
            "New this week",
            "PropertyType Eq 'A' And StandardStatus Eq 'Active' And OnMarketDate Ge days(-7)",
            "Every home that came on the market in the last seven days",
        ),
        Wanted(
            "First homes",
            "City Eq 'Fargo','West Fargo','Moorhead' And PropertyType Eq 'A' And StandardStatus Eq 'Active' "
            "And ListPrice Bt 150000,275000",
            "Good to start with, and close to the buses",
        ),
    ),
    MARCUS.id: (
        Wanted(
            "On the lakes",
            "PropertyType Eq 'A' And StandardStatus Eq 'Active' And WaterBodyName Ne NULL",
            "Homes and cabins with a lake to their name",
        ),
    ),
}
