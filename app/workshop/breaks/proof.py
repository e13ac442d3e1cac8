"""Whether the record shows what a break was to show."""

from __future__ import annotations

from app.workshop.record import Visit

from .kind import Proof, Visits


def refused_at_the_callback(cause: str, calls: int) -> Proof:
    """One callback that failed for this cause (`app.sign_in.failure`), after so many calls to Spark."""

    def proof(visits: Visits) -> Visits:
        return [visit for visit in visits if visit.failure == cause and len(visit.calls) == calls][:1]

    return proof


def page(endpoint: str, status: int, *, times: int = 1, renewals: int = 0) -> Proof:
    """So many visits of a view with this answer, and that many renewals of the tokens in all of them."""

    def proof(visits: Visits) -> Visits:
        found = [visit for visit in visits if (visit.endpoint, visit.status) == (endpoint, str(status))][:times]
        proven = len(found) == times and sum(map(renewals_of, found)) == renewals
        return found if proven else ()

    return proof


def renewals_of(visit: Visit) -> int:
    """How often Spark was asked for new tokens."""
    return sum(call.asked.value("grant_type") == "refresh_token" for call in tuple(visit.calls))
