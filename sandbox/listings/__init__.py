"""The listing services of the API: search, one listing and its parts, its history, and what the fields mean."""

from sandbox.listings import (
    custom_metadata,
    field_order,
    history_views,
    metadata,
    open_house_views,
    part_views,
    views,
)

BLUEPRINTS = (
    views.bp,
    part_views.bp,
    open_house_views.bp,
    history_views.bp,
    metadata.bp,
    custom_metadata.bp,
    field_order.bp,
)
