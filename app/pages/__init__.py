"""The portal's screens, one module each."""

from flask import Blueprint

from . import account, agent, ask, health, home, legal, listing, open_houses, recent, saved, search, searches, terms

BLUEPRINTS: tuple[Blueprint, ...] = (
    *(home.bp, search.bp, listing.bp, saved.bp, searches.bp, open_houses.bp, ask.bp),
    *(recent.bp, account.bp, agent.bp, terms.bp, legal.bp, health.bp),
)
