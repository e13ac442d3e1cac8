"""The listing services of the API: search, one listing, its photos, and what the fields mean."""

from sandbox.listings import metadata, views

BLUEPRINTS = (views.bp, metadata.bp)
