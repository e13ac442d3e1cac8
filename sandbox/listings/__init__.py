"""The listing services of the API: search, one listing and its expansions, its history, and the field metadata."""

from sandbox.listings import custom_fields, expansion_views, field_order, history, open_houses, standard_fields, views

BLUEPRINTS = (
    views.bp,
    expansion_views.bp,
    open_houses.bp,
    history.bp,
    standard_fields.bp,
    custom_fields.bp,
    field_order.bp,
)
