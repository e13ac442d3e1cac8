"""The portal's screens, one module each."""

from flask import Blueprint

from . import health, home, listing, search

BLUEPRINTS: tuple[Blueprint, ...] = (home.bp, search.bp, listing.bp, health.bp)
