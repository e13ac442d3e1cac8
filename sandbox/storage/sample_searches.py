"""The saved searches that each owner starts with: own searches, and those that the agent provides."""

from __future__ import annotations

from typing import NamedTuple

from sandbox.homes.ids import stable_id
from sandbox.people import DANA, MARCUS, PAT, SAM
from sandbox.storage.records import Owner, SavedSearch


class SampleSearch(NamedTuple):
    name: str
    filter: str
    description: str = ""
    tags: tuple[str, ...] = ()
    from_old_system: bool = False


def sample_searches(owner: Owner) -> dict[str, SavedSearch]:
    """By id: own searches, then provided searches, which belong to the agent."""
    own = [_search(owner, sample, provided=False) for sample in OWN_SEARCHES.get((owner.person.id, owner.agent.id), ())]
    provided = [_search(owner, sample, provided=True) for sample in PROVIDED_SEARCHES.get(owner.agent.id, ())]
    return {search.id: search for search in own + provided}


def _search(owner: Owner, sample: SampleSearch, *, provided: bool) -> SavedSearch:
    maker = owner.agent.id if provided else owner.id
    return SavedSearch(
        id=stable_id(f"search {maker} {sample.name}"),
        owner_id=maker,
        name=sample.name,
        description=sample.description,
        filter=sample.filter,
        contact_ids=(owner.id,) if owner.is_consumer else (),
        tags=sample.tags,
        provided=provided,
        from_old_system=sample.from_old_system,
        modified=owner.time(days_ago=2000 if sample.from_old_system else 12),
    )


OWN_SEARCHES = {
    (PAT.id, DANA.id): (
        SampleSearch(
            "Three bedrooms in Fargo",
            "City Eq 'Fargo' And PropertyType Eq 'A' And ListPrice Bt 200000,400000 And BedsTotal Ge 3",
            tags=("Favorites",),
        ),
        SampleSearch(
            "Around Island Park",
            "PropertyType Eq 'A' And StandardStatus Eq 'Active' And Location Eq radius('46.8663 -96.7898', 1.5)",
            "Drawn on the map",
        ),
        SampleSearch("Acreages", "PropertySubType Eq 'Acreage','Farmstead'", from_old_system=True),
        SampleSearch(
            "Recent search", "City Eq 'West Fargo' And PropertyType Eq 'A' And BedsTotal Ge 2", tags=("Recent",)
        ),
    ),
    (SAM.id, DANA.id): (
        SampleSearch("Townhouses", "PropertyType Eq 'G' And PropertySubType Eq 'Townhouse' And ListPrice Le 350000"),
    ),
    (SAM.id, MARCUS.id): (
        SampleSearch(
            "Cabins around Perham",
            "City Eq 'Perham','Vergas' And PropertyType Eq 'A' And PropertySubType Eq 'Seasonal' "
            "And StandardStatus Eq 'Active'",
        ),
    ),
}
PROVIDED_SEARCHES = {
    DANA.id: (
        SampleSearch(
            "New this week",
            "PropertyType Eq 'A' And StandardStatus Eq 'Active' And OnMarketDate Ge days(-7)",
            "Every home that came on the market in the last seven days",
        ),
        SampleSearch(
            "First homes",
            "City Eq 'Fargo','West Fargo','Moorhead' And PropertyType Eq 'A' And StandardStatus Eq 'Active' "
            "And ListPrice Bt 150000,275000",
            "Good to start with, and close to the buses",
        ),
    ),
    MARCUS.id: (
        SampleSearch(
            "On the lakes",
            "PropertyType Eq 'A' And StandardStatus Eq 'Active' And WaterBodyName Ne NULL",
            "Homes and cabins with a lake to their name",
        ),
    ),
}
