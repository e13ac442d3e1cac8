"""The small services around a sign-in: the person, the agent, the portal, the system."""

from sandbox.services import people, portal, system

BLUEPRINTS = (people.bp, portal.bp, system.bp)
