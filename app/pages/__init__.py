"""The portal's screens, one module each."""

from flask import Blueprint

from . import account, agent, health, home, listing, search

BLUEPRINTS: tuple[Blueprint, ...] = (home.bp, search.bp, listing.bp, account.bp, agent.bp, health.bp)
