"""Saved searches in the shapes of Spark's JSON."""

from __future__ import annotations

from sandbox.kept.records import SavedSearch
from sandbox.services.shapes import Shape


def shape(search: SavedSearch) -> Shape:
    """`Filter` is null for those of the old system, though they run."""
    return brief(search) | {
        "OwnerId": search.owner_id,
        "Description": search.description or None,
        "Filter": None if search.from_old_system else search.filter,
        "QuickSearchId": None,
        "ContactIds": list(search.contact_ids),
        "UnsubscribedContactIds": [],
        "Tags": list(search.tags),
        "Provided": search.provided,
        "ModificationTimestamp": search.modified,
    }


def brief(search: SavedSearch) -> Shape:
    return {"ResourceUri": f"/v1/savedsearches/{search.id}", "Id": search.id, "Name": search.name}


def tag_shape(tag: str) -> Shape:
    return {"ResourceUri": f"/v1/savedsearches/tags/{tag}", "Tag": tag}
